import SynaNN
import TrainingCommand

/// A layer that reads all rows of an image at once by attention: `[N, rows, inputs] → [N, rows, units]`.
///
/// Each row becomes a vector of `units` numbers, to which a learned vector for its position is added. A transformer
/// block follows, in which a Synapse or another hidden layer is the feed-forward module.
struct AttentionReader: Module {
    private var projection: Linear<Float>
    private var positions: PositionalEmbedding<Float>
    private var block: TransformerBlock<Float, HiddenFeedForward>

    /// The number of heads of the attention.
    private static let heads = 4

    /// Creates a layer with random parameters.
    ///
    /// - Parameters:
    ///   - inputs: The number of pixels of a row.
    ///   - units: The length of the vector of a row, a multiple of 4.
    ///   - rows: The number of rows.
    ///   - kind: The kind of the hidden layer in the block.
    ///   - generator: The generator that draws the parameters.
    init(_ inputs: Int, _ units: Int, rows: Int, hidden kind: HiddenKind, using generator: inout PhiloxGenerator) {
        projection = Linear(inputs, units, using: &generator)
        positions = PositionalEmbedding(rows, units, using: &generator)
        let feedForward = HiddenFeedForward(units, hidden: kind, using: &generator)
        block = TransformerBlock(
            units, heads: Self.heads, feedForward: feedForward, dropout: 0, normFirst: true, using: &generator)
    }

    func callAsFunction(_ rows: Tensor<Float>) -> Tensor<Float> { block(positions(projection(rows))) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&projection, "projection")
        visitor.visit(&positions, "positions")
        visitor.visit(&block, "block")
    }
}

/// The feed-forward module of a transformer block with a hidden layer between two dense layers:
/// `[N, units] → [N, units]`.
///
/// The hidden layer reads the sigmoids of the first dense layer's normalised output. Sigmoids give probabilities that are
/// large enough for the Synapse to have an effect.
struct HiddenFeedForward: Module {
    private var fc1: Linear<Float>
    private var norm: BatchNorm<Float>
    private var hidden: HiddenLayer
    private var fc2: Linear<Float>

    init(_ units: Int, hidden kind: HiddenKind, using generator: inout PhiloxGenerator) {
        fc1 = Linear(units, units, bias: false, using: &generator)
        norm = BatchNorm(units)
        hidden = HiddenLayer(kind, units, after: .sigmoid, returns: .surprisal, using: &generator)
        fc2 = Linear(units, units, using: &generator)
    }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { fc2(hidden(norm(fc1(input)))) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&fc1, "fc1")
        visitor.visit(&norm, "norm")
        visitor.visit(&hidden, "hidden")
        visitor.visit(&fc2, "fc2")
    }
}
