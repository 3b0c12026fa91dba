import Differentiation
import Optimizers
import Tensors
import TestSupport
import Testing

/// Ten steps of each optimizer agree with ten steps in PyTorch. The reference of Lion is the program of Lion's paper.
@Suite struct RuleTrajectoryTests {
    static let operations = [
        "sgd", "adam", "adamw", "rmsprop", "adam_amsgrad", "adamw_amsgrad", "lion", "adagrad", "nadam", "radam",
    ]

    private func references(_ operation: String) -> [ReferenceCase] {
        ["sgd", "adam", "adamw", "rmsprop"].contains(operation)
            ? ReferenceCase.all(operation) : ReferenceCase.optimizers(operation)
    }

    private func optimizer(_ reference: ReferenceCase) -> any Optimizer {
        let rate: Double = reference.number("learningRate")
        let decay: Double = reference.number("weightDecay")
        switch reference.operation {
        case "sgd":
            return SGD(
                learningRate: rate, momentum: reference.number("momentum"),
                dampening: reference.number("dampening"), weightDecay: decay, nesterov: reference.flag("nesterov"))
        case "adam", "adam_amsgrad":
            return Adam(
                learningRate: rate, beta1: reference.number("beta1"), beta2: reference.number("beta2"),
                epsilon: reference.number("epsilon"), weightDecay: decay,
                amsgrad: reference.operation.hasSuffix("amsgrad"))
        case "adamw", "adamw_amsgrad":
            return AdamW(
                learningRate: rate, beta1: reference.number("beta1"), beta2: reference.number("beta2"),
                epsilon: reference.number("epsilon"), weightDecay: decay,
                amsgrad: reference.operation.hasSuffix("amsgrad"))
        case "lion":
            return Lion(
                learningRate: rate, beta1: reference.number("beta1"), beta2: reference.number("beta2"),
                weightDecay: decay)
        case "adagrad":
            return Adagrad(
                learningRate: rate, rateDecay: reference.number("rateDecay"), epsilon: reference.number("epsilon"),
                weightDecay: decay, initialSum: reference.number("initialSum"))
        case "nadam":
            var optimizer = NAdam(
                learningRate: rate, beta1: reference.number("beta1"), beta2: reference.number("beta2"),
                epsilon: reference.number("epsilon"), weightDecay: decay)
            optimizer.momentumDecay = reference.number("momentumDecay")
            optimizer.decouplesWeightDecay = reference.flag("decoupled")
            return optimizer
        case "radam":
            var optimizer = RAdam(
                learningRate: rate, beta1: reference.number("beta1"), beta2: reference.number("beta2"),
                epsilon: reference.number("epsilon"), weightDecay: decay)
            optimizer.decouplesWeightDecay = reference.flag("decoupled")
            return optimizer
        default:
            return RMSProp(
                learningRate: rate, alpha: reference.number("smoothing"), epsilon: reference.number("epsilon"),
                momentum: reference.number("momentum"), weightDecay: decay, centered: reference.flag("centered"))
        }
    }

    /// Returns row `row` of the tensor `name` of a reference case, repeated `copies` times, as a vector.
    private func row<Scalar: RealScalar>(
        _ reference: ReferenceCase, _ name: String, _ row: Int, copies: Int
    ) -> Tensor<Scalar> {
        let rows: Tensor<Scalar> = reference.tensor(name, as: Scalar.self)
        return Tensor([[Scalar]](repeating: rows[row].scalars, count: copies).flatMap { $0 })
    }

    /// Returns the gradient at `point` of the loss that the reference script minimizes. `target` is the minimum of the
    /// quadratic part of the loss.
    private func derivative(_ point: Tensor<Double>, target: Tensor<Double>) -> Tensor<Double> {
        let curvature = Tensor<Double>([0.05, 1, 4, 0])
        return gradient(at: point) { point in
            (curvature * (point - target).squared()).sum() / 2 + (point * 3).sin().sum() / 10
        }
    }

    private func followsGivenGradients<Scalar: RealScalar>(
        _ reference: ReferenceCase, copies: Int, as type: Scalar.Type, tolerance: Double
    ) -> String? {
        var optimizer: any Optimizer = optimizer(reference)
        var point: Tensor<Scalar> = row(reference, "trajectory", 0, copies: copies)
        for step in 0 ..< 10 {
            optimizer.update(&point, along: row(reference, "gradients", step, copies: copies))
            let expected: Tensor<Scalar> = row(reference, "trajectory", step + 1, copies: copies)
            if let problem = difference(point, expected, tolerance: tolerance) {
                return "\(reference), step \(step): \(problem)"
            }
        }
        return nil
    }

    @Test(arguments: operations)
    func followsPyTorchInDouble(operation: String) {
        for reference in references(operation) {
            // The tensors have 4, 20 and 28 elements. A vector of AVX-512 has 8 elements. So the kernels process less
            // than a vector, or whole vectors and then 4 elements.
            for copies in [1, 5, 7] {
                let found: String? = followsGivenGradients(
                    reference, copies: copies, as: Double.self, tolerance: 1e-13)
                #expect(found == nil)
            }
        }
    }

    @Test(arguments: operations)
    func followsPyTorchInFloat(operation: String) {
        for reference in references(operation) {
            let found: String? = followsGivenGradients(reference, copies: 5, as: Float.self, tolerance: 2e-5)
            #expect(found == nil)
        }
    }

    /// The optimizer follows PyTorch if each gradient is computed at the point to which the optimizer has moved the
    /// parameter. If the optimizer moved a copy of the parameter instead, the second step would differ.
    @Test(arguments: operations)
    func followsTheGradientsAtItsOwnPoints(operation: String) {
        for reference in references(operation) {
            var optimizer: any Optimizer = optimizer(reference)
            var point: Tensor<Double> = row(reference, "trajectory", 0, copies: 1)
            let target: Tensor<Double> = target(reference)
            for step in 0 ..< 10 {
                let derivative: Tensor<Double> = derivative(point, target: target)
                optimizer.update(&point, along: derivative)
                let expected: Tensor<Double> = row(reference, "trajectory", step + 1, copies: 1)
                #expect(difference(point, expected, tolerance: 1e-9) == nil, "\(reference), step \(step)")
            }
        }
    }

    /// Returns the minimum t of the quadratic part of the loss. The first gradient at the start p is c(p − t) + 0.3 cos
    /// 3p, with the curvatures c. For the element with c = 0, t has no effect, and the function divides by 1 instead.
    private func target(_ reference: ReferenceCase) -> Tensor<Double> {
        let start: Tensor<Double> = row(reference, "trajectory", 0, copies: 1)
        let derivative: Tensor<Double> = row(reference, "gradients", 0, copies: 1)
        let curvature = Tensor<Double>([0.05, 1, 4, 1])
        let target: Tensor<Double> = start - (derivative - (start * 3).cos() * 0.3) / curvature
        return target
    }
}
