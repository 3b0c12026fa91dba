import Foundation
import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct OddsTests {
    @Test func oddsByHand() {
        #expect(odds(0) == 0 && odds(0.5) == 1 && odds(0.75) == 3 && odds(1) == .infinity)
        #expect(odds(-0.1).isNaN && odds(1.1).isNaN && odds(.nan).isNaN)
        #expect(odds(1e-300) == 1e-300)
    }

    /// Near p = ½ the log odds keep all digits: log odds(½ + d) = 2 artanh(2d) = 4d + 16d³/3 + …. The difference log p
    /// − log(1 − p) would lose digits here.
    @Test func logOddsKeepTheirDigitsAboutOneHalf() {
        for exponent in 7 ... 50 {
            let d: Double = pow(2, -Double(exponent))
            let series: Double = [9.0, 7, 5, 3, 1].reduce(0.0) { $0 + 2 * pow(2 * d, $1) / $1 }
            #expect(relativeError(logOdds(0.5 + d), series) < 1e-15, "2^-\(exponent)")
            #expect(relativeError(logOdds(0.5 - d), -series) < 1e-15, "2^-\(exponent)")
        }
        #expect(logOdds(0.5) == 0)
    }

    @Test func logOddsKeepTheirDigitsAtTheEnds() {
        #expect(relativeError(logOdds(1e-300), -300 * log(10.0)) < 1e-15)
        // For q = 2⁻ⁿ, the complement 1 − q is exact, and log odds(1 − q) = log(2ⁿ − 1).
        for exponent in 2 ... 52 {
            let q: Double = pow(2, -Double(exponent))
            let expected: Double = log(pow(2, Double(exponent)) - 1)
            #expect(relativeError(logOdds(1 - q), expected) < 1e-15, "2^-\(exponent)")
            #expect(relativeError(logOdds(q), -expected) < 1e-15, "2^-\(exponent)")
        }
        #expect(logOdds(0) == -.infinity && logOdds(1) == .infinity)
        #expect(logOdds(-0.1).isNaN && logOdds(1.1).isNaN && logOdds(.nan).isNaN)
        #expect(logOdds(.leastNonzeroMagnitude).isFinite)
    }

    @Test func logOddsAndProbabilityAreInverse() {
        for l in stride(from: -700.0, through: 30, by: 3.7) {
            // Let p be the probability with the log odds l. Allows for the rounding of p: a relative error ε in p
            // causes a relative error of ε/(1 − p) in the odds. Above p = ½, this error is greater than the error of l.
            let amplification: Double = 1 + exp(max(0, l)) / max(1, abs(l))
            #expect(abs(logOdds(probability(ofLogOdds: l)) - l) < 4e-16 * amplification * max(1, abs(l)), "\(l)")
        }
        #expect(probability(ofLogOdds: -.infinity) == 0 && probability(ofLogOdds: .infinity) == 1)
        #expect(probability(ofLogOdds: 0) == 0.5 && probability(ofLogOdds: .nan).isNaN)
        #expect(probability(ofLogOdds: -740) > 0 && probability(ofLogOdds: 740) == 1)
    }

    @Test func tensorsAgreeWithTheFunctions() {
        let scalars: [Double] = [0, 1e-300, 1e-9, 0.1, 0.25, 0.4, 0.5, 0.5 + 1e-12, 0.75, 0.9, 1 - 1e-15, 1]
        let tensor = Tensor<Double>(scalars)
        for (index, p) in scalars.enumerated() {
            #expect(relativeError(tensor.odds().scalars[index], odds(p)) < 1e-15, "\(p)")
            #expect(relativeError(tensor.logOdds().scalars[index], logOdds(p)) < 1e-15, "\(p)")
        }
        let outside: [Double] = Tensor<Double>([-0.1, 1.1, .nan]).logOdds().scalars
        #expect(outside.allSatisfy { $0.isNaN })
    }

    @Test func tensorsHaveTheirDerivatives() {
        let p: Tensor<Double> = sample([2, 3], in: 0.05 ... 0.95)
        #expect(problems(of: { $0[0].odds() }, at: [p], tolerance: 1e-6) == [])
        #expect(problems(of: { $0[0].logOdds() }, at: [p], tolerance: 1e-6) == [])
        let half = Tensor<Double>([0.5, 0.5000001])
        #expect(problems(of: { $0[0].logOdds() }, at: [half]) == [])
    }
}
