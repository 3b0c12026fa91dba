import Foundation
import Fourier
import SynaNN
import TestSupport
import Testing

/// The Swift samples in the doc comments of Sources can be compiled, and the samples that take little time can be run.
/// `everySampleIsHere` compares the samples with the comments. Support/DocCommentSamples.swift contains the samples
/// that are declarations, and the samples that are not run.
@Suite struct DocCommentSampleTests {
    private var generator = PhiloxGenerator(seed: 1)

    private var network: Sequential<Float> {
        var generator = PhiloxGenerator(seed: 2)
        return Sequential<Float>(Linear<Float>(3, 1, using: &generator), ReLU<Float>())
    }

    @Test func tensors() {
        let a = Tensor<Float>([[1, 2], [3, 4]])
        let b = a.transposed() + 1
        #expect(b == Tensor([[2, 4], [3, 5]]))
        #expect(TapeSamples.square(a) == a * a)
        #expect(gradient(at: a) { TapeSamples.square($0).sum() } == 2 * a)
        let (rows, columns) = (Tensor<Int>([0, 1]), Tensor<Int>([1, 1]))
        let picked = a[rows, columns]
        #expect(picked.scalars == [2, 4])
        #expect(assigned(a).scalars == [1, 2, 3, 0])
        #expect(abs(TapeSamples.standardized(a).mean().scalar) < 1e-6)
    }

    private func assigned(_ tensor: Tensor<Float>) -> Tensor<Float> {
        var a: Tensor<Float> = tensor
        a[a .> 3] = Tensor(0)
        return a
    }

    @Test func linearAlgebra() throws {
        let a: Tensor<Double> = Tensor([[2, 1], [1, 3]])
        // The orthogonal factor of the polar decomposition.
        let rotation: Tensor<Double> = try singularValueFunction(of: a) {
            Tensor(ones: $0.shape)
        } derivative: {
            Tensor(zeros: $0.shape)
        }
        let bounded: Tensor<Double> = try symmetricFunction(of: a) {
            $0.tanh()
        } derivative: {
            1 - $0.tanh().squared()
        }
        #expect(difference(rotation, Tensor(identity: 2), tolerance: 1e-12) == nil)
        #expect(try symmetricEigenvalues(bounded).max().scalar < 1)
        let table = Tensor<Double>([[1, 1, 0], [1, 0, 1], [1, 0, 1]])
        for dependence in try dependentColumns(of: table) {
            print(dependence.column, dependence.terms)  // column 2 is 1·column 0 − 1·column 1
            #expect(dependence.column == 2)
        }
    }

    @Test mutating func networks() {
        let embedding = Embedding<Float>(1000, 32, using: &generator)
        let vectors: Tensor<Float> =
            embedding(Tensor<Int>([[5, 8, 999]]))  // [1, 3, 32]
        #expect(vectors.shape == [1, 3, 32])
        let network = Sequential<Float>(
            Linear<Float>(784, 64, using: &generator), ReLU<Float>(), Linear<Float>(64, 10, using: &generator))
        #expect(network(Tensor(zeros: [2, 784])).shape == [2, 10])
        #expect(ModeSample.Noise()(Tensor(zeros: [3])) == Tensor(zeros: [3]))
    }

    @Test mutating func data() {
        let (x, y): (Tensor<Float>, Tensor<Float>) = (Tensor(zeros: [40, 3]), Tensor(zeros: [40, 1]))
        let data = ArrayData(x, y)  // [N, 3] and [N, 1]
        for (x, y) in data.batches(of: 32, shuffledBy: &generator) { print(x.shape, y.shape) }
        let batch: Tensor<Float> = Tensor(zeros: [2, 1, 28, 28])
        let augmentation = ImageAugmentation.digits(fill: PixelNormalization.mnist.background)
        let inputs = augmentation(batch, using: &generator)
        #expect(inputs.shape == batch.shape)
    }

    @Test func metrics() {
        let scores = Tensor<Float>(identity: 10)
        let labels = Tensor<Int>([0, 1, 2, 3, 4, 5, 6, 7, 8, 0])
        var f1 = ClassificationScore<Float>(.f1, classCount: 10)
        f1.add(scores, labels)
        let value: Double =
            f1.value  // the macro average
        let values: [(name: String, value: Double)] =
            f1.values  // "f1", then "f1_0" to "f1_9"
        #expect(value < 1 && values.count == 11)
        var matrix = ConfusionMatrix(classCount: 10)
        matrix.add(scores, labels)
        print(matrix.recall(), matrix.f1(average: .macro))
        let brier: any Metric<Tensor<Float>, Tensor<Float>> =
            BrierScore<Float>().mapped { (logits: Tensor<Float>, targets: Tensor<Float>) in (logits.sigmoid(), targets)
            }
        #expect(brier.value.isNaN)
        let batches: [(images: Tensor<Float>, labels: Tensor<Int>)] = [(scores, labels)]
        let model: (Tensor<Float>) -> Tensor<Float> = { $0 }
        var accuracy = Accuracy<Float>()
        for batch in batches { accuracy.add(model(batch.images), batch.labels) }
        print(accuracy.name, accuracy.value)
        #expect(accuracy.value == 0.9)
    }

