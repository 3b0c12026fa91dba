import Differentiation
import Foundation
import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct LBFGSTests {
    /// Returns the value at `point` of the loss `name`, which the reference script minimizes with PyTorch.
    private static func loss<Scalar: RealScalar>(_ name: String, _ point: Tensor<Scalar>) -> Tensor<Scalar> {
        switch name {
        case "rosenbrock":
            let (x, y): (Tensor<Scalar>, Tensor<Scalar>) = (point[.stride(by: 2)], point[.stride(from: 1, by: 2)])
            return ((1 - x).squared() + (y - x.squared()).squared() * 100).sum()
        case "waves":
            let curvature = Tensor<Scalar>([0.05, 1.0, 4.0, 0.5, 30.0])
            return (curvature * point.squared()).sum() / 2 + (point * 3).sin().sum() * 2
        default:
            return (1 - point.log()).sum() + point.squared().squared().sum() / 4
        }
    }

    private func optimizer(_ reference: ReferenceCase) -> LBFGS {
        LBFGS(
            learningRate: reference.number("learningRate"), maximumIterations: reference.integer("iterations"),
            historySize: reference.integer("historySize"))
    }

    private func problem<Scalar: RealScalar>(
        _ reference: ReferenceCase, as type: Scalar.Type, tolerance: Double
    ) -> String? {
        let (points, losses): (Tensor<Scalar>, Tensor<Scalar>) = (
            reference.tensor("trajectory", as: Scalar.self), reference.tensor("losses", as: Scalar.self)
        )
        var (point, optimizer, evaluations) = (points[0], optimizer(reference), 0)
        for step in 0 ..< losses.count {
            let loss: Tensor<Scalar> = optimizer.minimize(&point) {
                evaluations += 1
                return Self.loss(reference.text("loss"), $0)
            }
            let found: String? =
                difference(point, points[step + 1], tolerance: tolerance)
                ?? difference(loss, losses[step], tolerance: tolerance)
            if let found { return "\(reference), step \(step): \(found)" }
        }
        let expected: Int = reference.integer("evaluations")
        return Scalar.self == Double.self && evaluations != expected ? "\(evaluations), not \(expected)" : nil
    }

    @Test(arguments: ReferenceCase.optimizers("lbfgs"))
    func followsPyTorch(reference: ReferenceCase) {
        #expect(problem(reference, as: Double.self, tolerance: 1e-7) == nil)
    }

    /// L-BFGS follows PyTorch in `Float` for the cases whose line search does not depend on rounding errors.
    @Test(arguments: ReferenceCase.optimizers("lbfgs").filter { ["waves", "one-iteration"].contains($0.name) })
    func followsPyTorchInFloat(reference: ReferenceCase) {
        #expect(problem(reference, as: Float.self, tolerance: 2e-3) == nil)
    }

    /// Without a line search, `update` makes the same steps as PyTorch. Each step uses a single gradient.
    @Test(arguments: ReferenceCase.optimizers("lbfgs_fixed"))
    func followsPyTorchWithoutASearch(reference: ReferenceCase) {
        let points: Tensor<Double> = reference.tensor("trajectory")
        var (point, optimizer): (Tensor<Double>, LBFGS) = (points[0], optimizer(reference))
        for step in 0 ..< 8 {
            let derivative: Tensor<Double> = gradient(at: point) { Self.loss(reference.text("loss"), $0) }
            optimizer.update(&point, along: derivative)
            #expect(difference(point, points[step + 1], tolerance: 1e-9) == nil, "step \(step)")
        }
    }

    @Test func findsTheMinimumOfAModelOfSeveralParameters() {
        let (x, y): (Tensor<Double>, Tensor<Double>) = (sample([40], seed: 1), sample([40], seed: 2))
        var (model, optimizer) = (MixedModel(), LBFGS())
        func loss(_ model: MixedModel) -> Tensor<Double> {
            let predicted: Tensor<Double> = model.layers[0](x) + model.layers[1](x.squared()) + model.weight.sum() * 0.1
            let penalty: Tensor<Double> = model.bias?.squared().sum() ?? Tensor(0)
            return (predicted - y).squared().mean() + model.weight.squared().sum() + penalty
        }
        (optimizer.gradientTolerance, optimizer.changeTolerance) = (1e-9, 1e-15)
        for _ in 0 ..< 5 { optimizer.minimize(&model, loss) }
        let derivative: MixedModel = gradient(at: model, of: loss)
        #expect(derivative.parameterNorm < 1e-6 && loss(model).scalar < loss(MixedModel()).scalar)
        #expect(optimizer.state.stepCount == 5)
    }

    /// The state stores the history of L-BFGS in the scalar type of the parameters, so a copy of the state's tensors by
    /// name is exact.
    @Test func stateIsWholeInFloatToo() throws {
        let start: Tensor<Float> = Tensor([2.0, -1.3, 0.4, 0.9, 1.1])
        var (model, optimizer) = ([start], LBFGS(maximumIterations: 3))
        for _ in 0 ..< 2 { optimizer.minimize(&model) { Self.loss("waves", $0[0]) } }
        var (other, resumed) = (model, LBFGS(maximumIterations: 3))
        var names: [String: Tensor<Float>] = [:]
        var saver = Copier(tensors: names)
        var state: OptimizerState = optimizer.state
        state.visitParameters(&saver)
        names = saver.tensors
        var empty = OptimizerState(for: model, stepCount: 2, tensorsPerParameter: [names.count])
        var loader = Copier(tensors: names, isLoading: true)
        empty.visitParameters(&loader)
        resumed.state = empty
        for _ in 0 ..< 2 {
            optimizer.minimize(&model) { Self.loss("waves", $0[0]) }
            resumed.minimize(&other) { Self.loss("waves", $0[0]) }
        }
        #expect(model == other && model[0] != start && names.count > 4)
    }

    @Test func frozenParametersStay() {
        var (model, optimizer) = ([Tensor<Double>([3, 2]), Tensor<Double>([5])], LBFGS())
        optimizer.groups = [.frozen("0")]
        optimizer.minimize(&model) { model in model[0].squared().sum() + (model[1] - model[0].sum()).squared().sum() }
        #expect(model[0] == Tensor([3, 2]))
        #expect(difference(model[1], Tensor([5]), tolerance: 1e-6) == nil)
    }

    @Test func buffersComeFromTheGradient() {
        var (model, optimizer) = (MixedModel(), LBFGS(maximumIterations: 3))
        optimizer.minimize(&model) { $0.loss(Tensor([0.3, -0.2, 0.5])).squared() }
        #expect(difference(model.average.value, Tensor([0.2]), tolerance: 1e-15) == nil)
    }

    /// If the loss is NaN at the start, the model does not change. If the loss is NaN only for long steps, the line
    /// search finds a shorter step.
    @Test func lossesThatAreNotFinite() {
        var (point, optimizer) = (Tensor<Double>([-1]), LBFGS())
        let loss: Tensor<Double> = optimizer.minimize(&point) { $0.log().sum() }
        #expect(loss.scalar.isNaN && point == Tensor([-1]))
        // The first step has the length of the learning rate, 50, because L-BFGS divides the gradient by its absolute
        // value 1.8. The step goes beyond 1, where the square root is NaN.
        var (other, second) = (Tensor<Double>([0]), LBFGS(learningRate: 50))
        second.minimize(&other) { (($0 - 0.9).squared() + (1 - $0).squareRoot() * 0.001).sum() }
        #expect(abs(other.scalars[0] - 0.9) < 0.01)
    }

    @Test func emptyModelsDoNotMove() {
        var (none, optimizer) = ([Tensor<Double>](), LBFGS())
        #expect(optimizer.minimize(&none) { _ in Tensor<Double>(3) }.scalar == 3)
        var (empty, other) = (Tensor<Double>(zeros: [0, 2]), LBFGS())
        other.minimize(&empty) { $0.sum() }
        other.minimize(&empty) { $0.sum() }
        #expect(empty.shape == [0, 2] && none.isEmpty)
    }

    @Test func invalidArgumentsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (model, optimizer) = ([Tensor<Double>([3, 2])], LBFGS())
            optimizer.groups = [ParameterGroup("*", learningRateFactor: 2)]
            optimizer.minimize(&model) { $0[0].squared().sum() }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("LBFGS: a parameter group sets a learning rate"))
        let freed = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (model, optimizer) = ([Tensor<Double>([3, 2]), Tensor<Double>([5])], LBFGS())
            optimizer.groups = [.frozen("0")]
            optimizer.minimize(&model) { $0[1].squared().sum() }
            optimizer.groups = []
            optimizer.minimize(&model) { $0[1].squared().sum() }
        }
        let freedSentence: String = text(freed?.standardErrorContent)
        #expect(freedSentence.contains("LBFGS: its state belongs to another model, or to other frozen"))
        let frozen = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (model, optimizer) = ([Tensor<Double>([3, 2]), Tensor<Double>([5])], LBFGS(maximumIterations: 2))
            optimizer.minimize(&model) { $0[0].squared().sum() + $0[1].squared().sum() }
            optimizer.groups = [.frozen("0")]
            optimizer.minimize(&model) { $0[0].squared().sum() + $0[1].squared().sum() }
        }
        let frozenSentence: String = text(frozen?.standardErrorContent)
        #expect(frozenSentence.contains("LBFGS: its state belongs to another model, or to other frozen"))
        await #expect(processExitsWith: .failure) { _ = LBFGS(historySize: 0) }
    }
}

/// A visitor that copies the tensors of a state to a dictionary, or with `isLoading` from the dictionary to the state.
/// The keys are the names of the tensors.
private struct Copier: ParameterVisitor {
    var tensors: [String: Tensor<Float>]
    var isLoading = false
    var path: [String] = []

    init(tensors: [String: Tensor<Float>], isLoading: Bool = false) {
        (self.tensors, self.isLoading) = (tensors, isLoading)
    }

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        if isLoading {
            parameter = (tensors[name] ?? Tensor(zeros: [])).converted(to: Scalar.self)
        } else {
            tensors[name] = parameter.converted(to: Float.self)
        }
    }
}
