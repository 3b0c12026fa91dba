import Distributed
import Foundation
import Fourier
import ONNX
import SynaNN
import TensorBoard
import TestSupport
import Testing

/// The code on the landing pages of the API reference can be compiled and run. `everySnippetIsHere` compares the pages
/// with this file.
@Suite struct LandingPageTests {
    private let folder: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("landing-pages-\(UUID().uuidString)").path

    private func withFolder(_ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body()
    }

    private var smallClassifier: Sequential<Float> {
        var weights = PhiloxGenerator(seed: 1)
        return Sequential<Float>(Linear(4, 16, using: &weights), ReLU(), Linear(16, 3, using: &weights))
    }

    @Test func files() throws {
        try withFolder {
            let path: String = folder + "/numbers.txt"
            try AtomicFile.write(Data("12.5\n".utf8), to: path)
            let text: String = try FileContents.text(of: path)
            #expect(text == "12.5\n")
        }
    }

    @Test func tensors() {
        var generator = PhiloxGenerator(seed: 1)
        let weight = Tensor<Float>(randomNormal: [3, 4], using: &generator)
        let x = Tensor<Float>([[1, 2, 3, 4], [5, 6, 7, 8]])  // shape [2, 4]
        let y: Tensor<Float> = matmul(x, weight.transposed())  // shape [2, 3]
        let scaled: Tensor<Float> = (y - y.mean(axis: 0)) / 2  // broadcasts [3] over the rows
        let firstRow: Tensor<Float> = scaled[0, .all]  // a view: nothing is copied
        #expect(y.shape == [2, 3] && firstRow.shape == [3])
        #expect(difference(firstRow, -scaled[1], tolerance: 1e-6) == nil)
    }

    @Test func linearAlgebra() throws {
        let a = Tensor<Double>([[4, 1], [2, 3]])
        let b = Tensor<Double>([1, 2])
        let solution: Tensor<Double> = try solve(a, b)
        let parts = try svd(a)
        let rebuilt: Tensor<Double> = matmul(parts.u * parts.singularValues, parts.vt)
        #expect(difference(matmul(a, solution), b, tolerance: 1e-14) == nil)
        #expect(difference(rebuilt, a, tolerance: 1e-14) == nil)
    }

    @Test func statistics() {
        let probabilities: [Double] = [0.1, 0.4, 0.35, 0.8]
        let outcomes: [Int] = [0, 0, 1, 1]
        let area: Double = areaUnderROC(probabilities, outcomes)
        var accuracy = Accuracy<Float>()
        accuracy.add(Tensor([[2, 1], [0, 3]]), Tensor([0, 0]))
        #expect(area == 0.75 && accuracy.value == 0.5)
    }

    @Test func differentiation() {
        let point = Tensor<Double>([1, 2, 3])
        let (squareSum, derivative) = valueWithGradient(at: point) { x in x.squared().sum() }
        let second: Tensor<Double> = gradient(at: point) { x in gradient(at: x) { x in (x * x * x).sum() }.sum() }
        #expect(squareSum.scalar == 14 && derivative == Tensor([2, 4, 6]))
        #expect(second == Tensor([6, 12, 18]))
    }

    @Test func neuralNetworks() {
        var weights = PhiloxGenerator(seed: 1)
        let classifier = Sequential<Float>(
            Linear(4, 16, using: &weights), ReLU(), Dropout(0.1), Linear(16, 3, using: &weights))
        let scores: Tensor<Float> = classifier(Tensor(zeros: [8, 4]))  // [8, 3], in inference mode
        let loss: Tensor<Float> = withMode(.training, using: &weights) {
            crossEntropy(classifier(Tensor(zeros: [8, 4])), Tensor([0, 1, 2, 0, 1, 2, 0, 1]))
        }
        #expect(scores.shape == [8, 3] && loss.scalar.isFinite)
    }

    @Test func synapses() {
        var randomness = PhiloxGenerator(seed: 1)
        let layer = Synapse<Float>(64, using: &randomness)
        let channels: Tensor<Float> = Tensor(randomUniform: [100, 64], in: 0 ..< 1, using: &randomness)
        let open: Tensor<Float> = layer(channels)  // y_i = α_i · x_i · ∏_j (1 − β_ij · x_j), shape [100, 64]
        #expect(open.shape == [100, 64] && (open .<= channels).all())
    }

    @Test func optimizers() {
        var model = Tensor<Float>([3, -2])
        var optimizer = SGD(learningRate: 0.1, momentum: 0.9)
        for _ in 0 ..< 100 {
            let (_, derivative) = valueWithGradient(at: model) { model in model.squared().sum() }
            optimizer.update(&model, along: derivative)
        }
        #expect(model.abs().max().scalar < 0.1)
    }

    @Test func datasets() {
        let drawn: MNIST = .drawn(trainCount: 100, testCount: 10)
        let (pictures, classes) = drawn.train.batch(ArraySlice(0 ..< 32), normalization: .mnist)
        #expect(pictures.shape == [32, 1, 28, 28] && classes.shape == [32])
    }

