import ArgumentParser
import Foundation
import SynaNN

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

    @Option(help: "Images of an IDX file to look at, from its front. 10 unless given.")
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
            let digits = try DigitImages(path: path, limit: limit ?? 10)
            let images: LabeledImages = digits.images
            hasList = hasList || digits.isList
            let scores: Tensor<Float> = try saved.logProbabilities(of: images)
            for index in 0 ..< images.count {
                let name: String = images.count == 1 ? path : "\(path)[\(index)]"
                print("\(name): \(topThree(scores[index].scalars))")
            }
        }
        if limit != nil, !hasList {
            StandardError.print("--limit changed nothing: none of the files holds several images.")
        }
    }

    private func topThree(_ logProbabilities: [Float]) -> String {
        let order: [Int] = logProbabilities.indices.sorted { logProbabilities[$0] > logProbabilities[$1] }
        return order.prefix(3).map { digit in
            String(format: "%d %.2f %%", digit, 100 * Double.exp(Double(logProbabilities[digit])))
        }.joined(separator: "  ")
    }
}
