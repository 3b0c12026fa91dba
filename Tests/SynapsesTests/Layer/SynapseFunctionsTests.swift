import Differentiation
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct SynapseFunctionsTests {
    /// Returns the result of the formula `∏_j (1 − β_ij x_j)`, computed as a product.
    private func definition(_ x: Tensor<Double>, _ beta: Tensor<Double>) -> Tensor<Double> {
        let (batch, inputs, outputs) = (x.shape[0], x.shape[1], beta.shape[0])
        let (xs, betas): ([Double], [Double]) = (x.scalars, beta.scalars)
        var result: [Double] = []
        for b in 0 ..< batch {
            for i in 0 ..< outputs {
                var product = 1.0
                for j in 0 ..< inputs { product *= 1 - betas[i * inputs + j] * xs[b * inputs + j] }
                result.append(product)
            }
        }
        return Tensor(result, shape: [batch, outputs])
    }

    static let shapes: [(x: Shape, beta: Shape)] = [
        ([1, 1], [1, 1]), ([2, 3], [3, 3]), ([3, 2], [4, 2]), ([1, 5], [2, 5]), ([4, 7], [7, 7]), ([0, 3], [3, 3]),
        ([2, 0], [3, 0]),
    ]

    @Test(arguments: shapes.indices)
    func inhibitionHasItsDerivativesInEveryLayout(index: Int) {
        let (x, beta) = Self.shapes[index]
        let inputs: [Tensor<Double>] = [sample(x, in: 0.1 ... 0.9), sample(beta, in: -0.8 ... 0.9, seed: 1)]
        let product: [String] = problems(of: { inhibition($0[0], $0[1]) }, at: inputs, hasSecondDerivative: false)
        #expect(product == [])
        let logarithm: [String] = problems(of: { logInhibition($0[0], $0[1]) }, at: inputs, hasSecondDerivative: false)
        #expect(logarithm == [])
    }

    @Test func synapseHasItsDerivativesInEveryLayout() {
        let inputs: [Tensor<Double>] = [
            sample([3, 4], in: 0.1 ... 0.9), sample([4, 4], in: -0.8 ... 0.9, seed: 1), sample([4], in: 0.5 ... 2),
        ]
        let found: [String] = problems(
            of: { synapse($0[0], beta: $0[1], alpha: $0[2]) }, at: inputs, hasSecondDerivative: false)
        #expect(found == [])
        let coupled: [String] = problems(
            of: { batchCoupledSynapse($0[0], beta: $0[1], alpha: $0[2]) }, at: inputs, hasSecondDerivative: false)
        #expect(coupled == [])
    }

    @Test(arguments: [(1, 3), (7, 7), (17, 64), (100, 33), (130, 20)])
    func gradientOfASynapseIsThatOfItsFactors(batch: Int, channels: Int) {
        var x: Tensor<Double> = sample([batch, channels], in: -0.2 ... 0.9)
        // A factor is exactly 0, and an x has no reciprocal in the range of the kernels.
        (x[0, 0], x[batch - 1, 1]) = (Tensor(0.5), Tensor(0))
        var beta: Tensor<Double> = sample([channels, channels], in: -0.8 ... 0.9, seed: 1)
        beta[1, 0] = Tensor(2)
        let alpha: Tensor<Double> = sample([channels], in: 0.5 ... 2)
        let weights: Tensor<Double> = sample([batch, channels], seed: 4)
        let found = gradient(at: [x, beta, alpha]) { (synapse($0[0], beta: $0[1], alpha: $0[2]) * weights).sum() }
        let expected = gradient(at: [x, beta, alpha]) { ($0[2] * $0[0] * inhibition($0[0], $0[1]) * weights).sum() }
        for (found, expected) in zip(found, expected) {
            #expect(difference(found, expected, tolerance: 1e-11) == nil)
        }
        #expect(synapse(x, beta: beta, alpha: alpha) == alpha * (x * inhibition(x, beta)))
    }

    @Test func productAgreesWithTheDefinition() {
        for (batch, inputs, outputs) in [(1, 1, 1), (5, 3, 9), (17, 64, 64), (3, 200, 33), (2, 1000, 7), (100, 31, 64)]
        {
            let x: Tensor<Double> = sample([batch, inputs], in: 0 ... 1)
            let width: Double = 4 / Double(inputs)
            let beta: Tensor<Double> = sample([outputs, inputs], in: -width / 4 ... width, seed: 1)
            let expected: Tensor<Double> = definition(x, beta)
            #expect(difference(inhibition(x, beta), expected, tolerance: 1e-12) == nil)
            let (narrowX, narrowBeta): (Tensor<Float>, Tensor<Float>) = (Tensor(x), Tensor(beta))
            let rounded: Tensor<Double> = definition(Tensor(narrowX), Tensor(narrowBeta))
            let narrow = Tensor<Double>(inhibition(narrowX, narrowBeta))
            #expect(((narrow - rounded).abs() .<= 1e-5 * rounded.abs()).all(), "\(batch), \(inputs), \(outputs)")
        }
    }

    @Test func logarithmsGiveTheSameProduct() {
        let (x, beta): (Tensor<Double>, Tensor<Double>) = (
            sample([9, 37], in: 0 ... 1), sample([11, 37], in: -0.5 ... 0.9)
        )
        #expect(difference(inhibitionByLogarithms(x, beta), definition(x, beta), tolerance: 1e-13) == nil)
        #expect(inhibitionByLogarithms(x, 3 * beta).scalars.contains { $0.isNaN })
    }

    @Test func functionsAgreeWithPyTorch() {
        for reference in ReferenceCase.all("synapse") {
            #expect(found(reference) { synapse($0, beta: $1, alpha: $2) } == [])
        }
        for reference in ReferenceCase.all("synapse_batch_coupled") {
            #expect(found(reference) { batchCoupledSynapse($0, beta: $1, alpha: $2) } == [])
        }
        for reference in ReferenceCase.all("synapse_rectangular") {
            let found: [String] = found(reference) { x, beta, alpha in
                let product: Tensor<Double> = inhibition(x, beta)
                return alpha.map { product * $0 } ?? product
            }
            #expect(found == [])
        }
    }

    private func found(
        _ reference: ReferenceCase, _ function: (Tensor<Double>, Tensor<Double>, Tensor<Double>?) -> Tensor<Double>
    ) -> [String] {
        let names: [String] = ["input", "weight"] + (reference.has("alpha") ? ["alpha"] : [])
        return problems(against: reference, inputs: names, tolerance: 1e-11) { inputs in
            let beta: Tensor<Double>
            switch reference.text("constraint") {
            case "clipped": beta = inputs[1].clipped(to: 0 ... 1)
            case "sigmoid": beta = inputs[1].sigmoid()
            default: beta = inputs[1]
            }
            return function(inputs[0], beta, inputs.count > 2 ? inputs[2] : nil)
        }
    }

    @Test func zeroFactorsLeaveTheGradientFinite() {
        // The derivatives are right if factors are exactly 0. Row 0 of β gives one factor of 0 in sample 0, and two
        // factors of 0 in sample 1.
        let x = Tensor<Double>([[0.5, 0.25, 0.5], [0.5, 0.5, 0.25]])
        let beta = Tensor<Double>([[2, 2, 0.3], [0.1, 0.2, 0.3]])
        #expect(inhibition(x, beta)[0, 0].scalar == 0)
        let found: [String] = problems(of: { inhibition($0[0], $0[1]) }, at: [x, beta], hasSecondDerivative: false)
        #expect(found == [])
    }

    @Test func zeroInputsGiveZeroWithAFiniteGradient() {
        let inputs: [Tensor<Double>] = [Tensor([[0, 0.5], [0, 0]]), sample([2, 2], in: 0 ... 1)]
        #expect(synapse(inputs[0], beta: inputs[1])[1] == Tensor([0, 0]))
        #expect(problems(of: { synapse($0[0], beta: $0[1]) }, at: inputs, hasSecondDerivative: false) == [])
    }

    @Test func logarithmIsExactWhereTheProductUnderflows() {
        let (x, beta): (Tensor<Float>, Tensor<Float>) = (
            Tensor(repeating: 0.9, shape: [1, 1000]), Tensor(repeating: 0.9, shape: [2, 1000])
        )
        let factor: Double = 1 - Double(Float(0.9)) * Double(Float(0.9))
        #expect(inhibition(x, beta).scalars == [0, 0])
        #expect(
            difference(
                logInhibition(x, beta), Tensor(repeating: Float(1000 * log(factor)), shape: [1, 2]), tolerance: 1e-6)
                == nil)
        let derivative: Tensor<Float> = gradient(at: x) { logInhibition($0, beta).sum() }
        let expected = Tensor<Float>(repeating: Float(-2 * Double(Float(0.9)) / factor), shape: [1, 1000])
        #expect(difference(derivative, expected, tolerance: 1e-5) == nil)
    }

    private func log(_ x: Double) -> Double { Tensor(x).log().scalar }

    @Test func signsAreKept() {
        // If β·x > 1, a factor is negative. The product then exists, but a negative product has no logarithm.
        let x = Tensor<Double>([[1, 1]])
        #expect(inhibition(x, Tensor([[3, 0.5], [3, 4]])).scalars == [-1, 6])
        #expect(logInhibition(x, Tensor([[3, 0.5], [3, 4]])).scalars[0].isNaN)
        #expect(logInhibition(x, Tensor([[1, 0.5]])).scalars == [-.infinity])
    }

    @Test func notANumberPassesThrough() {
        var x: Tensor<Float> = sample([2, 40], in: 0 ... 1)
        x[1, 7] = Tensor(.nan)
        let beta: Tensor<Float> = sample([3, 40], in: 0 ... 0.5)
        #expect(inhibition(x, beta).scalars.map(\.isNaN) == [false, false, false, true, true, true])
        #expect(inhibition(Tensor<Float>([[0, .nan]]), Tensor([[1, 0]])).scalars[0].isNaN)
        #expect(inhibition(Tensor<Float>([[1, .nan]]), Tensor([[1, 1]])).scalars[0].isNaN)
        let derivative: Tensor<Float> = gradient(at: x) { inhibition($0, beta).sum() }
        #expect(derivative[1, 0].scalar.isNaN && !derivative[0, 0].scalar.isNaN)
    }

    @Test func bitsDoNotDependOnTheThreadCount() {
        let former: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = former }
        let x: Tensor<Float> = sample([100, 250], in: 0 ... 1)
        let beta: Tensor<Float> = sample([250, 250], in: 0 ... 0.01)
        var results: [[[UInt32]]] = []
        for count in [1, 2, 5] {
            Parallelism.threadCount = count
            let (byX, byBeta) = gradient(at: x, beta) { synapse($0, beta: $1).sum() }
            results.append([synapse(x, beta: beta), byX, byBeta].map { $0.scalars.map(\.bitPattern) })
        }
        #expect(results[1] == results[0] && results[2] == results[0])
    }

    @Test func shapesAreChecked() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = synapse(Tensor<Float>(zeros: [2, 3]), beta: Tensor<Float>(zeros: [4, 4]))
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("[2, 3]") && text.contains("[4, 4]"))
    }
}
