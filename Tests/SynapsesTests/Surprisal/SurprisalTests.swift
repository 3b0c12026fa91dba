import Differentiation
import Foundation
import Synapses
import Tensors
import TestSupport
import Testing

/// The theorems of surprisal space hold for the functions of the library. In the comments, I(p) = −log p is the
/// surprisal, F(p) = 1 − p the complement, G(u) = −log(1 − e⁻ᵘ) the conjugate of F, and S(x, y) = αx(1 − βy) the
/// synapse function.
@Suite struct SurprisalTests {
    /// Probabilities from 1e-300 to 1 − 1e-12.
    private let probabilities = Tensor<Double>([1e-300, 1e-20, 1e-8, 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999, 1 - 1e-12])

    private static let parameters: [SynapseFunction<Double>] = [
        SynapseFunction(alpha: 1, beta: 1), SynapseFunction(alpha: 0.7, beta: 0.4),
        SynapseFunction(alpha: 3, beta: 0.01),
    ]

    @Test(arguments: [0, 1])
    func functionsHaveTheirDerivatives(index: Int) {
        let functions: [(Tensor<Double>) -> Tensor<Double>] = [
            { $0.surprisal() + $0.surprisalOfComplement() + $0.complement() + $0.probability() },
            { $0.surprisalComplement() + $0.boseEinstein() },
        ]
        #expect(problems(of: { functions[index]($0[0]) }, at: [sample([2, 3], in: 0.1 ... 0.9)]) == [])
    }

    @Test func surprisalAndProbabilityAreInverse() {
        let u: Tensor<Double> = probabilities.surprisal()
        for (p, q) in zip(probabilities.scalars, u.probability().scalars) {
            // Allows for the rounding of the surprisal u: a relative error ε in u causes a relative error of u·ε in p.
            #expect(abs(q - p) <= p * 1e-15 * max(1, -Foundation.log(p)))
        }
        #expect(Tensor<Double>([1, 0]).surprisal().scalars == [0, .infinity])
        #expect(Tensor<Double>([1]).surprisal().scalars[0].sign == .plus)
        #expect(Tensor<Double>([-1]).surprisal().scalars[0].isNaN)
    }

    @Test func surprisalOfAComplementKeepsItsDigits() {
        #expect(Tensor<Double>([1e-300, 1e-17]).surprisalOfComplement().scalars == [1e-300, 1e-17])
        #expect(Tensor<Double>([1]).surprisalOfComplement().scalars == [.infinity])
    }

    /// The surprisal of the complement of p is G of the surprisal of p, where G(u) = −log(1 − e⁻ᵘ).
    @Test func diagramCommutes() {
        let around: Tensor<Double> = probabilities.surprisal().surprisalComplement()
        // Allows for the rounding of the surprisal u: a relative error ε in u causes a relative error of u·ε in p, and
        // u is 690 at p = 1e-300.
        #expect(relativeDifference(around, probabilities.surprisalOfComplement()) < 8e-14)
        let overComplement: Tensor<Double> = probabilities[3 ..< 10].complement().surprisal()
        #expect(relativeDifference(around[3 ..< 10], overComplement) < 1e-13)
    }

    /// I(S(x, y)) = θ + u + G(γ + v): in surprisal space the synapse is a sum. Here I is the surprisal, S(x, y) = αx(1
    /// − βy) the synapse function, and G(u) = −log(1 − e⁻ᵘ). u, v, θ and γ are the surprisals of x, y, α and β.
    @Test(arguments: parameters)
    func synapseIsASumInSurprisalSpace(synapse: SynapseFunction<Double>) {
        let x: Tensor<Double> = probabilities
        let y: Tensor<Double> = sample(x.shape, in: 0 ... 0.99)
        let sum: Tensor<Double> = synapse.inSurprisalSpace(x.surprisal(), y.surprisal())
        #expect(difference(sum, synapse(x, y).surprisal(), tolerance: 1e-13) == nil)
        let back: SynapseFunction<Double> = synapse.inSurprisalSpace.inProbabilitySpace
        #expect(abs(back.alpha - synapse.alpha) < 1e-15 && abs(back.beta - synapse.beta) < 1e-15)
    }

