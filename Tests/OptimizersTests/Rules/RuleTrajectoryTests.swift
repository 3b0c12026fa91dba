import Differentiation
import Optimizers
import Tensors
import TestSupport
import Testing

/// Every rule against ten steps of PyTorch's, Lion against those of its paper's program.
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

    /// The point where it begins in `row`, `copies` times over: enough elements for whole vectors and a rest.
    private func row<Scalar: RealScalar>(
        _ reference: ReferenceCase, _ name: String, _ row: Int, copies: Int
    ) -> Tensor<Scalar> {
        let rows: Tensor<Scalar> = reference.tensor(name, as: Scalar.self)
        return Tensor([[Scalar]](repeating: rows[row].scalars, count: copies).flatMap { $0 })
    }

    /// The loss that the reference script walks down, with the derivative that it had at the walk's own points.
    private func slope(_ point: Tensor<Double>, target: Tensor<Double>) -> Tensor<Double> {
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
            // 4, 20 and 28 elements: less than a vector, and whole vectors with every kind of rest.
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

    /// The gradient is taken at the very parameter that the optimizer moves: one that moved another one, or none, would
    /// leave the walk at once.
    @Test(arguments: operations)
    func walksByItsOwnGradients(operation: String) {
        for reference in references(operation) {
            var optimizer: any Optimizer = optimizer(reference)
            var point: Tensor<Double> = row(reference, "trajectory", 0, copies: 1)
            let target: Tensor<Double> = target(reference)
            for step in 0 ..< 10 {
                let slope: Tensor<Double> = slope(point, target: target)
                optimizer.update(&point, along: slope)
                let expected: Tensor<Double> = row(reference, "trajectory", step + 1, copies: 1)
                #expect(difference(point, expected, tolerance: 1e-9) == nil, "\(reference), step \(step)")
            }
        }
    }

    /// Where the quadratic has its minimum, from the first gradient: c (p − t) + 0.3 cos 3p.
    private func target(_ reference: ReferenceCase) -> Tensor<Double> {
        let start: Tensor<Double> = row(reference, "trajectory", 0, copies: 1)
        let slope: Tensor<Double> = row(reference, "gradients", 0, copies: 1)
        let curvature = Tensor<Double>([0.05, 1, 4, 1])
        let target: Tensor<Double> = start - (slope - (start * 3).cos() * 0.3) / curvature
        return target
    }
}
