import ArgumentParser
import SynaNN

/// A model of text: predicts the next character of each position from the characters before it.
struct CharacterNetwork: Module {
    var characters: Embedding<Float>
    var positions: PositionalEmbedding<Float>
    var blocks: [TransformerBlock<Float, Sequential<Float>>]
    var output: Linear<Float>

    init(characters count: Int, length: Int, using generator: inout PhiloxGenerator) {
        characters = Embedding(count, 64, using: &generator)
        positions = PositionalEmbedding(length, 64, using: &generator)
        blocks = (0 ..< 2).map { _ in
            let synapse = Synapse<Float>(128, parameterization: .clipped, returns: .surprisal, using: &generator)
            let feedForward = Sequential<Float>(
                Linear<Float>(64, 128, using: &generator), Sigmoid<Float>(), synapse,
                Linear<Float>(128, 64, using: &generator))
            return TransformerBlock(
                64, heads: 4, feedForward: feedForward, dropout: 0, normFirst: true, isCausal: true, using: &generator)
        }
        output = Linear(64, count, using: &generator)
    }

    /// Returns the scores of all characters for each position: `[N, length] → [N · length, characters]`.
    func callAsFunction(_ ids: Tensor<Int>) -> Tensor<Float> {
        let x: Tensor<Float> = blocks.reduce(positions(characters(ids))) { x, block in block(x) }
        return output(x).reshaped(to: [ids.count, output.weight.shape[0]])
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&characters, "characters")
        visitor.visit(&positions, "positions")
        visitor.visit(&blocks, "blocks")
        visitor.visit(&output, "output")
    }
}

@main
struct CharacterModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "character-model", abstract: "Learns to write text, character by character.",
        version: synaNNVersion)

    @Argument(help: "The text to learn, a UTF-8 file. By default README.md.")
    var text = "README.md"

    @Option(help: "The number of passes over the text.")
    var epochs = 10

    private static let length = 64

    func validate() throws {
        if !(1 ... 1_000_000).contains(epochs) { throw ValidationError("--epochs must be between 1 and 1000000") }
    }

    func run() throws {
        let text: [Character] = Array(try FileContents.text(of: self.text))
        let alphabet: [Character] = Array(Set(text)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
        let ids: [Int] = text.compactMap { numbers[$0] }
        let starts: [Int] = Array(stride(from: 0, to: ids.count - Self.length, by: Self.length / 4))
        guard starts.count > 10 else {
            throw ValidationError(
                "\(self.text) has \(text.count) characters, and at least \(4 * Self.length) are needed")
        }
        func windows(_ shift: Int) -> Tensor<Int> {
            Tensor(starts.flatMap { ids[$0 + shift ..< $0 + shift + Self.length] }, shape: [starts.count, Self.length])
        }
        let (inputs, targets): (Tensor<Int>, Tensor<Int>) = (windows(0), windows(1))

        var generator = PhiloxGenerator(seed: 1)
        let network = CharacterNetwork(characters: alphabet.count, length: Self.length, using: &generator)
        let trainer = Trainer(
            network, optimizer: AdamW(learningRate: 0.003, weightDecay: 0.01), options: TrainerOptions(batchSize: 16)
        ) { (network: CharacterNetwork, batch: ArrayData<Int, Int>.Batch) in
            crossEntropy(network(batch.inputs), batch.targets.reshaped(to: [batch.targets.count]))
        }
        var training = TrainingRun(trainer, epochs: epochs)
        let (model, _) = try training.run(train: ArrayData(inputs, targets))

        var written: [Int] = Array(ids.prefix(Self.length / 2))
        for _ in 0 ..< 300 {
            let context: [Int] = Array(written.suffix(Self.length))
            let scores: Tensor<Float> = model(Tensor(context, shape: [1, context.count]))[-1]
            written.append(CategoricalDistribution(logits: scores / 0.7).sample(using: &generator).scalar)
        }
        print(String(written.map { alphabet[$0] }))
    }
}
