import Differentiation
import Tensors

/// A block of a transformer: self-attention and a feed-forward module, each with dropout, a residual connection and
/// layer normalisation: `[N, L, width] → [N, L, width]` for N sequences of L positions.
///
/// By default the normalisation follows each residual connection: `norm1(x + attention(x))`, then
/// `norm2(x + feedForward(x))`. If `normFirst` is true, the normalisation precedes each part: `x + attention(norm1(x))`,
/// then `x + feedForward(norm2(x))`.
///
/// The feed-forward module processes each position by itself, so it receives the positions of all sequences as rows: a
/// matrix `[N · L, width]`. It may be any module that returns such a matrix, for example one with a `Synapse`.
/// `TransformerEncoderLayer` is the block with the dense layers of PyTorch's `TransformerEncoderLayer`; its parameters
/// have the names of PyTorch's. The parameters of another feed-forward module have names that begin with
/// `feed_forward.`. With `isCausal` the block is the layer of a language model.
///
/// Source: A. Vaswani et al., "Attention is all you need", NeurIPS 2017; R. Xiong et al., "On layer normalization in
/// the transformer architecture", ICML 2020.
public struct TransformerBlock<Scalar: RealScalar, Feed: Module>: Module
where Feed.Input == Tensor<Scalar>, Feed.Output == Tensor<Scalar> {
    /// The self-attention.
    public var attention: MultiHeadAttention<Scalar>
    /// The module that processes each position after the attention.
    public var feedForward: Feed
    /// The normalisation of the first part.
    public var norm1: LayerNorm<Scalar>
    /// The normalisation of the second part.
    public var norm2: LayerNorm<Scalar>
    /// The probability that an element of the output of a part becomes 0 in training.
    public let dropout: Double
    /// Whether the normalisations precede the attention and the feed-forward module, instead of following the residual
    /// connections.
    public let normFirst: Bool

    /// Creates a block with any feed-forward module.
    ///
    /// Traps unless `heads` is positive and divides the positive number `width`, or if `dropout` is not between 0 and 1.
    ///
    /// - Parameters:
    ///   - width: The length of the vector of a position.
    ///   - heads: The number of heads of the attention.
    ///   - feedForward: A module from `[count, width]` to `[count, width]` for any number of rows.
    ///   - dropout: The probability of dropout, for the weights of the attention and for the outputs of both parts.
    ///   - normFirst: Whether the normalisations precede the parts.
    ///   - isCausal: Whether position i may attend only to the positions 0 ... i.
    ///   - epsilon: The number that the normalisations add to each variance.
    ///   - generator: The source of the random numbers.
    public init(
        _ width: Int, heads: Int, feedForward: Feed, dropout: Double = 0.1, normFirst: Bool = false,
        isCausal: Bool = false, epsilon: Double = 1e-5, using generator: inout PhiloxGenerator
    ) {
        attention = MultiHeadAttention(width, heads: heads, dropout: dropout, isCausal: isCausal, using: &generator)
        self.feedForward = feedForward
        (norm1, norm2) = (LayerNorm([width], epsilon: epsilon), LayerNorm([width], epsilon: epsilon))
        (self.dropout, self.normFirst) = (dropout, normFirst)
    }

    /// Returns the output of the block: `[N, L, width] → [N, L, width]`. Traps if the input has another shape, or if the
    /// feed-forward module does not return a matrix of the shape of its input. Traps in training if dropout needs random
    /// numbers and `withMode` received no generator.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { self(input, mask: nil) }

    /// Returns the output of the block with masks: `[N, L, width] → [N, L, width]`.
    ///
    /// Traps if the input or a mask has another shape. Traps in training if dropout needs random numbers and `withMode`
    /// received no generator.
    ///
    /// - Parameters:
    ///   - input: The vectors of L positions of N sequences.
    ///   - mask: The positions to which each position may attend, or the bias of each score. The shape of the mask
    ///     broadcasts to `[N, heads, L, L]`.
    ///   - padding: The positions that are padding, `[N, L]`. No position attends to padding.
    public func callAsFunction(
        _ input: Tensor<Scalar>, mask: AttentionMask<Scalar>?, padding: Tensor<Bool>? = nil
    ) -> Tensor<Scalar> {
        let drop = Dropout<Scalar>(dropout)
        if normFirst {
            let x: Tensor<Scalar> = input + drop(attention(norm1(input), mask: mask, padding: padding))
            return x + drop(fed(norm2(x)))
        }
        let x: Tensor<Scalar> = norm1(input + drop(attention(input, mask: mask, padding: padding)))
        return norm2(x + drop(fed(x)))
    }

    /// Returns the output of the feed-forward module for every position.
    private func fed(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        let (samples, length): (Int, Int) = (input.shape[0], input.shape[1])
        let rows: Tensor<Scalar> = input.reshaped(to: [samples * length, input.shape[2]] as Shape)
        return feedForward(rows).reshaped(to: [samples, length, input.shape[2]] as Shape)
    }

    /// Visits `self_attn`, the feed-forward module, `norm1` and `norm2`. The names of the parameters of a `FeedForward`
    /// begin with `linear1` and `linear2`, as in PyTorch; those of another module begin with `feed_forward`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&attention, "self_attn")
        if Feed.self == FeedForward<Scalar>.self {
            feedForward.visitParameters(&visitor)
        } else {
            visitor.visit(&feedForward, "feed_forward")
        }
        visitor.visit(&norm1, "norm1")
        visitor.visit(&norm2, "norm2")
    }
}

/// The block of a transformer with two dense layers as its feed-forward module: PyTorch's `TransformerEncoderLayer`.
public typealias TransformerEncoderLayer<Scalar: RealScalar> = TransformerBlock<Scalar, FeedForward<Scalar>>

extension TransformerBlock where Feed == FeedForward<Scalar> {
    /// Creates a block with two dense layers as its feed-forward module.
    ///
    /// Traps unless `heads` is positive and divides the positive number `width`, or if `dropout` is not between 0 and 1.
    ///
    /// - Parameters:
    ///   - width: The length of the vector of a position.
    ///   - heads: The number of heads of the attention.
    ///   - hidden: The number of hidden units of the feed-forward module.
    ///   - activation: The activation of the hidden units.
    ///   - dropout: The probability of dropout, for the weights of the attention, for the hidden units, and for the
    ///     outputs of both parts.
    ///   - normFirst: Whether the normalisations precede the parts.
    ///   - isCausal: Whether position i may attend only to the positions 0 ... i.
    ///   - epsilon: The number that the normalisations add to each variance.
    ///   - generator: The source of the random numbers.
    public init(
        _ width: Int, heads: Int, hidden: Int = 2048, activation: any TensorModule<Scalar> = ReLU<Scalar>(),
        dropout: Double = 0.1, normFirst: Bool = false, isCausal: Bool = false, epsilon: Double = 1e-5,
        using generator: inout PhiloxGenerator
    ) {
        let feed = FeedForward<Scalar>(
            width, hidden: hidden, activation: activation, dropout: dropout, using: &generator)
        self.init(
            width, heads: heads, feedForward: feed, dropout: dropout, normFirst: normFirst, isCausal: isCausal,
            epsilon: epsilon, using: &generator)
    }
}
