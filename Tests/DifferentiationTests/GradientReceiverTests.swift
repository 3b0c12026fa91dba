import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Gradients that are reported while the backward pass runs.
@Suite struct GradientReceiverTests {
    private final class Reports: GradientReceiver {
        var gradients: [(index: Int, gradient: [Double])] = []

        func receive<Scalar: RealScalar>(_ gradient: Tensor<Scalar>, ofParameter index: Int) {
            gradients.append((index, gradient.scalars.map { Double($0) }))
        }
    }

    private let network: Sequential<Double> = {
        var generator = PhiloxGenerator(seed: 1)
        return Sequential(
            Linear<Double>(3, 4, using: &generator), ReLU<Double>(), Linear<Double>(4, 4, using: &generator),
            BatchNorm<Double>(4), Linear<Double>(4, 2, using: &generator))
    }()

    private struct Lister: ParameterVisitor {
        var path: [String] = []
        var list: [[Double]] = []
        mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
            list.append(parameter.scalars.map { Double($0) })
        }
    }

    private func parameters(of model: some Parameterized) -> [[Double]] {
        var (copy, lister) = (model, Lister())
        copy.visitParameters(&lister)
        return lister.list
    }

    @Test func eachGradientIsReportedOnceFromTheLastLayerToTheFirst() {
        let (x, reports): (Tensor<Double>, Reports) = (sample([5, 3]), Reports())
        let (_, gradient, _) = withMode(.training) {
            valueWithGradient(at: network, freezing: [], reportingTo: reports) { network in
                (network(x).exp().sum(), ())
            }
        }
        let expected: [[Double]] = parameters(of: gradient)
        #expect(reports.gradients.map(\.index).sorted() == Array(expected.indices))
        for (index, gradient) in reports.gradients { #expect(gradient == expected[index]) }
        // A layer's gradients are reported before those of an earlier layer.
        #expect(reports.gradients.map { $0.index / 2 } == [3, 3, 2, 2, 1, 1, 0, 0])
    }

    /// A report comes before the pullbacks of earlier operations: the gradient of the second factor is final although the
    /// gradient of the first factor is not.
    @Test func aGradientIsReportedDuringTheBackwardPass() {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (Tensor([1, 2]), Tensor([3, 4]))
        let reports = Reports()
        var reported: [Int] = []
        _ = valueWithGradient(at: [a, b], freezing: [], reportingTo: reports) { factors in
            let first: Tensor<Double> = withDerivative(
                of: TensorOperation("twice", factors[0]), factors[0].asConstant() * 2,
                .by(factors[0]) { cotangent in
                    reported = reports.gradients.map(\.index)
                    return cotangent * 2
                })
            return ((first * factors[1]).sum(), ())
        }
        #expect(reported == [1])
        #expect(reports.gradients.map(\.index) == [1, 0])
        #expect(reports.gradients.map(\.gradient) == [[2, 4], [6, 8]])
    }

    /// Parameters that are used twice, not used, frozen, or used only by an inner derivative.
    @Test func specialParametersAreReportedToo() {
        let parameters: [Tensor<Double>] = [Tensor([1, 2]), Tensor([3, 4]), Tensor([5, 6]), Tensor([7, 8])]
        let reports = Reports()
        let (_, gradient, _) = valueWithGradient(at: parameters, freezing: ["2"], reportingTo: reports) { parameters in
            let inner: Tensor<Double> = Differentiation.gradient(at: parameters[3]) { x in
                (x * x * parameters[0]).sum()
            }
            return ((inner * parameters[2]).sum() + (parameters[0] * parameters[0]).sum(), ())
        }
        let expected: [[Double]] = self.parameters(of: gradient)
        #expect(reports.gradients.map(\.index).sorted() == [0, 1, 3])
        for (index, gradient) in reports.gradients { #expect(gradient == expected[index]) }
        #expect(
            expected[1] == [0, 0] && expected[2] == [0, 0] && expected[0] == [72, 100] && expected[3] == [10, 24])
    }

    @Test func aLossThatDependsOnNothingReportsZeros() {
        let reports = Reports()
        _ = valueWithGradient(at: Tensor<Double>([1, 2]), freezing: [], reportingTo: reports) { _ in
            (Tensor<Double>(3), ())
        }
        #expect(reports.gradients.map(\.gradient) == [[0, 0]])
    }

    @Test func aReceiverWithinAnotherDifferentiationTraps() async {
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>([1, 2])) { x in
                valueWithGradient(at: x, freezing: [], reportingTo: Reports()) { x in (x.sum(), ()) }.value
            }
        }
    }
}
