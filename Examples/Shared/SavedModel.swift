import ArgumentParser
import Foundation
import ONNX
import SynaNN

/// A trained network, from a directory that `--save` wrote or a safetensors file in it.
struct SavedModel {
    /// Gives log-probabilities or logits of images `[N, 1, 28, 28]`.
    let network: any ONNXConvertible<Float>
    let normalization: PixelNormalization
    /// What it was trained with, by name.
    let settings: [String: String]

    init<Options: NetworkOptions>(path: String, _ options: Options.Type) throws {
        var isDirectory: ObjCBool = false
        let exists: Bool = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        guard exists else {
            throw ValidationError("\(path) is not there. Name the directory that was given to --save.")
        }
        let file: String = isDirectory.boolValue ? path + "/model.safetensors" : path
        let stored = try SafeTensorsFile(contentsOf: file)
        let options: Options = try .saved(in: stored.metadata, file)
        self = try options.withNetwork(Loading(stored: stored))
    }

    private init(
        _ network: any ONNXConvertible<Float>, _ normalization: PixelNormalization, _ settings: [String: String]
    ) {
        (self.network, self.normalization, self.settings) = (network, normalization, settings)
    }

    private struct Loading: NetworkUse {
        let stored: SafeTensorsFile

        func callAsFunction<Model: ONNXConvertible>(
            _ normalization: PixelNormalization, _ makeModel: (inout PhiloxGenerator) -> Model
        ) throws -> SavedModel where Model.Scalar == Float {
            var generator = PhiloxGenerator(seed: 0)
            var model: Model = makeModel(&generator)
            try model.load(from: stored)
            return SavedModel(model, normalization, stored.metadata)
        }
    }

    /// The same in batches, so that many images take no more memory than a few.
    func logProbabilities(of images: LabeledImages) -> Tensor<Float> {
        let parts: [Tensor<Float>] = stride(from: 0, to: images.count, by: 500).map { start in
            let indices: [Int] = Array(start ..< min(start + 500, images.count))
            let (inputs, _) = images.batch(indices[...], normalization: normalization)
            return withMode(.inference) { network(inputs) }.logSoftmax()
        }
        return Tensor(concatenating: parts, axis: 0)
    }
}

/// `evaluate`: a saved model on the test images.
public struct Evaluate<Options: NetworkOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "evaluate", abstract: "Measures a saved model on the test images.",
            discussion: "Prints loss, accuracy and calibration error, and how often each digit is taken for which.")
    }

    @Argument(help: "The directory that was given to --save, or a model's safetensors file.")
    public var model: String

    @Option(help: "The directory of the MNIST files. Else $MNIST_DIR, the user's cache, or a download.")
    public var data: String?

    @Option(help: "An .npy file for the log-probabilities of the images, [images, 10].")
    public var scores: String?

    @Option(help: "Threads to compute with. The machine's cores unless given.")
    public var threads: Int?

    public init() {}

    public func run() throws {
        if let threads { Parallelism.threadCount = threads }
        let saved = try SavedModel(path: model, Options.self)
        let images: LabeledImages = try loadDigits(directory: data, isQuiet: true).test
        let scores: Tensor<Float> = saved.logProbabilities(of: images)
        if let path = self.scores { try NPYFile.write(AnyTensor(scores), to: path) }
        let labels = Tensor<Int>(images.labels.map { Int($0) })
        print(
            String(
                format: "%d images  loss %.4f  accuracy %.2f %%  calibration error %.2f %%", images.count,
                Double(crossEntropy(scores, labels).scalar),
                100 * Double(correctCount(scores, labels)) / Double(images.count),
                100 * calibrationError(scores, labels)))
        print(confusion(scores.argmax(axis: 1).scalars, labels.scalars))
    }

    /// Rows are the digits, columns what they were taken for.
    private func confusion(_ answers: [Int], _ labels: [Int]) -> String {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 10), count: 10)
        for (answer, label) in zip(answers, labels) { counts[label][answer] += 1 }
        let header: String = "taken for " + (0 ..< 10).map { pad($0) }.joined()
        return ([header] + counts.enumerated().map { "        \($0.offset) " + $0.element.map(pad).joined() })
            .joined(separator: "\n")
    }

    private func pad(_ number: Int) -> String {
        String(repeating: " ", count: max(1, 6 - "\(number)".count)) + "\(number)"
    }
}

/// `predict`: a saved model on images of the user's.
public struct Predict<Options: NetworkOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "predict", abstract: "Says which digits a saved model sees in images.",
            discussion: """
                An image is a PNG of any size, light on dark or dark on light (then it is inverted), scaled to 28 × 28; or an \
                IDX file of unsigned bytes with images of 28 × 28, raw or gzip'd.
                """)
    }

    @Argument(help: "The directory that was given to --save, or a model's safetensors file.")
    public var model: String

    @Argument(help: "PNG or IDX files.")
    public var images: [String]

    @Option(help: "Images of an IDX file to look at, from its front.")
    public var limit = 10

    public init() {}

    public func validate() throws {
        if images.isEmpty { throw ValidationError("name at least one image") }
        if limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    public func run() throws {
        let saved = try SavedModel(path: model, Options.self)
        for path in images {
            let images: LabeledImages = try DigitImages(path: path, limit: limit).images
            let scores: Tensor<Float> = saved.logProbabilities(of: images)
            for index in 0 ..< images.count {
                let name: String = images.count == 1 ? path : "\(path)[\(index)]"
                print("\(name): \(topThree(scores[index].scalars))")
            }
        }
    }

    private func topThree(_ logProbabilities: [Float]) -> String {
        let order: [Int] = logProbabilities.indices.sorted { logProbabilities[$0] > logProbabilities[$1] }
        return order.prefix(3).map { digit in
            String(format: "%d %.2f %%", digit, 100 * Double.exp(Double(logProbabilities[digit])))
        }.joined(separator: "  ")
    }
}
