import Differentiation
import Foundation
import Synapses
import Tensors
import TestSupport
import Testing

/// The kernels in `Float` agree with computations in `Double` within a tolerance, for many ranges of x and β, and for
/// sizes that do not fill the tiles of the kernels.
@Suite struct SynapseAccuracyTests {
    struct Regime: Sendable, CustomStringConvertible {
        let description: String
        let x, beta: ClosedRange<Float>
        /// The distance between elements of x that are set to 0; `nil` if no element is set to 0.
        var zeros: Int?
    }

    static let regimes: [Regime] = [
        Regime(description: "softmax inputs, small β", x: 1e-9 ... 2e-2, beta: 0 ... 3e-2),
        Regime(description: "sigmoid inputs, β in (0, 1)", x: 0.01 ... 0.99, beta: 0.001 ... 0.999),
        Regime(description: "x and β near 1", x: 0.99 ... 1, beta: 0.99 ... 1),
        Regime(description: "negative β", x: 0 ... 1, beta: -0.9 ... 0.2),
        Regime(description: "very negative β", x: 0 ... 1, beta: -30 ... -10),
        Regime(description: "x = 0 here and there", x: 0 ... 1, beta: 0 ... 0.1, zeros: 3),
        Regime(description: "β·x beyond 1", x: 0 ... 2, beta: 0 ... 3),
        Regime(description: "tiny x", x: 1e-38 ... 1e-30, beta: 0 ... 1),
        Regime(description: "negative x", x: -1 ... 1, beta: -1 ... 1),
        Regime(description: "large x, small β", x: 1e3 ... 1e6, beta: 0 ... 1e-7),
    ]

    static let sizes: [(batch: Int, inputs: Int, outputs: Int)] = [
        (1, 1, 1), (13, 2, 3), (7, 64, 64), (6, 33, 17), (25, 100, 31), (5, 784, 40), (3, 4096, 9),
    ]

    private func operands(_ regime: Regime, _ size: (batch: Int, inputs: Int, outputs: Int)) -> (
        Tensor<Float>, Tensor<Float>
    ) {
        var x: Tensor<Float> = sample([size.batch, size.inputs], in: regime.x)
        if let zeros = regime.zeros {
            x.withUnsafeMutableBuffer { for index in stride(from: 0, to: $0.count, by: zeros) { $0[index] = 0 } }
        }
        return (x, sample([size.outputs, size.inputs], in: regime.beta, seed: 5))
    }

    /// Returns the product ∏_j (1 − β_j·x_j), computed in `Double`, as a mantissa and an exponent of 2. If the product
    /// becomes 0 or is not finite, the exponent is 0.
    private func exact(_ x: ArraySlice<Float>, _ beta: ArraySlice<Float>) -> (mantissa: Double, exponent: Int) {
        var (mantissa, exponent) = (1.0, 0)
        for (x, beta) in zip(x, beta) {
            mantissa *= 1 - Double(beta) * Double(x)
            guard mantissa != 0, mantissa.isFinite else { return (mantissa, 0) }
            exponent += Int(mantissa.exponent)
            mantissa = Double(sign: mantissa.sign, exponent: 0, significand: mantissa.significand)
        }
        return (mantissa, exponent)
    }

    @Test(arguments: regimes)
    func productsAndLogarithmsAreExact(regime: Regime) {
        for size in Self.sizes {
            let (x, beta): (Tensor<Float>, Tensor<Float>) = operands(regime, size)
            let (product, logarithm): ([Float], [Float]) = (inhibition(x, beta).scalars, logInhibition(x, beta).scalars)
            let (xs, betas): ([Float], [Float]) = (x.scalars, beta.scalars)
            var worst: (product: Double, logarithm: Double) = (0, 0)
            for b in 0 ..< size.batch {
                for i in 0 ..< size.outputs {
                    let (mantissa, exponent) = exact(
                        xs[b * size.inputs ..< (b + 1) * size.inputs], betas[i * size.inputs ..< (i + 1) * size.inputs])
                    let place: Int = b * size.outputs + i
                    worst.product = max(worst.product, productError(product[place], mantissa, exponent))
                    worst.logarithm = max(worst.logarithm, logarithmError(logarithm[place], mantissa, exponent))
                }
            }
            #expect(worst.product <= 1, "\(size)")
            #expect(worst.logarithm <= 1, "\(size)")
        }
    }

