import Foundation
import SynaNN
import TestSupport
import Testing

/// The code of docs/modules.md can be compiled and run. `everySnippetIsHere` compares the article with this file.
@Suite struct ModuleArticleTests {
    private let directory: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("modules-\(UUID().uuidString)").path

    @Test func noiseIsDrawnInTrainingAlone() {
        let layer = GaussianNoise(deviation: 0.5)
        let x: Tensor<Float> = sample([200, 10])
        #expect(layer(x) == x)
        func trained(_ seed: UInt64) -> Tensor<Float> {
            var generator = PhiloxGenerator(seed: seed)
            return withMode(.training, using: &generator) { layer(x) }
        }
        #expect(trained(1) == trained(1) && trained(1) != trained(2))
        let deviation: Float = (trained(1) - x).squared().mean().scalar.squareRoot()
        #expect(abs(deviation - 0.5) < 0.03)
    }

    @Test func theResidualBlockDropsInTraining() {
        var generator = PhiloxGenerator(seed: 1)
        let block = ResidualBlock(8, using: &generator)
        let x: Tensor<Float> = sample([4, 8])
        let plain: Tensor<Float> = block(x)
        #expect(plain == block(x) && withMode(.training, using: &generator) { block(x) } != plain)
        #expect(block.parameterNames.contains("narrow.weight") && forgottenParameters(of: block) == [])
        #expect(difference(plain - x, block.wide(block.narrow(block.norm(x)).gelu()), tolerance: 1e-5) == nil)
    }

    /// A model can use a parameter twice. The gradient of the parameter is the sum of the gradients of both uses, and a
    /// file contains the parameter once.
    @Test func theSharedTableIsLearnedAndSavedOnce() throws {
        var generator = PhiloxGenerator(seed: 1)
        var model = TokenModel(tokens: 12, width: 8, using: &generator)
        #expect(model.parameterNames.count { $0 == "embedding.weight" } == 1 && model.parameterNames.count == 7)
        let ids = Tensor<Int>([[0, 1, 2, 3], [4, 5, 6, 7]])
        let next = Tensor<Int>([1, 2, 3, 4, 5, 6, 7, 8])
        func loss(_ input: TokenModel, _ output: Tensor<Float>) -> Tensor<Float> {
            let x: Tensor<Float> = input.block(input.embedding(ids))
            return crossEntropy(linear(x, output).reshaped(to: [8, 12]), next)
        }
        let both: TokenModel = gradient(at: model) { crossEntropy($0(ids).reshaped(to: [8, 12]), next) }
        let first: TokenModel = gradient(at: model) { loss($0, model.embedding.weight) }
        let second: Tensor<Float> = gradient(at: model.embedding.weight) { loss(model, $0) }
        let sum: Tensor<Float> = first.embedding.weight + second
        #expect(difference(both.embedding.weight, sum, tolerance: 1e-5) == nil)
        var trainer = Trainer(
            model, optimizer: Adam(learningRate: 0.02), options: TrainerOptions(batchSize: 2)
        ) { (model, batch: ArrayData<Int, Int>.Batch) in
            crossEntropy(model(batch.inputs).reshaped(to: [8, 12]), batch.targets.reshaped(to: [8]))
        }
        let data = ArrayData(ids, next.reshaped(to: [2, 4]))
        for _ in 0 ..< 60 { _ = trainer.trainEpoch(on: data) }
        #expect(trainer.trainedModel(ids).argmax(axis: 2).scalars == next.scalars)
        let file: String = directory + ".safetensors"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try trainer.model.save(to: file)
        #expect(try SafeTensorsFile(contentsOf: file).names.count == 7)
        try model.load(from: file)
        #expect(model(ids) == trainer.model(ids))
    }

    @Test func theBufferIsSavedAndNotLearned() {
        var layer = MaxScale()
        var optimizer = SGD(learningRate: 1)
        let gradients: MaxScale = gradient(at: layer) { layer in withMode(.training) { layer(Tensor([3, -5])).sum() } }
        #expect(layer.greatest.value == Tensor(1))
        optimizer.update(&layer, along: gradients)
        #expect(layer.greatest.value == Tensor(5) && layer(Tensor([10])) == Tensor([2]))
        #expect(layer.parameterNames == [] && layer.namedTensors.keys.sorted() == ["greatest"])
    }

    private let train: ArrayData<Float, Float> = {
        let x: Tensor<Float> = sample([200, 1])
        return ArrayData(x, x * 2 + 1)
    }()
    private let test = ArrayData<Float, Float>(Tensor([[0], [1]]), Tensor([[1], [3]]))

    private func affine() -> Linear<Float> {
        var generator = PhiloxGenerator(seed: 1)
        return Linear(1, 1, using: &generator)
    }