    @Test func complementIsItsOwnInverse() {
        let u = Tensor<Double>([1e-10, 0.01, 0.5, 0.6931471805599453, 1, 5, 30])
        #expect(relativeDifference(u.surprisalComplement().surprisalComplement(), u) < 1e-13)
        // The only fixed point of `surprisalComplement` is log 2, the surprisal of ½.
        let half = Tensor<Double>(0.6931471805599453)
        #expect(relativeDifference(half.surprisalComplement(), half) < 1e-15)
    }

    @Test func complementIsRightAtTheEnds() {
        let ends: [Double] = Tensor<Double>([0, -0.0, .infinity, -1, .nan]).surprisalComplement().scalars
        #expect(ends[0] == .infinity && ends[1] == .infinity && ends[2] == 0)
        #expect(ends[3].isNaN && ends[4].isNaN)
        // At the surprisals u = 1e-20 and u = 50, the expression 1 − e⁻ᵘ would be rounded to 0 and to 1.
        let far: [Double] = Tensor<Double>([1e-20, 50]).surprisalComplement().scalars
        #expect(abs(far[0] / (20 * Foundation.log(10.0)) - 1) < 1e-15)
        #expect(abs(far[1] / Foundation.exp(-50.0) - 1) < 1e-15)
    }

    @Test func complementAgreesWithPyTorch() {
        for reference in ReferenceCase.all("surprisal_complement") {
            let input: Tensor<Double> = reference.tensor("input")
            #expect(relativeDifference(input.surprisalComplement(), reference.tensor("output")) < 1e-14)
            let derivative: Tensor<Double> = gradientOf(
                { $0.surprisalComplement() }, input, reference.tensor("outputGradient"))
            #expect(relativeDifference(derivative, reference.tensor("inputGradient")) < 1e-14)
        }
    }

    /// The derivatives of the surprisal θ + u + G(γ + v) of a synapse with respect to γ and v are −1/(e^(γ + v) − 1).
    /// Here G(u) = −log(1 − e⁻ᵘ).
    @Test func derivativeIsTheNegativeBoseEinsteinDistribution() {
        let v = Tensor<Double>([1e-6, 0.1, 1, 10])
        for gamma in [0, 0.5, 3] {
            let function = SurprisalSynapseFunction<Double>(theta: 0.2, gamma: gamma)
            let u: Tensor<Double> = sample(v.shape, in: 0 ... 2)
            let derivative: Tensor<Double> = gradient(at: v) { function(u, $0).sum() }
            let expected = Tensor<Double>(v.scalars.map { -1 / Foundation.expm1(gamma + $0) })
            #expect(relativeDifference(derivative, expected) < 1e-14)
            #expect(relativeDifference(function.partialDerivatives(u, v).v, expected) < 1e-14)
            #expect(relativeDifference(function.partialDerivatives(u, v).gamma, expected) < 1e-14)
        }
    }

    @Test func derivativeIsInfiniteAtZero() {
        let derivative: Tensor<Double> = gradient(at: Tensor<Double>([0, 1e-300, 1e-8])) {
            $0.surprisalComplement().sum()
        }
        #expect(derivative.scalars[0] == -.infinity)
        #expect(abs(derivative.scalars[1] * 1e-300 + 1) < 1e-12 && abs(derivative.scalars[2] * 1e-8 + 1) < 1e-7)
        #expect(Tensor<Double>([0]).boseEinstein().scalars == [.infinity])
    }

