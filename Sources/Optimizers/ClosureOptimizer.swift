import Differentiation
import Tensors

/// An optimizer that may evaluate the loss several times within one step. It receives the loss as a function instead of
/// one gradient (PyTorch's `step(closure)`).
public protocol ClosureOptimizer: Optimizer {
    /// Moves every parameter of `model` one step.
    ///
    /// - Parameters:
    ///   - model: The model to train.
    ///   - evaluate: Computes the loss of a model, and its gradient. The loss must be the same for the same model: use
    ///     all of the data and no dropout.
    /// - Returns: The loss before the step.
    @discardableResult
    mutating func update<Model: Parameterized, Scalar: RealScalar>(
        _ model: inout Model, evaluating evaluate: (Model) -> (value: Tensor<Scalar>, gradient: Model)
    ) -> Tensor<Scalar>
}

extension ClosureOptimizer {
    /// Moves every parameter of `model` one step towards a smaller loss:
    ///
    ///     var optimizer = LBFGS()
    ///     for _ in 0 ..< 10 {
    ///         optimizer.minimize(&model) { model in meanSquaredError(model(x), y) }
    ///     }
    ///
    /// - Parameters:
    ///   - model: The model to train.
    ///   - loss: Computes the loss of a model, a single number. It must be the same for the same model.
    /// - Returns: The loss before the step.
    @discardableResult
    public mutating func minimize<Model: Parameterized, Scalar: RealScalar>(
        _ model: inout Model, _ loss: (Model) -> Tensor<Scalar>
    ) -> Tensor<Scalar> {
        let frozen: Set<String> = frozenParameters(of: model)
        return update(&model) { model in valueWithGradient(at: model, freezing: frozen, of: loss) }
    }
}