    @Test func aUsersLossTrains() async {
        await #expect(processExitsWith: .success) {
            let tests = ModuleArticleTests()
            let (model, train, test) = (tests.affine(), tests.train, tests.test)
            let trainer = Trainer(model, optimizer: Adam(learningRate: 0.01)) {
                (model, batch: ArrayData<Float, Float>.Batch) in
                huberLoss(model(batch.inputs), batch.targets)
            }
            var run = TrainingRun(trainer, epochs: 30)
            let (trained, metrics) = try run.run(train: train, test: test)
            require(metrics.count == 30 && metrics[29].testLoss < 0.01, "\(metrics)")
            require(abs(trained.weight.scalars[0] - 2) < 0.1, "\(trained.weight)")
        }
    }

    @Test func aRunWithEverything() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            let tests = ModuleArticleTests()
            let (model, directory): (Linear<Float>, String) = (tests.affine(), tests.directory)
            defer {
                try? FileManager.default.removeItem(atPath: directory)
                try? FileManager.default.removeItem(atPath: directory + ".jsonl")
            }
            var run = TrainingRun(
                Trainer(
                    model, optimizer: AdamW(learningRate: 0.01), objective: .regression(),
                    options: TrainerOptions(batchSize: 20, batchesPerStep: 2, gradientNormLimit: 1, seed: 7)),
                epochs: 100, selection: .best(by: "test_loss", patience: 5),
                checkpoints: CheckpointDirectory(path: directory),
                observers: [
                    try .metricsFile(directory + ".jsonl"),
                    TrainingObserver { event in
                        if case .epochEnded(let metrics) = event.kind { print(metrics.jsonLine) }
                    },
                ])
            let metrics: [EpochMetrics] = try run.run(train: tests.train, test: tests.test).metrics
            require(metrics.last.map { $0.testLoss < 1e-3 } == true, "\(metrics)")
            let file: String = try String(contentsOfFile: directory + ".jsonl", encoding: .utf8)
            require(file == metrics.map { $0.jsonLine + "\n" }.joined(), "the metrics file differs from the metrics")
        }
        let lines: [Substring] = text(result?.standardOutputContent).split(separator: "\n")
        #expect(lines.first?.hasPrefix(#"{"epoch":1,"train_loss":"#) == true)
    }

    @Test func aUsersLoopTrains() {
        var generator = PhiloxGenerator(seed: 1)
        var network: Linear<Float> = affine()
        var optimizer = Adam(learningRate: 0.05)
        for _ in 0 ..< 30 {
            for (x, y) in train.batches(of: 20, shuffledBy: &generator) {
                let gradients = withMode(.training, using: &generator) {
                    gradient(at: network) { network in meanSquaredError(network(x), y) }
                }
                optimizer.update(&network, along: gradients)
            }
        }
        #expect(abs(network.weight.scalars[0] - 2) < 0.05)
    }

    @Test func everySnippetIsHere() throws {
        let tests = URL(fileURLWithPath: #filePath)
        let root: URL = tests.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let source: Set<String> = try Set(lines(of: String(contentsOf: tests, encoding: .utf8)))
        let article: String = try String(contentsOf: root.appendingPathComponent("docs/modules.md"), encoding: .utf8)
        let code: [String] = Repository.codeLines(in: article)
        for line in code { #expect(source.contains(line), "modules.md: \(line)") }
        #expect(code.count > 80)
    }

    private func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

/// Adds noise in training: a regularizer.
struct GaussianNoise: ParameterFreeModule {
    let deviation: Float

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        guard Mode.current == .training else { return x }
        let noise: Tensor<Float> = Mode.withGenerator(for: "GaussianNoise") { generator in
            Tensor(randomNormal: x.shape, using: &generator)
        }
        return x + noise * deviation
    }
}

struct ResidualBlock: Module {
    var norm: LayerNorm<Float>
    var narrow, wide: Linear<Float>
    let dropout = Dropout<Float>(0.1)

    init(_ width: Int, using generator: inout PhiloxGenerator) {
        norm = LayerNorm([width])
        narrow = Linear(width, width / 2, using: &generator)
        wide = Linear(width / 2, width, using: &generator)
    }

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        x + dropout(wide(narrow(norm(x)).gelu()))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&norm, "norm")
        visitor.visit(&narrow, "narrow")
        visitor.visit(&wide, "wide")
    }
}

struct TokenModel: Module {
    var embedding: Embedding<Float>
    var block: ResidualBlock

    init(tokens: Int, width: Int, using generator: inout PhiloxGenerator) {
        embedding = Embedding(tokens, width, using: &generator)
        block = ResidualBlock(width, using: &generator)
    }

    /// `[batch, steps]` → `[batch, steps, tokens]`.
    func callAsFunction(_ ids: Tensor<Int>) -> Tensor<Float> {
        linear(block(embedding(ids)), embedding.weight)
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&embedding, "embedding")
        visitor.visit(&block, "block")
    }
}

/// Divides by the greatest magnitude seen in training.
struct MaxScale: Module {
    var greatest = Buffer(Tensor<Float>(1))

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        if Mode.current == .training {
            greatest.update(maximum(greatest.latest, x.asConstant().abs().max()))
        }
        return x / greatest.latest
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&greatest, "greatest")
    }
}
