import Differentiation
import Tensors

/// Multi-head attention of N sequences: each of several heads projects queries, keys and values, and computes their
/// `attention`; a last projection joins the results of the heads.
///
/// A call with a single tensor `[N, L, width]` is self-attention: each position attends to all positions of its
/// sequence, or, if `isCausal` is true, to itself and all earlier positions. A call with queries, keys and values is
/// cross-attention.
///
/// The parameters have the names and shapes of PyTorch's `MultiheadAttention`. In training, the layer sets each weight
/// of the attention to 0 with the probability `dropout`, and divides the remaining weights by 1 − `dropout`; the
/// weights are then stored. A query that may attend to no key has no result: NaN. PyTorch returns NaN if it also
/// returns the weights, and a finite result otherwise. Without dropout the derivative is first-order: a second
/// derivative traps.
///
/// Source: A. Vaswani et al., "Attention is all you need", NeurIPS 2017.
public struct MultiHeadAttention<Scalar: RealScalar>: Module {
    /// The weights of the projections of queries, keys and values, one below the other: `[3 · width, width]`.
    public var inputWeight: Tensor<Scalar>
    /// The biases of the projections of queries, keys and values: `[3 · width]`, or `nil` for a layer without biases.
    public var inputBias: Tensor<Scalar>?
    /// The projection of the joined results of the heads.
    public var outputProjection: Linear<Scalar>
    /// The number of heads.
    public let heads: Int
    /// The probability that a weight of the attention becomes 0 in training.
    public let dropout: Double
    /// Whether position i may attend only to the positions 0 ... i.
    public let isCausal: Bool

    /// Creates a layer with the initial values of PyTorch: Xavier-uniform weights of the input projections, biases 0,
    /// and a weight of the output projection that is uniform between −1/√width and 1/√width.
    ///
    /// Traps unless `heads` is positive and divides the positive number `width`, or if `dropout` is not between 0 and 1.
    ///
    /// - Parameters:
    ///   - width: The length of the vector of a position.
    ///   - heads: The number of heads. Each head works with vectors of length width / heads.
    ///   - dropout: The probability that a weight of the attention becomes 0 in training.
    ///   - bias: Whether the projections have biases.
    ///   - isCausal: Whether position i may attend only to the positions 0 ... i.
    ///   - generator: The source of the random numbers.
    public init(
        _ width: Int, heads: Int, dropout: Double = 0, bias: Bool = true, isCausal: Bool = false,
        using generator: inout PhiloxGenerator
    ) {
        require(
            width > 0 && heads > 0 && width % heads == 0,
            "MultiHeadAttention: the width \(width) is not a positive multiple of \(heads) heads")
        require((0 ... 1).contains(dropout), "MultiHeadAttention: the probability \(dropout) is not within 0 and 1")
        inputWeight = Tensor(xavierUniform: [3 * width, width], using: &generator)
        inputBias = bias ? Tensor(zeros: [3 * width]) : nil
        outputProjection = Linear(width, width, bias: bias, using: &generator)
        if bias { outputProjection.bias = Tensor(zeros: [width]) }
        (self.heads, self.dropout, self.isCausal) = (heads, dropout, isCausal)
    }

    /// Returns self-attention: `[N, L, width] → [N, L, width]`. Traps if the input has another shape. Traps in training
    /// if dropout needs random numbers and `withMode` received no generator.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { self(input, mask: nil) }

