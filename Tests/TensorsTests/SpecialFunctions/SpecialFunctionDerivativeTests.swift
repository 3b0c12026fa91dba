import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct SpecialFunctionDerivativeTests {
    typealias Function = @Sendable ([Tensor<Double>]) -> Tensor<Double>

    /// A function of tensors, the range of each argument, and whether the function has a second derivative.
    struct Example: Sendable, CustomStringConvertible {
        let description: String
        let ranges: [ClosedRange<Double>]
        var isTwiceDifferentiable = true
        let function: Function
    }

    static let examples: [Example] = [
        Example(description: "erf", ranges: [-2 ... 2], function: { erf($0[0]) }),
        Example(description: "erfc", ranges: [-2 ... 2], function: { erfc($0[0]) }),
        Example(description: "erfcx", ranges: [-1 ... 5], function: { erfcx($0[0]) }),
        Example(description: "erfcx of large", ranges: [12.5 ... 20], function: { erfcx($0[0]) * 1000 }),
        Example(description: "inverseErf", ranges: [-0.8 ... 0.8], function: { inverseErf($0[0]) }),
        Example(description: "inverseErfc", ranges: [0.3 ... 1.7], function: { inverseErfc($0[0]) }),
        Example(description: "normalCDF", ranges: [-2 ... 2], function: { normalCDF($0[0]) }),
        Example(description: "logNormalCDF", ranges: [-30 ... 5], function: { logNormalCDF($0[0]) }),
        Example(description: "inverseNormalCDF", ranges: [0.2 ... 0.8], function: { inverseNormalCDF($0[0]) }),
        Example(description: "gamma", ranges: [0.5 ... 4], function: { gamma($0[0]) }),
        Example(description: "gamma of negative", ranges: [-1.7 ... -1.3], function: { gamma($0[0]) }),
        Example(description: "logGamma", ranges: [0.5 ... 12], function: { logGamma($0[0]) }),
        Example(description: "digamma", ranges: [0.5 ... 12], function: { digamma($0[0]) }),
        Example(description: "trigamma", ranges: [0.7 ... 12], function: { trigamma($0[0]) }),
        Example(description: "polygamma", ranges: [1 ... 12], function: { polygamma(3, $0[0]) }),
        Example(description: "besselI0", ranges: [-3 ... 3], function: { besselI0($0[0]) }),
        Example(description: "besselI1", ranges: [-3 ... 3], function: { besselI1($0[0]) }),
        Example(description: "besselI0e", ranges: [0.1 ... 12], function: { besselI0e($0[0]) }),
        Example(description: "besselI1e", ranges: [-12 ... -0.1], function: { besselI1e($0[0]) }),
        Example(description: "zeta", ranges: [1.5 ... 5], isTwiceDifferentiable: false, function: { zeta($0[0]) }),
        Example(description: "entr", ranges: [0.2 ... 3], function: { entr($0[0]) }),
        Example(description: "xlogy", ranges: [-1 ... 2, 0.4 ... 3], function: { xlogy($0[0], $0[1]) }),
        Example(description: "xlog1py", ranges: [-1 ... 2, -0.5 ... 3], function: { xlog1py($0[0], $0[1]) }),
        Example(description: "logBeta", ranges: [0.6 ... 9, 0.6 ... 9], function: { logBeta($0[0], $0[1]) }),
        Example(description: "logGammaRatio", ranges: [0.6 ... 9, 3 ... 9], function: { logGammaRatio($0[0], $0[1]) }),
        Example(
            description: "hurwitzZeta", ranges: [1.6 ... 4, 1 ... 4], isTwiceDifferentiable: false,
            function: { hurwitzZeta($0[0], $0[1]) }),
        Example(
            description: "regularizedGammaP", ranges: [0.4 ... 8, 0.4 ... 9], isTwiceDifferentiable: false,
            function: { regularizedGammaP($0[0], $0[1]) }),
        Example(
            description: "regularizedGammaQ of large", ranges: [22 ... 50, 22 ... 50], isTwiceDifferentiable: false,
            function: { regularizedGammaQ($0[0], $0[1]) }),
        Example(
            description: "inverseRegularizedGammaP", ranges: [0.8 ... 8, 0.2 ... 0.8], isTwiceDifferentiable: false,
            function: { inverseRegularizedGammaP($0[0], $0[1]) }),
        Example(
            description: "inverseRegularizedGammaQ", ranges: [0.8 ... 8, 0.2 ... 0.8], isTwiceDifferentiable: false,
            function: { inverseRegularizedGammaQ($0[0], $0[1]) }),
        Example(
            description: "regularizedBeta", ranges: [0.1 ... 0.9, 0.4 ... 8, 0.4 ... 8], isTwiceDifferentiable: false,
            function: { regularizedBeta($0[0], $0[1], $0[2]) }),
        Example(
            description: "regularizedBetaComplement", ranges: [0.4 ... 0.6, 110 ... 150, 110 ... 150],
            isTwiceDifferentiable: false, function: { regularizedBetaComplement($0[0], $0[1], $0[2]) }),
        Example(
            description: "inverseRegularizedBeta", ranges: [0.2 ... 0.8, 0.8 ... 8, 0.8 ... 8],
            isTwiceDifferentiable: false, function: { inverseRegularizedBeta($0[0], $0[1], $0[2]) }),
        // Functions whose second derivative exists, because all other arguments are constant: the shape parameters a
        // and b, and the exponent s of the Hurwitz zeta function.
        Example(
            description: "regularizedGammaP of x", ranges: [0.4 ... 9],
            function: { regularizedGammaP(Tensor(2.5), $0[0]) }),
        Example(
            description: "inverseRegularizedGammaQ of q", ranges: [0.3 ... 0.7],
            function: { inverseRegularizedGammaQ(Tensor(2.5), $0[0]) }),
        Example(
            description: "regularizedBeta of x", ranges: [0.1 ... 0.9],
            function: { regularizedBeta($0[0], Tensor(2.5), Tensor(3.5)) }),
        Example(
            description: "inverseRegularizedBeta of p", ranges: [0.3 ... 0.7],
            function: { inverseRegularizedBeta($0[0], Tensor(2.5), Tensor(3.5)) }),
        Example(
            description: "hurwitzZeta of q", ranges: [1 ... 4], function: { hurwitzZeta(Tensor(2.5), $0[0]) }),
    ]

    @Test(arguments: examples.indices)
    func derivativesAgreeWithCentralDifferencesInEveryLayout(index: Int) {
        let example: Example = Self.examples[index]
        for shape: Shape in [[], [0], [5], [2, 3]] {
            let inputs: [Tensor<Double>] = example.ranges.enumerated().map { seed, range in
                sample(shape, in: range, seed: seed)
            }
            let found: [String] = problems(
                of: example.function, at: inputs, hasSecondDerivative: example.isTwiceDifferentiable, tolerance: 1e-6)
            #expect(found == [], "\(example) at \(shape)")
        }
        guard example.ranges.count > 1 else { return }
        // The operands have different shapes, which broadcast.
        let shapes: [Shape] = [[3, 1], [4], [2, 1, 1]]
        let inputs: [Tensor<Double>] = example.ranges.enumerated().map { seed, range in
            sample(shapes[seed], in: range, seed: seed)
        }
        let found: [String] = problems(
            of: example.function, at: inputs, hasSecondDerivative: example.isTwiceDifferentiable, tolerance: 1e-6)
        #expect(found == [], "\(example), broadcast")
    }

    private func secondDerivative(_ function: (Tensor<Double>) -> Tensor<Double>, at x: Double) -> Double {
        gradient(at: Tensor(x)) { x in gradient(at: x) { x in function(x).sum() }.sum() }.scalar
    }

    @Test func secondDerivativesThatAreMissingAreNaN() {
        #expect(secondDerivative({ regularizedGammaP($0, Tensor(2)) }, at: 1.5).isNaN)
        #expect(secondDerivative({ regularizedGammaQ($0, Tensor(2)) }, at: 1.5).isNaN)
        #expect(secondDerivative({ inverseRegularizedGammaP($0, Tensor(0.4)) }, at: 1.5).isNaN)
        #expect(secondDerivative({ regularizedBeta(Tensor(0.3), $0, Tensor(2)) }, at: 1.5).isNaN)
        #expect(secondDerivative({ regularizedBeta(Tensor(0.3), Tensor(2), $0) }, at: 1.5).isNaN)
        #expect(secondDerivative({ inverseRegularizedBeta(Tensor(0.3), Tensor(2), $0) }, at: 1.5).isNaN)
        #expect(secondDerivative({ zeta($0) }, at: 2.5).isNaN)
        #expect(secondDerivative({ hurwitzZeta($0, Tensor(2)) }, at: 2.5).isNaN)
    }

    @Test func derivativesInTheTailsKeepTheirDigits() {
        // The derivative of log Φ(z) is φ(z)/Φ(z), where φ is the density and Φ the distribution function of the normal
        // distribution. At z = −100, φ and Φ underflow, and the quotient is 100 + 1/100 − 2/100³ + ….
        let ratio: Double = gradientOf({ logNormalCDF($0) }, Tensor(-100), Tensor(1)).scalar
        #expect(abs(ratio / 100.00999800099926 - 1) < 1e-14)
        let slope: Double = gradientOf({ erfcx($0) }, Tensor(1e8), Tensor(1)).scalar
        #expect(abs(slope / (-1e-16 / Double.pi.squareRoot()) - 1) < 1e-14)
    }

    @Test func productsWithZeroAreFlat() {
        let zero = Tensor<Double>(0)
        #expect(gradientOf({ xlogy($0, zero) }, zero, Tensor(1)).scalar == 0)
        #expect(gradientOf({ xlogy(zero, $0) }, zero, Tensor(1)).scalar == 0)
        #expect(gradientOf({ xlog1py($0, Tensor(-1)) }, zero, Tensor(1)).scalar == 0)
        #expect(gradientOf({ xlog1py(zero, $0) }, Tensor(-1), Tensor(1)).scalar == 0)
    }
}
