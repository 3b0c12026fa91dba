import Differentiation
import Tensors

/// The feed-forward part of a transformer block: a dense layer, an activation, dropout and a second dense layer, applied
/// to each position: `[…, width] → […, width]`.
public struct FeedForward<Scalar: RealScalar>: Module {
    /// The first dense layer, from `width` to `hidden` units.
    public var linear1: Linear<Scalar>
    /// The activation between the dense layers.
    public var activation: any TensorModule<Scalar>
    /// The second dense layer, from `hidden` to `width` units.
    public var linear2: Linear<Scalar>
    /// The probability that a hidden unit becomes 0 in training.
    public let dropout: Double

    /// Creates the layers, with the initial values of `Linear`. Traps if `width` or `hidden` is negative, or if
    /// `dropout` is not between 0 and 1.
    ///
    /// - Parameters:
    ///   - width: The number of inputs and outputs.
    ///   - hidden: The number of hidden units.
    ///   - activation: The activation of the hidden units.
    ///   - dropout: The probability that a hidden unit becomes 0 in training.
    ///   - generator: The source of the random numbers.
    public init(
        _ width: Int, hidden: Int, activation: any TensorModule<Scalar> = ReLU<Scalar>(), dropout: Double = 0.1,
        using generator: inout PhiloxGenerator
    ) {
        require((0 ... 1).contains(dropout), "FeedForward: the probability \(dropout) is not within 0 and 1")
        linear1 = Linear(width, hidden, using: &generator)
        linear2 = Linear(hidden, width, using: &generator)
        (self.activation, self.dropout) = (activation, dropout)
    }

    /// Returns the output of the second dense layer: `[…, width] → […, width]`. Traps if the last axis of the input does
    /// not have the length `width`. Traps in training if dropout needs random numbers and `withMode` received no
    /// generator.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        linear2(Dropout<Scalar>(dropout)(activation(linear1(input))))
    }

    /// Visits `linear1`, `linear2` and the parameters of `activation`, if there are any.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&linear1, "linear1")
        visitor.visit(&linear2, "linear2")
        visitor.path.append("activation")
        activation.visitParameters(&visitor)
        visitor.path.removeLast()
    }
}
