import Differentiation
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct SynapsePoolingFunctionsTests {
    /// Shapes with few and many channels and instances, of which some have several instances in a row of vectors.
    static let shapes: [Shape] = [
        [1, 1, 1], [3, 4, 10], [2, 70, 10], [2, 130, 1], [2, 3, 33], [0, 3, 2], [2, 0, 3], [2, 3, 0], [2, 9, 16],
    ]

    private func mask(_ shape: Shape) -> Tensor<Bool> {
        (sample([shape[0], shape[1]], in: 0 ... 1, seed: 7) as Tensor<Double>) .> 0.4
    }

    @Test(arguments: shapes)
    func functionsHaveTheirDerivativesInEveryLayout(shape: Shape) {
        let inputs: [Tensor<Double>] = [
            sample(shape, in: 0.05 ... 0.95), sample([shape[2]], in: 0.1 ... 0.9, seed: 1),
            sample([shape[2]], in: 0.01 ... 0.3, seed: 2),
        ]
        for mask in [nil, mask(shape)] {
            let probability: [String] = problems(
                of: { synapsePooling($0[0], beta: $0[1], leak: $0[2], mask: mask) }, at: inputs,
                hasSecondDerivative: false)
            #expect(probability == [])
            let surprisal: [String] = problems(
                of: { surprisalSynapsePooling($0[0], beta: $0[1], leak: $0[2], mask: mask) }, at: inputs,
                hasSecondDerivative: false)
            #expect(surprisal == [])
        }
        let pair: [Tensor<Double>] = Array(inputs.prefix(2))
        #expect(problems(of: { synapsePooling($0[0], beta: $0[1]) }, at: pair, hasSecondDerivative: false) == [])
        #expect(
            problems(of: { surprisalSynapsePooling($0[0], beta: $0[1]) }, at: pair, hasSecondDerivative: false) == [])
    }

    @Test(arguments: referenceCases(in: "synapse_pooling") as [ReferenceCase])
    func agreesWithPyTorch(reference: ReferenceCase) {
        let mask: Tensor<Bool> = reference.tensor("mask") .> 0
        let found: [String] = problems(against: reference, inputs: ["input", "beta", "leak"], tolerance: 1e-13) {
            reference.operation == "synapse_pooling"
                ? synapsePooling($0[0], beta: $0[1], leak: $0[2], mask: mask)
                : surprisalSynapsePooling($0[0], beta: $0[1], leak: $0[2], mask: mask)
        }
        #expect(found == [])
    }

    /// In `Float`, the relative error of P and of s is small for probabilities of every size, and for masks.
    @Test(arguments: [1e-30, 1e-8, 1e-3, 0.02, 0.9])
    func keepsDigitsOfEverySize(size: Float) {
        for shape in [[3, 5, 10], [2, 200, 10], [2, 500, 1], [3, 7, 70]] as [Shape] {
            let x: Tensor<Float> = sample(shape, in: 0 ... 1)
            let beta: Tensor<Float> = sample([shape[2]], in: size / 2 ... size, seed: 1)
            let mask: Tensor<Bool> = mask(shape)
            let terms: Tensor<Double> = select(
                mask.expandingShape(at: 2), Tensor<Double>(x) * Tensor<Double>(beta), Tensor(0))
            let expected: Tensor<Double> = -(-terms).log1p().sum(axis: 1)
            let s = Tensor<Double>(surprisalSynapsePooling(x, beta: beta, mask: mask))
            #expect(((s - expected).abs() .<= 2e-6 * expected).all(), "s of \(shape)")
            let p = Tensor<Double>(synapsePooling(x, beta: beta, mask: mask))
            let exact: Tensor<Double> = -(-expected).expm1()
            #expect(((p - exact).abs() .<= 4e-6 * exact).all() && (p .<= 1).all(), "P of \(shape)")
        }
    }

    @Test func productsNeitherOverflowNorUnderflow() {
        // 2000 factors of 1 − 0.9² would underflow. The surprisal is exact.
        let many = Tensor<Float>(repeating: 0.9, shape: [1, 2000, 2])
        let factor: Double = 1 - Double(Float(0.9)) * Double(Float(0.9))
        let s: Tensor<Float> = surprisalSynapsePooling(many, beta: Tensor([0.9, 0.9]))
        let exact: Double = -2000 * Tensor<Double>(factor).log().scalar
        #expect(difference(s, Tensor(repeating: Float(exact), shape: [1, 2]), tolerance: 1e-6) == nil)
        // Factors of 10⁻³ and of 10³ alternate in blocks, so partial products leave the range of `Float`.
        let blocks = Tensor<Float>(
            (0 ..< 40).map { $0 < 20 ? Float(0.999) : Float(-999) }, shape: [1, 40, 1])
        let product: Float = 1 - synapsePooling(blocks, beta: Tensor([1])).scalars[0]
        #expect(abs(product - 1) < 1e-2, "\(product)")
        let reversed = Tensor<Float>(blocks.scalars.reversed(), shape: [1, 40, 1])
        #expect(abs(1 - synapsePooling(reversed, beta: Tensor([1])).scalars[0] - product) < 1e-3)
        #expect(abs(surprisalSynapsePooling(reversed, beta: Tensor([1])).scalars[0]) < 1e-2)
    }

    @Test func zeroFactorsLeaveTheGradientFinite() {
        // The elements are small, because the product of the other factors must not be near 0.
        var x: Tensor<Double> = sample([3, 80, 2], in: 0 ... 0.01)
        x[0, 7, 0] = Tensor(0.5)
        x[1, 3, 0] = Tensor(0.5)
        x[1, 77, 0] = Tensor(0.5)
        let inputs: [Tensor<Double>] = [x, Tensor([2, 0.3]), Tensor([0.1, 0.2])]
        #expect(synapsePooling(x, beta: inputs[1])[0, 0].scalar == 1)
        let found: [String] = problems(
            of: { synapsePooling($0[0], beta: $0[1], leak: $0[2]) }, at: inputs, hasSecondDerivative: false)
        #expect(found == [])
        // The surprisal is infinite. A cotangent of 0 gives a derivative of 0.
        #expect(surprisalSynapsePooling(x, beta: inputs[1])[0, 0].scalar == .infinity)
        let derivative: Tensor<Double> = gradient(at: x) { surprisalSynapsePooling($0, beta: inputs[1]).sum() }
        #expect(derivative[0, 7, 0].scalar == .infinity && derivative[0, 6, 0].scalar.isFinite)
        let masked: Tensor<Double> = gradient(at: x) {
            (surprisalSynapsePooling($0, beta: inputs[1]) * Tensor([0, 1])).sum()
        }
        #expect(masked.isFinite().all())
    }

    @Test func instancesThatDoNotTakePartAreIgnored() {
        let mask = Tensor<Bool>([[true, false, true], [false, false, false]])
        var x: Tensor<Double> = sample([2, 3, 2], in: 0 ... 1)
        x[0, 1] = Tensor([.nan, .infinity])
        x[1] = Tensor(repeating: .nan, shape: [3, 2])
        let (beta, leak): (Tensor<Double>, Tensor<Double>) = (Tensor([0.3, 0.8]), Tensor([0.1, 0]))
        let p: Tensor<Double> = synapsePooling(x, beta: beta, leak: leak, mask: mask)
        let pair: Tensor<Double> = x[0 ..< 1][.all, .stride(from: 0, to: 3, by: 2)]
        #expect(difference(p[0 ..< 1], synapsePooling(pair, beta: beta, leak: leak), tolerance: 1e-15) == nil)
        #expect(p[1] == leak)
        for function in [synapsePooling, surprisalSynapsePooling]
            as [(Tensor<Double>, Tensor<Double>, Tensor<Double>?, Tensor<Bool>?) -> Tensor<Double>]
        {
            let (byX, byBeta) = gradient(at: x, beta) { function($0, $1, leak, mask).sum() }
            #expect(byX[0, 1].scalars == [0, 0] && byX[1].scalars.allSatisfy { $0 == 0 })
            #expect(byBeta.isFinite().all() && byX[0, 0].scalars.allSatisfy { $0 > 0 })
        }
    }

    @Test(arguments: [[2, 40, 10], [2, 200, 10], [2, 3, 10]] as [Shape])
    func notANumberPassesThrough(shape: Shape) {
        var x: Tensor<Float> = sample(shape, in: 0 ... 1)
        x[1, 2, 4] = Tensor(.nan)
        let beta = Tensor<Float>(repeating: 0.01, shape: [10])
        for value in [synapsePooling(x, beta: beta), surprisalSynapsePooling(x, beta: beta)] {
            #expect(value.scalars.enumerated().allSatisfy { $0.element.isNaN == ($0.offset == 14) })
        }
        let derivative: Tensor<Float> = gradient(at: x) { synapsePooling($0, beta: beta).sum() }
        #expect(derivative[1, .all, 4].scalars.allSatisfy(\.isNaN) && derivative[1, .all, 5].isFinite().all())
        #expect(surprisalSynapsePooling(Tensor<Float>([[[3]]]), beta: Tensor([1])).scalars[0].isNaN)
    }

    @Test func bitsDoNotDependOnTheThreadCount() {
        let former: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = former }
        let x: Tensor<Float> = sample([90, 200, 10], in: 0 ... 1)
        let beta: Tensor<Float> = sample([10], in: 0 ... 0.01, seed: 1)
        var results: [[[UInt32]]] = []
        for count in [1, 2, 5] {
            Parallelism.threadCount = count
            let (byX, byBeta) = gradient(at: x, beta) { surprisalSynapsePooling($0, beta: $1).sum() }
            results.append([synapsePooling(x, beta: beta), byX, byBeta].map { $0.scalars.map(\.bitPattern) })
        }
        #expect(results[1] == results[0] && results[2] == results[0])
    }

    @Test func shapesAreChecked() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = synapsePooling(Tensor<Float>(zeros: [2, 3, 4]), beta: Tensor<Float>(zeros: [3]))
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("[2, 3, 4]") && text.contains("[3]"))
        await #expect(processExitsWith: .failure) {
            let mask = Tensor<Bool>(repeating: true, shape: [2, 4])
            _ = surprisalSynapsePooling(Tensor<Float>(zeros: [2, 3, 4]), beta: Tensor(zeros: [4]), mask: mask)
        }
    }
}
