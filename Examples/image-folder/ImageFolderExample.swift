import ArgumentParser
import Foundation
import SynaNN

@main
struct ImageFolderExample: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image-folder", abstract: "Trains a network on pictures in a folder for each class.",
        version: synaNNVersion)

    @Argument(help: "The directory with a folder for each class. By default, the program draws pictures of digits.")
    var directory: String?

    @Option(help: "The height and width to which the pictures are resized.")
    var size = 32

    @Option(help: "The number of passes over the pictures.")
    var epochs = 5

    func validate() throws {
        if !(4 ... 1024).contains(size) { throw ValidationError("--size must be between 4 and 1024") }
        if !(1 ... 1_000_000).contains(epochs) { throw ValidationError("--epochs must be between 1 and 1000000") }
    }

    func run() throws {
        let directory: String = try self.directory ?? drawnPictures()
        let images = try ImageDataset(directory: directory, ImageReading(size: (size, size), channels: 3))
        let normalization = try PixelNormalization(of: images.train)
        var generator = PhiloxGenerator(seed: 1)
        let network = Sequential<Float>(
            Conv2D<Float>(3, 16, kernel: 3, padding: 1, using: &generator), BatchNorm<Float>(16, appliesReLU: true),
            MaxPool2D<Float>(2), Conv2D<Float>(16, 32, kernel: 3, padding: 1, using: &generator),
            BatchNorm<Float>(32, appliesReLU: true), MaxPool2D<Float>(2), Flatten<Float>(),
            Linear<Float>(32 * (size / 4) * (size / 4), 64, using: &generator), BatchNorm<Float>(64), Sigmoid<Float>(),
            Synapse<Float>(64, parameterization: .clipped, returns: .surprisal, using: &generator),
            BatchNorm<Float>(64), Linear<Float>(64, images.classNames.count, using: &generator))
        let trainer = Trainer(
            network, optimizer: AdamW(learningRate: 0.003, weightDecay: 0.02), objective: .classification(),
            options: TrainerOptions(batchSize: 32))
        var training = TrainingRun(trainer, epochs: epochs)
        let (model, _) = try training.run(
            train: ImageData(images.train, normalization: normalization),
            test: ImageData(images.test, normalization: normalization))

        let batch = try images.test.batch([0], normalization: normalization)
        let answer: Int = withMode(.inference) { model(batch.images) }.argmax(axis: 1).scalars[0]
        print("the first test picture is '\(images.test.classNames[batch.labels.scalars[0]])'; ", terminator: "")
        print("the network answers '\(images.classNames[answer])'")
    }

    /// Writes PNG pictures of drawn digits to a new directory, and returns its path.
    private func drawnPictures() throws -> String {
        let directory: String = FileManager.default.temporaryDirectory.path + "/image-folder-\(UUID().uuidString)"
        let digits: LabeledImages = MNIST.drawn(trainCount: 1000, testCount: 0).train
        for index in 0 ..< digits.count {
            let folder: String = directory + "/" + digits.classNames[digits.labels[index]]
            try Directory.create(folder)
            try PNGImage(width: 28, height: 28, color: .gray, pixels: Array(digits.pixels(of: index)))
                .write(to: "\(folder)/\(index).png")
        }
        print("\(digits.count) pictures in \(directory)")
        return directory
    }
}
