import ArgumentParser
import Foundation
import SynaNN

/// `predict`: prints which classes a saved model recognizes in the user's images.
public struct Predict<Options: NetworkOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "predict", abstract: "Prints which classes a saved model sees in images.",
            discussion: """
                A file is a PNG or JPEG picture or an IDX file. A picture may have any size: the program scales it to the \
                size that the network reads. For a network of handwritten characters, the program inverts a picture with a \
                light border. An IDX file contains unsigned bytes in the size of the network, 28 × 28 for MNIST, and may be \
                compressed with gzip.
                """)
    }

    @Argument(help: "The directory that --save wrote, or a model's safetensors file.")
    public var model: String

    @Argument(help: "PNG, JPEG or IDX files.")
    public var images: [String]

    @Option(help: "The number of images to read from the start of an IDX file. By default 10.")
    public var limit: Int?

    public init() {}

    public func validate() throws {
        if images.isEmpty { throw ValidationError("name at least one image") }
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    public func run() throws {
        let saved = try SavedModel(path: model, Options.self)
        var hasList = false
        for path in images {
            let input = try InputImages(path: path, for: saved.task, limit: limit ?? 10)
            let images: LabeledImages = input.images
            hasList = hasList || input.isList
            let scores: Tensor<Float> = try saved.logProbabilities(of: images)
            for index in 0 ..< images.count {
                let name: String = images.count == 1 ? path : "\(path)[\(index)]"
                print("\(name): \(topThree(scores[index].scalars, saved.task.classNames))")
            }
        }
        if limit != nil, !hasList {
            StandardError.print("--limit had no effect: none of the files is an IDX file.")
        }
    }

    private func topThree(_ logProbabilities: [Float], _ classNames: [String]) -> String {
        let order: [Int] = logProbabilities.indices.sorted { logProbabilities[$0] > logProbabilities[$1] }
        return order.prefix(3).map { label in
            classNames[label] + String(format: " %.2f %%", 100 * Double.exp(Double(logProbabilities[label])))
        }.joined(separator: "  ")
    }
}
