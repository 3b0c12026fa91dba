import Foundation
import ONNX
import SynaNN
import TestSupport
import Testing

/// The Swift column of docs/from-pytorch-to-swift.md can be compiled and run. `everyRowIsHere` compares the article
/// with this file.
@Suite struct PyTorchArticleTests {
    @Test func tensors() {
        var generator = PhiloxGenerator(seed: 1)
        let x = Tensor<Float>([[1, 2], [3, 4]])
        let z = Tensor<Float>(zeros: [2, 3])
        let r = Tensor<Float>(randomNormal: [2, 3], using: &generator)
        let y = x.reshaped(to: [-1])
        let t = x.transposed(0, 1)
        let s = x.sum(axis: 1, keepDims: true)
        let c = Tensor(concatenating: [x, x], axis: 0)
        let k = Tensor(stacking: [x, x], axis: 0)
        let m = matmul(x, x)
        let e = einsum("ij,jk->ik", x, x)
        let w = select(x .> 2, x, Tensor(0))
        let a = x.argmax(axis: 1)
        let d = Tensor<Double>(x)
        let p = x[.all, 0]
        let n = x.expandingShape(at: 0)
        #expect(z.shape == [2, 3] && r.shape == [2, 3] && y.shape == [4] && t[0, 1].scalar == 3 && s.shape == [2, 1])
        #expect(c.shape == [4, 2] && k.shape == [2, 2, 2] && e == m && w[0, 0].scalar == 0 && a.scalars == [1, 1])
        #expect(d[1, 1].scalar == 4 && p.scalars == [1, 3] && n.shape == [1, 2, 2])
    }

    @Test func gradients() {
        let x = Tensor<Double>([1, 2])
        let g = gradient(at: x) { x in x.squared().sum() }
        let (loss, derivative) = valueWithGradient(at: x) { x in x.exp().sum() }
        let second = gradient(at: x) { x in gradient(at: x) { $0.exp().sum() }.sum() }
        let check = checkGradient(at: x) { x in x.sin().sum() }
        let cube = gradient(at: x) { x in
            withDerivative(of: TensorOperation("cube", x), x * x * x, .by(x) { cotangent in 3 * x * x * cotangent })
                .sum()
        }
        #expect(cube.scalars == [3, 12])
        let still = gradient(at: x) { x in (x.asConstant() * x).sum() }
        #expect(g == 2 * x && derivative == x.exp() && abs(loss.scalar - x.exp().sum().scalar) < 1e-12)
        #expect(difference(second, x.exp(), tolerance: 1e-12) == nil && check.error < 1e-8 && still == x)
    }

    private struct Network: Module {
        var first, second: Linear<Float>

        init(using generator: inout PhiloxGenerator) {
            first = Linear(4, 8, using: &generator)
            second = Linear(8, 3, using: &generator)
        }