    /// Returns self-attention with masks: `[N, L, width] → [N, L, width]`.
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
        requireSequences(input, "input")
        let mask: AttentionMask<Scalar>? = combined(mask, padding, input)
        let projected: Tensor<Scalar> = linear(input, inputWeight, bias: inputBias)
        if !dropsWeights, mask?.isTracked != true {
            return outputProjection(selfAttention(projected, heads: heads, mask: mask, isCausal: isCausal))
        }
        let parts: [Tensor<Scalar>] = (0 ..< 3).map { split(projected[.ellipsis, rows($0)]) }
        return joined(parts[0], parts[1], parts[2], mask)
    }

    /// Returns cross-attention: each query attends to all keys of the sequence with the same number.
    ///
    /// Traps if a tensor has another shape than described below. Traps in training if dropout needs random numbers and
    /// `withMode` received no generator.
    ///
    /// - Parameters:
    ///   - queries: A tensor of shape `[N, L, width]`.
    ///   - keys: A tensor of shape `[N, S, width]`.
    ///   - values: A tensor of shape `[N, S, width]`.
    ///   - mask: The keys to which each query may attend, or the bias of each score. The shape of the mask broadcasts to
    ///     `[N, heads, L, S]`.
    ///   - padding: The keys that are padding, `[N, S]`. No query attends to padding.
    /// - Returns: A tensor of shape `[N, L, width]`.
    public func callAsFunction(
        queries: Tensor<Scalar>, keys: Tensor<Scalar>, values: Tensor<Scalar>, mask: AttentionMask<Scalar>? = nil,
        padding: Tensor<Bool>? = nil
    ) -> Tensor<Scalar> {
        requireSequences(queries, "queries")
        requireSequences(keys, "keys")
        require(
            keys.shape == values.shape && keys.shape[0] == queries.shape[0],
            "MultiHeadAttention: keys \(keys.shape) and values \(values.shape) do not fit queries \(queries.shape)")
        let mask: AttentionMask<Scalar>? = combined(mask, padding, keys)
        func projected(_ input: Tensor<Scalar>, _ index: Int) -> Tensor<Scalar> {
            split(linear(input, inputWeight[rows(index)], bias: inputBias.map { $0[rows(index)] }))
        }
        return joined(projected(queries, 0), projected(keys, 1), projected(values, 2), mask)
    }

    /// Visits `in_proj_weight`, `in_proj_bias`, `out_proj.weight` and `out_proj.bias`, which are PyTorch's names.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&inputWeight, "in_proj_weight")
        visitor.visit(&inputBias, "in_proj_bias")
        visitor.visit(&outputProjection, "out_proj")
    }
}

extension MultiHeadAttention {
    private var width: Int { inputWeight.shape[1] }

    private var dropsWeights: Bool { Mode.current == .training && dropout > 0 }

    /// Returns the rows of `inputWeight` that project the queries (0), the keys (1) or the values (2).
    private func rows(_ index: Int) -> Range<Int> { index * width ..< (index + 1) * width }

    private func requireSequences(_ tensor: Tensor<Scalar>, _ name: String) {
        require(
            tensor.rank == 3 && tensor.shape[2] == width,
            "MultiHeadAttention: \(name) \(tensor.shape) must be [N, L, \(width)] for the weight \(inputWeight.shape)")
    }

    /// Returns the vectors of each head: `[N, L, width] → [N, heads, L, width / heads]`.
    private func split(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> {
        tensor.reshaped(to: [tensor.shape[0], tensor.shape[1], heads, width / heads] as Shape).transposed(1, 2)
    }

    /// Returns the output for the queries, keys and values of each head.
    private func joined(
        _ queries: Tensor<Scalar>, _ keys: Tensor<Scalar>, _ values: Tensor<Scalar>, _ mask: AttentionMask<Scalar>?
    ) -> Tensor<Scalar> {
        // Without keys there are no weights, and `attention` returns NaN.
        let attended: Tensor<Scalar> =
            dropsWeights && keys.shape[2] > 0
            ? matmul(Dropout<Scalar>(dropout)(attentionWeights(queries, keys, mask: mask, isCausal: isCausal)), values)
            : attention(queries, keys, values, mask: mask, isCausal: isCausal)
        let (samples, length): (Int, Int) = (queries.shape[0], queries.shape[2])
        return outputProjection(attended.transposed(1, 2).reshaped(to: [samples, length, width] as Shape))
    }

    /// Returns a mask that also excludes padding. `keys` are the keys, or the input of self-attention.
    private func combined(
        _ mask: AttentionMask<Scalar>?, _ padding: Tensor<Bool>?, _ keys: Tensor<Scalar>
    ) -> AttentionMask<Scalar>? {
        guard let padding else { return mask }
        require(
            padding.shape.dimensions == keys.shape.dropLast(),
            "MultiHeadAttention: padding \(padding.shape) does not fit the sequences \(keys.shape)")
        let isAllowed: Tensor<Bool> = (!padding).reshaped(to: [keys.shape[0], 1, 1, keys.shape[1]] as Shape)
        switch mask {
        case nil: return .allowing(isAllowed)
        case .allowing(let mask): return .allowing(isAllowed .&& mask)
        case .adding(let bias): return .adding(select(isAllowed, bias, Tensor(-.infinity)))
        }
    }
}