    /// Returns the error of a product whose exact value is mantissa · 2^exponent, divided by the allowed error. The
    /// allowed error is 2e-5 times the product, and at least the smallest normal number. The result is ∞ for NaN and
    /// for a wrong overflow.
    private func productError(_ actual: Float, _ mantissa: Double, _ exponent: Int) -> Double {
        if actual.isNaN { return .infinity }
        let expected: Double = mantissa * exp2(Double(max(-2000, min(2000, exponent))))
        if abs(expected) > Double(Float.greatestFiniteMagnitude) { return actual == Float(expected) ? 0 : .infinity }
        let allowed: Double = max(2e-5 * abs(expected), Double(Float.leastNormalMagnitude))
        return abs(Double(actual) - expected) / allowed
    }

    /// Returns the error of the logarithm of a product whose exact value is mantissa · 2^exponent, divided by the
    /// allowed error. The allowed error is 2e-6 times the logarithm, and at least 1e-5. The logarithm must be −∞ for a
    /// product of 0, and NaN for a negative product.
    private func logarithmError(_ actual: Float, _ mantissa: Double, _ exponent: Int) -> Double {
        if mantissa == 0 { return actual == -.infinity ? 0 : .infinity }
        if mantissa < 0 { return actual.isNaN ? 0 : .infinity }
        let expected: Double = log(mantissa) + Double(exponent) * log(2)
        return abs(Double(actual) - expected) / max(2e-6 * abs(expected), 1e-5)
    }

    @Test(arguments: regimes)
    func gradientsAreExactInNorm(regime: Regime) {
        for size in Self.sizes where size.inputs <= 784 {
            let (x, beta): (Tensor<Float>, Tensor<Float>) = operands(regime, size)
            let weights: Tensor<Float> = sample([size.batch, size.outputs], seed: 9)
            let (byX, byBeta) = gradient(at: x, beta) { (inhibition($0, $1) * weights).sum() }
            // The expected gradients come from the kernel in `Double`; other tests compare this kernel with central
            // differences.
            let (exactX, exactBeta) = gradient(at: Tensor<Double>(x), Tensor<Double>(beta)) { x, beta in
                (inhibition(x, beta) * Tensor<Double>(weights)).sum()
            }
            let largest: Double = max(exactX.abs().max().scalar, exactBeta.abs().max().scalar)
            guard largest > 1e-30, largest < 1e30 else { continue }
            #expect(distance(byX, exactX) <= 1e-4, "\(size), by x")
            #expect(distance(byBeta, exactBeta) <= 1e-4, "\(size), by β")
        }
    }

    /// Returns the Euclidean norm of `actual` − `expected`, divided by the norm of `expected`.
    private func distance(_ actual: Tensor<Float>, _ expected: Tensor<Double>) -> Double {
        let scale: Double = expected.abs().max().scalar
        if scale == 0 { return actual.abs().max().scalar == 0 ? 0 : .infinity }
        let error: Tensor<Double> = (Tensor<Double>(actual) - expected) / scale
        return (error.squared().sum() / (expected / scale).squared().sum()).squareRoot().scalar
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func whatIsNotFiniteIsSeen(value: Float) {
        for size in Self.sizes {
            let (x, beta): (Tensor<Float>, Tensor<Float>) = operands(Self.regimes[1], size)
            var (spoiltX, spoiltBeta): (Tensor<Float>, Tensor<Float>) = (x, beta)
            spoiltX[-1, -1] = Tensor(value)
            spoiltBeta[0, -1] = Tensor(value)
            let rows: Tensor<Float> = inhibition(spoiltX, beta)
            #expect(rows[-1].scalars.allSatisfy { !$0.isFinite })
            #expect(rows[..<(-1)].scalars.allSatisfy { $0.isFinite })
            let columns: Tensor<Float> = inhibition(x, spoiltBeta)
            #expect(columns[.all, 0].scalars.allSatisfy { !$0.isFinite })
            #expect(columns[.all, 1...].scalars.allSatisfy { $0.isFinite })
            if value.isNaN { #expect(rows[-1].scalars.allSatisfy { $0.isNaN }) }
        }
    }
}
