import Foundation
import SynaNN
import TestSupport
import Testing

private struct Noise: ParameterFreeModule {
    let deviation: Float

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        guard Mode.current == .training else { return x }
        return Mode.withGenerator(for: "Noise") { generator in
            x + Tensor(randomNormal: x.shape, standardDeviation: deviation, using: &generator)
        }
    }
}

private struct ResidualBlock: Module {
    var norm: LayerNorm<Float>
    var widen, narrow: Linear<Float>

    init(_ width: Int, using generator: inout PhiloxGenerator) {
        norm = LayerNorm([width])
        widen = Linear(width, 4 * width, using: &generator)
        narrow = Linear(4 * width, width, using: &generator)
    }

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        let hidden: Tensor<Float> = Noise(deviation: 0.01)(widen(norm(x)).gelu())
        return x + Dropout<Float>(0.1)(narrow(hidden))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&norm, "norm")
        visitor.visit(&widen, "widen")
        visitor.visit(&narrow, "narrow")
    }
}

private struct TiedLanguageModel: Module {
    var embedding: Embedding<Float>
    var block: ResidualBlock

    func callAsFunction(_ ids: Tensor<Int>) -> Tensor<Float> {
        let states: Tensor<Float> = block(embedding(ids))
        return linear(states, embedding.weight)
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&embedding, "embedding")
        visitor.visit(&block, "block")
    }
}

private struct Centered: Module {
    var mean: Buffer<Float>

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        guard Mode.current == .training else { return x - mean.value }
        let batch: Tensor<Float> = x.mean(axis: 0)
        mean.update(mean.latest * 0.9 + batch.asConstant() * 0.1)
        return x - batch
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&mean, "mean") }
}

private struct MaskedMean: ParameterFreeModule {
    func callAsFunction(_ input: (states: Tensor<Float>, mask: Tensor<Float>)) -> Tensor<Float> {
        let mask: Tensor<Float> = input.mask.expandingShape(at: 2)
        return (input.states * mask).sum(axis: 1) / mask.sum(axis: 1)
    }
}

/// The code of docs/modules.md, compiled and run. `everySnippetIsHere` keeps both in step.
@Suite struct ModuleArticleTests {
    private func generator() -> PhiloxGenerator { PhiloxGenerator(seed: 1) }

    @Test func noiseIsDrawnInTrainingAloneAndFromItsGenerator() {
        let x: Tensor<Float> = sample([4, 3])
        #expect(Noise(deviation: 1)(x) == x)
        func trained(_ seed: UInt64) -> Tensor<Float> {
            var generator = PhiloxGenerator(seed: seed)
            return withMode(.training, using: &generator) { Noise(deviation: 1)(x) }
        }
        #expect(trained(1) == trained(1) && trained(1) != trained(2) && trained(1) != x)
    }

    @Test func theResidualBlockTrains() throws {
        var generator: PhiloxGenerator = generator()
        let block = ResidualBlock(4, using: &generator)
        let x: Tensor<Float> = sample([32, 4])
        let trainer = Trainer(
            block, optimizer: Adam(learningRate: 0.01), objective: .regression(), options: TrainerOptions(batchSize: 8))
        var training = TrainingRun(trainer, epochs: 5, observers: [])
        let data = ArrayData(x, x * 2)
        let (trained, metrics) = try training.run(train: data)
        #expect(metrics[4].trainLoss < metrics[0].trainLoss)
        #expect(forgottenParameters(of: trained) == [])
    }

    /// The derivative of a tied parameter is the sum of those of its two uses.
    @Test func theTiedTableIsOneParameter() {
        var generator: PhiloxGenerator = generator()
        let model = TiedLanguageModel(
            embedding: Embedding(6, 4, using: &generator), block: ResidualBlock(4, using: &generator))
        let ids = Tensor<Int>([[0, 1, 2], [3, 4, 5]])
        #expect(model(ids).shape == [2, 3, 6])
        #expect(model.parameterNames.filter { $0.hasPrefix("embedding") } == ["embedding.weight"])
        let both: Tensor<Float> = gradient(at: model) { $0(ids).squared().sum() }.embedding.weight
        let asTable: Tensor<Float> = gradient(at: model) { tracked in
            linear(tracked.block(model.embedding(ids)), tracked.embedding.weight).squared().sum()
        }.embedding.weight
        let asInput: Tensor<Float> = gradient(at: model) { tracked in
            linear(tracked.block(tracked.embedding(ids)), model.embedding.weight).squared().sum()
        }.embedding.weight
        #expect(difference(both, asTable + asInput, tolerance: 1e-4) == nil)
    }

    @Test func theBufferMovesWithTheTraining() {
        var model = Centered(mean: Buffer(Tensor(zeros: [2])))
        let x = Tensor<Float>([[1, 2], [3, 4]])
        var optimizer = SGD(learningRate: 1)
        let slope: Centered = withMode(.training) { gradient(at: model) { $0(x).sum() } }
        optimizer.update(&model, along: slope)
        #expect(difference(model.mean.value, Tensor([0.2, 0.3]), tolerance: 1e-6) == nil)
        #expect(difference(model(x), x - model.mean.value, tolerance: 1e-6) == nil)
    }

    @Test func twoInputs() {
        let states: Tensor<Float> = sample([2, 3, 4])
        let mask = Tensor<Float>([[1, 1, 0], [1, 0, 0]])
        let mean: Tensor<Float> = MaskedMean()((states, mask))
        #expect(difference(mean[1], states[1, 0], tolerance: 1e-6) == nil)
    }

    @Test func everySnippetIsHere() throws {
        let here = URL(fileURLWithPath: #filePath)
        let root: URL = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let source: Set<String> = try Set(lines(of: String(contentsOf: here, encoding: .utf8)))
        let article: String = try String(contentsOf: root.appendingPathComponent("docs/modules.md"), encoding: .utf8)
        var (isCode, count) = (false, 0)
        for line in lines(of: article) {
            if line.hasPrefix("```") {
                isCode = line == "```swift"
            } else if isCode {
                #expect(source.contains(line) || source.contains("private " + line), "modules.md: \(line)")
                count += 1
            }
        }
        #expect(count > 50)
    }

    private func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
