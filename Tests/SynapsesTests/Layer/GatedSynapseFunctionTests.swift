import Differentiation
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct GatedSynapseFunctionTests {
    /// Returns the result of the formula, computed with separate operations.
    private func definition<Scalar: RealScalar>(
        _ z: Tensor<Scalar>, _ beta: Tensor<Scalar>, _ theta: Tensor<Scalar>
    ) -> Tensor<Scalar> {
        let r: Tensor<Scalar> = z.relu()
        let factors: Tensor<Scalar> = 1 - (1 - (-r).exp()).expandingShape(at: 1) * beta
        return r * (theta + factors.log().sum(axis: 2)).clipped(to: -1000 ... 4).exp()
    }

    /// Returns inputs at which no z is near 0, where the function has a kink.
    private func inputs(_ batch: Int, _ features: Int, in range: ClosedRange<Double> = -0.8 ... 0.9)
        -> [Tensor<Double>]
    {
        let z: Tensor<Double> = sample([batch, features], in: -2 ... 2)
        return [
            select(z.abs() .< 0.05, Tensor(1), z), sample([features, features], in: range, seed: 1),
            sample([features], in: -1 ... 1, seed: 2),
        ]
    }

    @Test(arguments: [(1, 1), (2, 3), (4, 7), (17, 33), (0, 3), (2, 0)])
    func outputsHaveTheirDerivativesInEveryLayout(batch: Int, features: Int) {
        let inputs: [Tensor<Double>] = inputs(batch, features)
        let found: [String] = problems(
            of: { gatedSynapse($0[0], beta: $0[1], theta: $0[2]) }, at: inputs, hasSecondDerivative: false)
        #expect(found == [])
        let expected: Tensor<Double> = definition(inputs[0], inputs[1], inputs[2])
        let outputs: Tensor<Double> = gatedSynapse(inputs[0], beta: inputs[1], theta: inputs[2])
        #expect(difference(outputs, expected, tolerance: 1e-12) == nil)
    }

    /// β of at most −1 opens most gates to their limit. The derivatives of the limited gates with respect to β and θ are
    /// 0.
    @Test func gatesAboveTheLimitAreConstant() {
        var inputs: [Tensor<Double>] = inputs(6, 9, in: -4 ... -1)
        let outputs: Tensor<Double> = gatedSynapse(inputs[0], beta: inputs[1], theta: inputs[2])
        let isLimited: Tensor<Bool> = outputs .>= inputs[0].relu() * (Tensor(4).exp() * (1 - 1e-12)) .&& outputs .> 0
        #expect(isLimited.any() && !isLimited.all())
        let found: [String] = problems(
            of: { gatedSynapse($0[0], beta: $0[1], theta: $0[2]) }, at: inputs, hasSecondDerivative: false)
        #expect(found == [])
        inputs[2] = inputs[2] + 30
        let (byBeta, byTheta) = gradient(at: inputs[1], inputs[2]) {
            gatedSynapse(inputs[0], beta: $0, theta: $1).sum()
        }
        #expect(byBeta == Tensor(zeros: [9, 9]) && byTheta == Tensor(zeros: [9]))
    }

    /// At the limit itself the gate has the derivatives of a gate below its limit, as PyTorch's `clamp`.
    @Test func aGateAtItsLimitHasDerivatives() {
        let (z, beta): (Tensor<Double>, Tensor<Double>) = (Tensor([[2]]), Tensor([[0]]))
        let at: Tensor<Double> = gradient(at: Tensor([0])) { gatedSynapse(z, beta: beta, theta: $0, limit: 0).sum() }
        #expect(at == Tensor([2]))
        let above: Tensor<Double> = gradient(at: Tensor([1e-9])) {
            gatedSynapse(z, beta: beta, theta: $0, limit: 0).sum()
        }
        #expect(above == Tensor([0]))
    }

    @Test func outputsAgreeWithPyTorch() {
        let cases: [ReferenceCase] = referenceCases(in: "gated_synapse")
        #expect(cases.count == 10)
        for reference in cases {
            let found: [String] = problems(
                against: reference, inputs: ["input", "weight", "theta"], tolerance: 1e-12
            ) {
                gatedSynapse($0[0], beta: $0[1], theta: $0[2], betaBound: 0.98)
            }
            #expect(found == [])
        }
    }

    @Test func singlePrecisionIsAccurate() {
        for (batch, features) in [(3, 1), (16, 64), (40, 200)] {
            let bound: Double = 2 / Double(features).squareRoot()
            let exact: [Tensor<Double>] = inputs(batch, features, in: -bound ... min(bound, 0.98))
            let narrow: [Tensor<Float>] = exact.map { Tensor<Float>($0) }
            let rounded: [Tensor<Double>] = narrow.map { Tensor<Double>($0) }
            let expected: Tensor<Double> = definition(rounded[0], rounded[1], rounded[2])
            let found = Tensor<Double>(gatedSynapse(narrow[0], beta: narrow[1], theta: narrow[2]))
            #expect(((found - expected).abs() .<= 2e-5 * expected.abs()).all(), "\(batch), \(features)")
        }
    }

    /// The outputs and derivatives are right if factors are exactly 0. For a large z, x is exactly 1, so a β of 1 gives
    /// the factor 0. In sample 0 one factor of output 0 is 0, and in sample 1 two factors are 0.
    @Test func factorsOfZeroCloseTheGate() {
        let z = Tensor<Double>([[80, 0.5, 1], [80, 90, 1]])
        let beta = Tensor<Double>([[1, 1, 0.3], [0.1, 0.2, 0.3], [0.2, 0.5, 0.1]])
        let theta = Tensor<Double>([0.5, 0, -0.5])
        #expect(gatedSynapse(z, beta: beta, theta: theta)[.all, 0] == Tensor([0, 0]))
        let found: [String] = problems(
            of: { gatedSynapse(z, beta: $0[0], theta: $0[1]) }, at: [beta, theta], hasSecondDerivative: false)
        #expect(found == [])
        let byZ: Tensor<Double> = gradient(at: z) { gatedSynapse($0, beta: beta, theta: theta).sum() }
        #expect(byZ.scalars.allSatisfy { $0.isFinite })
    }

    @Test func closedChannelsHaveNoEffect() {
        let z = Tensor<Double>([[-1, -0.0, -.infinity]])
        let (beta, theta): (Tensor<Double>, Tensor<Double>) = (sample([3, 3]), sample([3]))
        let gradients: [Tensor<Double>] = gradient(at: [z, beta, theta]) { inputs in
            gatedSynapse(inputs[0], beta: inputs[1], theta: inputs[2]).sum()
        }
        #expect(gatedSynapse(z, beta: beta, theta: theta) == Tensor(zeros: [1, 3]))
        #expect(gradients == [Tensor(zeros: [1, 3]), Tensor(zeros: [3, 3]), Tensor(zeros: [3])])
    }

    @Test func notANumberPassesThrough() {
        let (beta, theta): (Tensor<Float>, Tensor<Float>) = (sample([2, 2], in: 0 ... 0.5), Tensor(zeros: [2]))
        let z = Tensor<Float>([[.nan, 1], [1, 1]])
        let outputs: [Bool] = gatedSynapse(z, beta: beta, theta: theta).scalars.map(\.isNaN)
        #expect(outputs == [true, true, false, false])
        let byZ: Tensor<Float> = gradient(at: z) { gatedSynapse($0, beta: beta, theta: theta).sum() }
        #expect(byZ.scalars.map(\.isNaN) == [true, true, false, false])
        let byTheta: Tensor<Float> = gatedSynapse(Tensor([[1, 1]]), beta: beta, theta: Tensor([.nan, 0]))
        #expect(byTheta.scalars.map(\.isNaN) == [true, false])
    }

    @Test func bitsDoNotDependOnTheThreadCount() {
        let former: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = former }
        let z: Tensor<Float> = sample([300, 250], in: -2 ... 2)
        let (beta, theta): (Tensor<Float>, Tensor<Float>) = (sample([250, 250], in: -0.1 ... 0.1), sample([250]))
        var results: [[[UInt32]]] = []
        for count in [1, 2, 5] {
            Parallelism.threadCount = count
            let gradients: [Tensor<Float>] = gradient(at: [z, beta, theta]) {
                gatedSynapse($0[0], beta: $0[1], theta: $0[2]).sum()
            }
            let all: [Tensor<Float>] = [gatedSynapse(z, beta: beta, theta: theta)] + gradients
            results.append(all.map { $0.scalars.map(\.bitPattern) })
        }
        #expect(results[1] == results[0] && results[2] == results[0])
    }

    @Test func shapesAreChecked() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = gatedSynapse(
                Tensor<Float>(zeros: [2, 3]), beta: Tensor<Float>(zeros: [4, 3]), theta: Tensor<Float>(zeros: [3]))
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("[2, 3]") && text.contains("[4, 3]"))
    }
}