    @Test(arguments: parameters)
    func partialDerivativesAreThoseOfTheTape(synapse: SynapseFunction<Double>) {
        let x: Tensor<Double> = sample([7], in: 0 ... 1)
        let y: Tensor<Double> = sample([7], in: 0 ... 1, seed: 1)
        let derivatives: [Tensor<Double>] = gradient(at: [x, y]) { synapse($0[0], $0[1]).sum() }
        let partial = synapse.partialDerivatives(x, y)
        #expect(difference(partial.x, derivatives[0], tolerance: 1e-15) == nil)
        #expect(difference(partial.y, derivatives[1], tolerance: 1e-15) == nil)
        // Compares the derivatives with respect to α and β with central differences, which are exact up to rounding:
        // the function is linear in each parameter.
        let h = 0.125
        let (up, down) = (synapse.moved(alpha: h), synapse.moved(alpha: -h))
        #expect(difference(partial.alpha, (up(x, y) - down(x, y)) / (2 * h), tolerance: 1e-14) == nil)
        let (more, less) = (synapse.moved(beta: h), synapse.moved(beta: -h))
        #expect(difference(partial.beta, (more(x, y) - less(x, y)) / (2 * h), tolerance: 1e-14) == nil)
    }

    /// The logarithm of the synapse function S(x, y) = αx(1 − βy) is concave: between two points it is not below the
    /// chord.
    @Test(arguments: parameters)
    func synapseIsLogConcave(synapse: SynapseFunction<Double>) {
        let (x0, y0): (Tensor<Double>, Tensor<Double>) = (sample([50], in: 0.01 ... 1), sample([50], in: 0 ... 0.99))
        let x1: Tensor<Double> = sample([50], in: 0.01 ... 1, seed: 2)
        let y1: Tensor<Double> = sample([50], in: 0 ... 0.99, seed: 3)
        let (first, last): (Tensor<Double>, Tensor<Double>) = (synapse(x0, y0).log(), synapse(x1, y1).log())
        for t in [0.1, 0.5, 0.8] {
            let between: Tensor<Double> = synapse(x0 * (1 - t) + x1 * t, y0 * (1 - t) + y1 * t).log()
            let chord: Tensor<Double> = first * (1 - t) + last * t
            #expect((between - chord).min().scalar > -1e-14)
            #expect((between - chord).max().scalar > 1e-3, "the test would not see a straight line")
        }
    }

    /// Iterations of probabilities and of surprisals are conjugate: I(fⁿ(x)) = gⁿ(I(x)), where I(x) = −log x. Here f(x)
    /// = αx(1 − βx) is a synapse that inhibits itself (the logistic map), and g is the same synapse in surprisal space.
    /// The case α = 3.8 is chaotic.
    @Test(arguments: parameters + [SynapseFunction(alpha: 3.8, beta: 1)])
    func dynamicsAreConjugate(synapse: SynapseFunction<Double>) {
        let inSurprisalSpace: SurprisalSynapseFunction<Double> = synapse.inSurprisalSpace
        var x: Tensor<Double> = sample([9], in: 0.05 ... 0.95)
        var u: Tensor<Double> = x.surprisal()
        for step in 1 ... 20 {
            (x, u) = (synapse(x, x), inSurprisalSpace(u, u))
            #expect(relativeDifference(u.probability(), x) < 1e-9, "step \(step)")
        }
    }

    private func relativeDifference(_ actual: Tensor<Double>, _ expected: Tensor<Double>) -> Double {
        ((actual - expected) / expected).abs().max().scalar
    }

    @Test func partialDerivativesCheckTheShapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = SurprisalSynapseFunction<Double>().partialDerivatives(Tensor(ones: [2]), Tensor(ones: [3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("partialDerivatives") && sentence.contains("[2]") && sentence.contains("[3]"))
        await #expect(processExitsWith: .failure) {
            _ = SynapseFunction<Double>().partialDerivatives(Tensor(ones: [2]), Tensor(ones: [3]))
        }
        let partial = SurprisalSynapseFunction<Double>().partialDerivatives(Tensor(ones: [2, 1]), Tensor(ones: [3]))
        #expect(partial.u.shape == [2, 3] && partial.v.shape == [3])
    }
}

extension SynapseFunction where Scalar == Double {
    fileprivate func moved(alpha: Double = 0, beta: Double = 0) -> SynapseFunction {
        SynapseFunction(alpha: self.alpha + alpha, beta: self.beta + beta)
    }
}