        func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> { second(first(x).relu()) }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
            visitor.visit(&first, "first")
            visitor.visit(&second, "second")
        }
    }

    /// A layer with a buffer that counts the layer's calls in training mode.
    private struct CountedLinear: Module {
        var linear: Linear<Float>
        var calls = Buffer(Tensor<Float>(zeros: [1]))

        init(using generator: inout PhiloxGenerator) { linear = Linear(4, 8, using: &generator) }

        func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
            if Mode.current == .training { calls.update(calls.latest + 1) }
            return linear(x)
        }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
            visitor.visit(&linear, "linear")
            visitor.visit(&calls, "calls")
        }
    }

    @Test func layers() {
        var generator = PhiloxGenerator(seed: 1)
        let dense = Linear<Float>(4, 8, using: &generator)
        let conv = Conv2D<Float>(1, 8, kernel: 3, padding: 1, using: &generator)
        let depthwise = Conv2D<Float>(8, 8, kernel: 3, padding: 1, groups: 8, using: &generator)
        let signals = Conv1D<Float>(4, 8, kernel: 3, padding: 1, using: &generator)
        let enlarging = ConvTranspose2D<Float>(8, 4, kernel: 4, stride: 2, padding: 1, using: &generator)
        let pool = MaxPool2D<Float>(2)
        let pool1 = MaxPool1D<Float>(2)
        let average1 = AveragePool1D<Float>(2)
        let adaptive = AdaptiveAveragePool2D<Float>(2)
        let greatest = AdaptiveMaxPool2D<Float>((2, 1))
        let norm = BatchNorm<Float>(8)
        let table = Embedding<Float>(100, 16, using: &generator)
        let lstm = LSTM<Float>(4, 8, using: &generator)
        let gru = GRU<Float>(4, 8, using: &generator)
        let dropping = RecurrentStack<LSTM<Float>>(4, 8, layers: 2, dropout: 0.1, using: &generator)
        let bothDirections = Bidirectional<GRU<Float>>(4, 8, using: &generator)
        let stacked = RecurrentStack<Bidirectional<LSTM<Float>>>(4, 8, layers: 2, using: &generator)
        let (steps, lengths): (Tensor<Float>, Tensor<Int>) = (sample([2, 5, 4]), Tensor([5, 3]))
        let packed = gru(steps, lengths: lengths)
        let layerNorm = LayerNorm<Float>([8])
        let rmsNorm = RMSNorm<Float>([8])
        let groupNorm = GroupNorm<Float>(2, 8)
        let instanceNorm = InstanceNorm<Float>(8)
        let gelu = GELU<Float>()
        let synapse = Synapse<Float>(8, using: &generator)
        let stack = Sequential<Float>(Linear<Float>(4, 8, using: &generator), ReLU<Float>())
        let x: Tensor<Float> = sample([2, 4])
        let y = withMode(.training, using: &generator) { Dropout<Float>(0.5)(x) }
        #expect(synapse(dense(x).sigmoid()).shape == [2, 8] && stack(x).shape == [2, 8] && y.shape == x.shape)
        #expect(gelu(layerNorm(gru(sample([2, 5, 4])))).shape == [2, 5, 8])
        #expect(average1(pool1(signals(sample([2, 4, 8])))).shape == [2, 8, 2])
        #expect(greatest(adaptive(enlarging(sample([2, 8, 3, 3])))).shape == [2, 4, 2, 1])
        #expect(rmsNorm(instanceNorm(groupNorm(sample([2, 8, 8])))).shape == [2, 8, 8])
        #expect(packed[1, 3...] == Tensor(zeros: [2, 8]) && dropping(steps).shape == [2, 5, 8])
        #expect(bothDirections(steps).shape == [2, 5, 16] && stacked(steps).shape == [2, 5, 16])
        let network = Network(using: &generator)
        let operations = Trace(of: network, input: sample([2, 4])).nodes.map(\.operation)
        #expect(operations == ["linear", "relu", "linear"])
        let counted = CountedLinear(using: &generator)
        let gradients: CountedLinear = gradient(at: counted) { counted in withMode(.training) { counted(x).sum() } }
        #expect(gradients.calls.value.scalars == [1] && counted.calls.value.scalars == [0])
        #expect(pool(norm(depthwise(conv(sample([2, 1, 4, 4]))))).shape == [2, 8, 2, 2])
        #expect(table(Tensor<Int>([[1, 2]])).shape == [1, 2, 16] && lstm(sample([2, 5, 4])).shape == [2, 5, 8])
    }

    @Test func activations() {
        let layers: [any TensorModule<Float>] = [
            GELU<Float>(approximation: .tanh), LeakyReLU<Float>(negativeSlope: 0.1), PReLU<Float>(8),
            ELU<Float>(alpha: 0.5), Mish<Float>(), Hardswish<Float>(), Hardsigmoid<Float>(),
        ]
        for layer in layers { #expect(layer(sample([2, 8])).shape == [2, 8]) }
    }

    @Test func attentionLayers() {
        var generator = PhiloxGenerator(seed: 1)
        let selfAttention = MultiHeadAttention<Float>(8, heads: 2, using: &generator)
        let block = TransformerEncoderLayer<Float>(8, heads: 2, hidden: 32, using: &generator)
        let (x, y): (Tensor<Float>, Tensor<Float>) = (sample([2, 5, 8]), sample([2, 3, 8]))
        let padding = Tensor<Bool>([[false, false, true], [false, true, true]])
        let mask: Tensor<Bool> = Tensor<Float>(ones: [5, 5]).sum(axis: 0) .> 0
        #expect(selfAttention(x).shape == x.shape && block(x).shape == x.shape)
        #expect(selfAttention(queries: x, keys: y, values: y, padding: padding).shape == x.shape)
        #expect(attention(x, x, x, mask: .allowing(mask)) == attention(x, x, x))
        #expect(attention(x, x, x, isCausal: true) != attention(x, x, x))
    }

    @Test func training() throws {
        var generator = PhiloxGenerator(seed: 1)
        var network = Network(using: &generator)
        let (x, labels): (Tensor<Float>, Tensor<Int>) = (sample([30, 4]), Tensor((0 ..< 30).map { $0 % 3 }))
        let data = ArrayData(x, labels)
        var optimizer = AdamW(learningRate: 0.01, weightDecay: 0.01)
        optimizer.groups = [.frozen("first.*"), ParameterGroup("*.bias", weightDecay: 0)]
        for batch in data.batches(of: 10, shuffledBy: &generator) {
            let derivative: Network = gradient(at: network) { network in
                withMode(.training) { crossEntropy(network(batch.inputs), batch.targets) }
            }
            let clipped: Network = derivative.clipped(toNorm: 1)
            optimizer.update(&network, along: clipped)
        }
        var lbfgs = LBFGS()
        let before = lbfgs.minimize(&network) { network in crossEntropy(network(x), labels) }
        #expect(crossEntropy(network(x), labels).scalar < before.scalar)
        let schedule = CosineSchedule(0.01, stepCount: 100)
        let plateau = PlateauSchedule(0.01, patience: 3)
        let trainer = Trainer(
            network, optimizer: Adam(learningRate: 0.01), schedule: schedule, objective: .classification(),
            options: TrainerOptions(batchSize: 10, batchesPerStep: 2))
        let checkpoints = CheckpointDirectory(path: NSTemporaryDirectory() + "pytorch-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: checkpoints.path) }
        try checkpoints.save(trainer)
        var resumed = trainer
        try checkpoints.restore(&resumed)
        #expect(resumed.model.namedTensors == trainer.model.namedTensors)
        var run = TrainingRun(
            trainer, epochs: 3, selection: .best(by: "test_loss", patience: 2), observers: [])
        let (model, metrics) = try run.run(train: data, test: data)
        let scores = withMode(.inference) { model(x) }
        #expect(metrics.count >= 1 && scores.shape == [30, 3] && plateau.learningRate(at: 0) == 0.01)
        #expect(accuracy(scores, labels) == metrics[(run.progress.bestEpoch ?? 1) - 1].testAccuracy)
        #expect(schedule.learningRate(at: 0) == 0.01)
    }

    @Test func filesAndTools() throws {
        var generator = PhiloxGenerator(seed: 1)
        var network = Network(using: &generator)
        let directory: String = NSTemporaryDirectory() + "pytorch-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path: String = directory + "/network.safetensors"
        try network.save(to: path)
        try network.load(from: path)
        try network.load(from: path, verifying: .shapes)
        let names = network.parameterNames
        let summary = try Summary(of: network, sample: [4])
        let (_, profile) = Profile.measure { network(sample([2, 4])) }
        let onnx = try ONNXModel(of: network, sample: [4])
        try onnx.write(to: directory + "/network.onnx")
        let n: Int = Parallelism.threadCount
        Parallelism.threadCount = n
        #expect(names == ["first.weight", "first.bias", "second.weight", "second.bias"])
        #expect(
            summary.parameterCount == 67 && profile.rows.count == 2 && onnx.outputs[0].description == "output [N, 3]")
    }

    @Test func everyRowIsHere() throws {
        let here = URL(fileURLWithPath: #filePath)
        let root: URL = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let source: String = try squeezed(String(contentsOf: here, encoding: .utf8))
        let article: String = try String(
            contentsOf: root.appendingPathComponent("docs/from-pytorch-to-swift.md"), encoding: .utf8)
        var count = 0
        for line in article.split(separator: "\n") where line.hasPrefix("| `") {
            let cells: [Substring] = line.split(separator: "`")
            guard cells.count >= 4 else { continue }
            #expect(source.contains(squeezed(String(cells[3]))), "from-pytorch-to-swift.md: \(cells[3])")
            count += 1
        }
        #expect(count > 54)
    }

    /// Returns the text without white space, because this file can break the code of a row into several lines.
    private func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}
