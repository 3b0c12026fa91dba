import Differentiation
import Tensors

/// An optimizer that may evaluate the loss several times within a single step. Such an optimizer receives the loss as a
/// function instead of a gradient, like PyTorch's `step(closure)`.
public protocol ClosureOptimizer: Optimizer {
    /// Moves the parameters of `model` by a step towards a smaller loss.
    ///
    /// - Parameters:
    ///   - model: The model to train.
    ///   - evaluate: Returns the loss of a model and the gradient of the loss. Two evaluations at the same model must
    ///     give the same loss: use all of the data and no dropout.
    /// - Returns: The loss before the step.
    @discardableResult
    mutating func update<Model: Parameterized, Scalar: RealScalar>(
        _ model: inout Model, evaluating evaluate: (Model) -> (value: Tensor<Scalar>, gradient: Model)
    ) -> Tensor<Scalar>
}

extension ClosureOptimizer {
    /// Moves the parameters of `model` by a step towards a smaller loss. The method does not compute the derivatives of
    /// parameters that `groups` freezes.
    ///
    ///     var optimizer = LBFGS()
    ///     for _ in 0 ..< 10 {
    ///         optimizer.minimize(&model) { model in meanSquaredError(model(x), y) }
    ///     }
    ///
    /// - Parameters:
    ///   - model: The model to train.
    ///   - loss: Returns the loss of a model as a tensor with a single element; another number of elements traps. Two
    ///     evaluations at the same model must give the same loss.
    /// - Returns: The loss before the step.
    @discardableResult
    public mutating func minimize<Model: Parameterized, Scalar: RealScalar>(
        _ model: inout Model, _ loss: (Model) -> Tensor<Scalar>
    ) -> Tensor<Scalar> {
        let frozen: Set<String> = frozenParameters(of: model)
        return update(&model) { model in valueWithGradient(at: model, freezing: frozen, of: loss) }
    }
}