    @Test func interchange() throws {
        let classifier: Sequential<Float> = smallClassifier
        try withFolder {
            let path: String = folder + "/classifier.safetensors"
            try classifier.save(to: path)
            let stored = try SafeTensorsFile(contentsOf: path)
            let hidden: Tensor<Float> = try stored.tensor("0.weight", as: Float.self)
            #expect(hidden.shape == [16, 4])
        }
    }

    @Test func training() throws {
        let classifier: Sequential<Float> = smallClassifier
        let samples = ArrayData(Tensor<Float>(zeros: [32, 4]), Tensor<Float>(zeros: [32, 3]))
        let trainer = Trainer(classifier, optimizer: Adam()) { (network, batch: ArrayData<Float, Float>.Batch) in
            meanSquaredError(network(batch.inputs), batch.targets)
        }
        var run = TrainingRun(trainer, epochs: 2, observers: [])
        let (trained, metrics) = try run.run(train: samples)
        #expect(metrics.count == 2 && trained.parameterCount == classifier.parameterCount)
    }

    @Test func onnx() throws {
        let classifier: Sequential<Float> = smallClassifier
        try withFolder {
            let path: String = folder + "/classifier.onnx"
            let exported = try ONNXModel(of: classifier, sample: [4])  // the shape of one sample, without the batch
            try exported.write(to: path)
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func tensorBoard() throws {
        try withFolder {
            let events = try EventFile(directory: folder)
            try events.write(scalar: 0.25, "loss/train", step: 1)
            try events.write(histogram: Tensor<Float>([0.1, 0.2, 0.4]), "synapse/beta", step: 1)
            #expect(try Data(contentsOf: URL(fileURLWithPath: events.path)).count > 100)
        }
    }

    @Test func fourier() {
        let time = Tensor<Double>(from: 0, to: 1000) * 0.001
        let wave: Tensor<Double> = (time * (2 * .pi * 50)).sin()
        let spectrum = rfft(wave)  // Complex<Double>, shape [501]
        let frequencies: Tensor<Double> = rfftfreq(1000, d: 0.001)
        let again = irfft(spectrum, n: 1000)
        let peak: Int = spectrum.imaginaryPart().abs().argmax(axis: 0).scalar
        #expect(spectrum.shape == [501] && abs(frequencies[peak].scalar - 50) < 1e-12)
        #expect(difference(again, wave, tolerance: 1e-14) == nil)
    }

    @Test func synaNN() {
        var generator = PhiloxGenerator(seed: 1)
        let network = TwoLayers(
            first: Linear(8, 4, using: &generator), synapse: Synapse(4, using: &generator),
            last: Linear(4, 2, using: &generator))
        #expect(network(Tensor(zeros: [3, 8])).shape == [3, 2])
    }

    /// Every Swift module has a landing page with a sample, and this file contains every line of the sample.
    /// Runs in a process of its own, because MPI can be initialized only once.
    @Test func distributed() async {
        await #expect(processExitsWith: .success) {
            let world: Communicator = try .world
            let count: Tensor<Int> = try world.allReduce(Tensor([1]), .sum)  // the number of ranks, on every rank
            let first: Tensor<Float> = try world.broadcast(Tensor([3, 4]), from: 0)
            #expect(count.scalars == [1] && first.scalars == [3, 4])
        }
    }

    @Test func everySnippetIsHere() throws {
        let source: Set<String> = try Set(lines(of: String(contentsOfFile: #filePath, encoding: .utf8)))
        var missing: [String] = []
        for module in try libraryModules() {
            let page: URL = Repository.root.appendingPathComponent("Sources/\(module)/\(module).docc/\(module).md")
            let text: String = try String(contentsOf: page, encoding: .utf8)
            #expect(text.hasPrefix("# ``\(module)``\n\n"), "\(page.path)")
            var isCode = false
            var count = 0
            for line in lines(of: text) {
                if line.hasPrefix("```") {
                    isCode = line == "```swift"
                } else if isCode, !line.hasPrefix("import ") {
                    if !source.contains(line) { missing.append("\(module).md: \(line)") }
                    count += 1
                }
            }
            #expect(count > 1, "\(module).md has no sample")
        }
        #expect(missing == [])
    }

    /// Returns the names of the folders in Sources that contain Swift files.
    private func libraryModules() throws -> Set<String> {
        let files: [String] = try Repository.paths(below: "Sources").filter { $0.hasSuffix(".swift") }
        return Set(files.map { String($0.split(separator: "/")[1]) })
    }

    private func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}

struct TwoLayers: Module {
    var first: Linear<Float>
    var synapse: Synapse<Float>
    var last: Linear<Float>

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        last(synapse(first(x).sigmoid()))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&first, "first")
        visitor.visit(&synapse, "synapse")
        visitor.visit(&last, "last")
    }
}
