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

    @OptionGroup public var images: ImageFlags

    @Option(help: "Write the log-probabilities of the images, [images, classes], to this .npy file.")
    public var scores: String?

    @OptionGroup public var parallelism: ThreadFlags

    public init() {}

    public func run() throws {
        parallelism.apply()
        let saved = try SavedModel(path: model, Options.self)
        let dataset: ImageDataset = try images.completed(by: saved.settings).load(isQuiet: true)
        try saved.task.requireFit(of: dataset, model)
        let test: AnyImageSource = dataset.test
        let scores: Tensor<Float> = try saved.logProbabilities(of: test)
        if let path = self.scores { try NPYFile(scores).write(to: path) }
        // The classes of the data may be some of the model's classes, in another order.
        let places: [Int] = dataset.classNames.compactMap { saved.task.classNames.firstIndex(of: $0) }
        let labels = Tensor<Int>(test.labels.map { places[$0] })
        print(
            String(
                format: "%d images  loss %.4f  accuracy %.2f %%  calibration error %.2f %%", test.count,
                Double(crossEntropy(scores, labels).scalar),
                100 * Double(correctCount(scores, labels)) / Double(test.count),
                100 * calibrationError(scores, labels)))
        print(ConfusionMatrix(scores.argmax(axis: 1).scalars, labels.scalars, saved.task.classNames).text)
    }
}
