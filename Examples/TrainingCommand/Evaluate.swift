import ArgumentParser
import Foundation
import SynaNN

/// `evaluate`: measures a saved model on the test images.
public struct Evaluate<Options: NetworkOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "evaluate", abstract: "Measures a saved model on the test images.",
            discussion: "Prints the loss, the accuracy, the calibration error and the confusion matrix.")
    }

    @Argument(help: "The directory that --save wrote, or a model's safetensors file.")
    public var model: String

    @Option(help: "The directory of the MNIST files. By default $MNIST_DIR, the user's cache, or a download.")
    public var data: String?

    @Option(help: "Write the log-probabilities of the images, [images, 10], to this .npy file.")
    public var scores: String?

    @OptionGroup public var parallelism: ThreadFlags

    public init() {}

    public func run() throws {
        parallelism.apply()
        let saved = try SavedModel(path: model, Options.self)
        let digits: MNIST = try loadDigits(directory: data, isQuiet: true)
        try requireImagesOfNetworks(digits)
        let images: LabeledImages = digits.test
        let scores: Tensor<Float> = try saved.logProbabilities(of: images)
        if let path = self.scores { try NPYFile(scores).write(to: path) }
        let labels = Tensor<Int>(images.labels.map { Int($0) })
        print(
            String(
                format: "%d images  loss %.4f  accuracy %.2f %%  calibration error %.2f %%", images.count,
                Double(crossEntropy(scores, labels).scalar),
                100 * Double(correctCount(scores, labels)) / Double(images.count),
                100 * calibrationError(scores, labels)))
        print(confusion(scores.argmax(axis: 1).scalars, labels.scalars))
    }

    /// Returns the confusion matrix as text. `answers` contains the digits that the model recognized, and `labels` the
    /// correct digits. Row d counts the images of digit d; column p counts the images that the model took for digit p.
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
