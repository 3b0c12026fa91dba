import Foundation
import Statistics
import TestSupport
import Testing

@Suite struct NormalQuantileTests {
    @Test func agreesWithSciPy() {
        let quantiles: [ContingencyReferences.Quantile] = ContingencyReferences.all.quantiles
        #expect(quantiles.count > 20)
        for quantile in quantiles {
            let z: Double = normalQuantile(quantile.p)
            #expect(relativeError(z, quantile.z) < 4e-15, "\(quantile.p)")
        }
    }

    /// Φ(Φ⁻¹(p)) = p. The test computes the distribution function Φ with the C library's complementary error function.
    @Test func invertsTheDistributionFunction() {
        for exponent in stride(from: -300.0, to: -0.01, by: 0.37) {
            let p: Double = pow(10, exponent)
            let back: Double = erfc(-normalQuantile(p) / 2.0.squareRoot()) / 2
            // A relative error ε in z = Φ⁻¹(p) causes a relative error of z²·ε in p.
            let conditioning: Double = max(1, -2 * log(p))
            #expect(abs(back / p - 1) < 1e-15 * conditioning, "\(p)")
        }
    }

    @Test func isOddAboutOneHalfAndRises() {
        for p in [0.001, 0.05, 0.07, 0.125, 0.25, 0.4375] {
            // 1 − p is exact for the dyadic numbers 0.125, 0.25 and 0.4375.
            #expect(relativeError(normalQuantile(1 - p), -normalQuantile(p)) < 1e-13)
        }
        var last: Double = -.infinity
        for step in 1 ..< 10000 {
            let z: Double = normalQuantile(Double(step) / 10000)
            #expect(z > last)
            last = z
        }
    }

    @Test func ends() {
        #expect(normalQuantile(0) == -.infinity && normalQuantile(1) == .infinity && normalQuantile(0.5) == 0)
        #expect(normalQuantile(-0.1).isNaN && normalQuantile(1.1).isNaN && normalQuantile(.nan).isNaN)
        #expect(normalQuantile(.leastNonzeroMagnitude).isFinite)
    }
}