    @Test func regressions() throws {
        let data = try RegressionData(
            predictors: Tensor([[0], [1], [0], [1], [1], [0]]), names: ["x"], outcome: Tensor([0, 1, 0, 0, 1, 1]))
        do {
            let fit = try IndependentCauses().fit(data)
            for cause in fit.causes { print(cause.name, cause.probability) }
            #expect(abs(fit.causes[0].probability - 0.5) < 1e-9)
        }
        let fit = try GeneralizedLinearModel(.logistic).fit(data)
        for estimate in fit.estimates { print(estimate.name, estimate.ratio, estimate.ratioInterval()) }
        #expect(abs(fit.estimates[1].ratio - 4) < 1e-9)
    }

    @Test func optimizers() {
        var model: Sequential<Float> = network
        let (x, y): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [4, 3]), Tensor(ones: [4, 1]))
        do {
            var optimizer = LBFGS()
            for _ in 0 ..< 10 {
                optimizer.minimize(&model) { model in meanSquaredError(model(x), y) }
            }
        }
        var optimizer = Adam()
        optimizer.groups = [
            .frozen("encoder.*"), ParameterGroup("*.bias", "*.norm?.*", weightDecay: 0),
            ParameterGroup("head.*", learningRateFactor: 10),
        ]
        let (loss, step): (Double, Int) = (0.5, 1)
        var schedule = PlateauSchedule(0.1, patience: 3)
        schedule.observe(loss)  // after each epoch
        optimizer.learningRate = schedule.learningRate(at: step)
        #expect(optimizer.groups.count == 3 && optimizer.learningRate == 0.1)
    }

    @Test func training() {
        var trainer = Trainer(network, optimizer: Adam()) { (network, batch: ArrayData<Float, Float>.Batch) in
            huberLoss(network(batch.inputs), batch.targets)
        }
        let batch: ArrayData<Float, Float>.Batch = (Tensor(ones: [4, 3]), Tensor(ones: [4, 1]))
        let (loss, profile) = Profile.measure { trainer.trainStep(batch) }
        print(profile)
        #expect(loss.isFinite)
    }

    @Test func synapses() throws {
        var definition = SynapseGraphDefinition(inputs: ["x", "y"], outputs: ["a"])
        definition.connect("a", excitedBy: "x", inhibitedBy: ["y": 0.5], alpha: 1)
        let inputs: Tensor<Double> = Tensor([[0.5, 0.5]])
        let graph = try SynapseGraph<Double>(definition)
        let outputs = try graph(inputs)  // [N, inputs] → [N, outputs]
        #expect(outputs.scalars == [0.375])
    }

    @Test func fourier() {
        let f: Tensor<Double> = fftfreq(5, d: 0.1)  // [0, 2, 4, -4, -2]
        #expect(f.scalars == [0, 2, 4, -4, -2])
    }

    @Test func everySampleIsHere() throws {
        var source = ""
        for file in [#filePath, Repository.root.path + "/Tests/SynaNNTests/Support/DocCommentSamples.swift"] {
            source += try String(contentsOfFile: file, encoding: .utf8).filter { !$0.isWhitespace }
        }
        var (count, missing): (Int, [String]) = (0, [])
        for path in try Repository.paths(below: "Sources")
        where path.hasSuffix(".swift") && !path.hasSuffix(".pb.swift") {
            let text: String = try String(contentsOf: Repository.root.appendingPathComponent(path), encoding: .utf8)
            for line in swiftSamples(text).joined() {
                // Ignores white space, because the formatter can break a line of the test at another place.
                if !source.contains(line.filter { !$0.isWhitespace }) { missing.append("\(path): \(line)") }
                count += 1
            }
        }
        #expect(missing == [], "no test compiles these lines of samples")
        #expect(count > 100)
    }

    /// Returns the indented blocks of the doc comments that contain a line of Swift code, without blank lines and
    /// without lines of JSON.
    private func swiftSamples(_ text: String) -> [[Substring]] {
        var (blocks, isInside, previous): ([[Substring]], Bool, Substring) = ([], false, "")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let comment: Substring = line.drop { $0 == " " }
            if comment.hasPrefix("///     "), isInside || previous == "///" {
                if !isInside { blocks.append([]) }
                isInside = true
                blocks[blocks.count - 1].append(comment.dropFirst(8))
            } else if comment != "///" {
                isInside = false
            }
            previous = comment
        }
        let isSwift =
            #/^(let|var|func|struct|try|for|guard|mutating) |^[a-z]\w*\.\w+\(|\{ \(|^\w+\(.*\) \{|^\w+<.*> \{/#
        return blocks.filter { $0.contains { $0.contains(isSwift) } }.map { block in
            block.filter { !$0.contains(#/^\s*[{"]/#) || $0.contains(#/^\s*\{ \(/#) }
        }
    }
}
