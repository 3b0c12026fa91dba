import ArgumentParser
import Foundation
import SynaNN
import TrainingCommand

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows why the network chooses a class for an image.",
        discussion: """
            Trains the network of the preset 'fast', then explains the log odds between the chosen class and the \
            next likely class. The shares of the Synapse's inputs are exact, because the layer is a sum in surprisal \
            space. The shares of the pixels are integrated gradients from an empty image. These shares are \
            approximate, and the program prints their error. With --model DIR, the program trains nothing. It \
            explains the network that 'synacnn --save DIR' saved, even if the training of this network is \
            unfinished.

            gnuplot draws the picture, with a caption and a scale for each panel.
            """)

    @Argument(help: "The position of a test image, from 0, or a PNG, JPEG or IDX file.")
    var image: String

    @Option(help: "Write the picture to this .png or .svg file.")
    var output = "explanation.png"

    @OptionGroup var flags: TrainingFlags

    @Option(help: "Explain the model in the directory that --save wrote. By default, train a model first.")
    var model: String?

    mutating func validate() throws {
        if let position = Int(image), position < 0 {
            throw ValidationError("the position of an image is 0 or more, not \(position)")
        }
        if output.isEmpty { throw ValidationError("--output must name a file; it is empty") }
        if model != nil, let flag = flags.flagsOfTraining.first {
            throw ValidationError(
                "\(flag) would change nothing: with --model nothing is trained. Remove one of the two flags.")
        }
    }

    func run() throws {
        flags.parallelism.apply()
        // Creates the plot first, so that an unusable path throws before the training.
        let plot = try ExplanationPlot(path: output)
        let saved: ModelSource? = try model.map { try ModelSource(path: $0) }
        var images: ImageFlags = flags.images
        if let saved { images = images.completed(by: saved.settings) }
        let dataset: ImageDataset? = try Int(image) == nil && saved != nil ? nil : images.load(isQuiet: flags.quiet)
        let task: ImageClassification =
            try saved.map {
                try ImageClassification(settings: $0.settings, $0.file)
            } ?? dataset.map { try ImageClassification(of: $0) } ?? .mnist
        if let dataset { try task.requireFit(of: dataset, model ?? "the network") }
        let (pixels, subject): (Tensor<Float>, String) = try self.subject(dataset, task)
        let network: CompactNetwork = try saved.map { try self.saved($0, task) } ?? trained(dataset, task)
        guard network(pixels.expandingShape(at: 0)).scalars.allSatisfy(\.isFinite) else {
            throw UnusableInput(
                "the network's scores are not finite numbers, so they cannot be explained. Train it again.")
        }
        let explanation = ImageExplanation(of: pixels, by: network, background: black(task))
        print(explanation.report(of: subject, task.classNames))
        let chosen: String = ImageExplanation.article(task.classNames[explanation.chosen])
        try plot.draw(panels(explanation, pixels, task), title: subject + ", taken for " + chosen)
        print(
            "\(output): the image; the shares of its pixels in the log odds, positive in red and negative in blue;")
        print("the shares of its pixels in the terms of the three strongest inputs of the Synapse")
    }

    /// Returns the image without light, `[channels, height, width]`, with the normalisation of the task.
    private func black(_ task: ImageClassification) -> Tensor<Float> {
        let image = LabeledImages(
            pixels: [UInt8](repeating: 0, count: task.shape.count), labels: [0], shape: task.shape, classNames: [""])
        return image.batch([0], normalization: task.normalization).images[0]
    }

    /// Returns the normalised image, `[channels, height, width]`, and the name of the image. If the argument `image` is a number, the
    /// image is the test image at this position; otherwise the image is the first image of the file with this path.
    /// Throws a `ValidationError` if there is no such test image, and the errors of `InputImages`.
    private func subject(
        _ dataset: ImageDataset?, _ task: ImageClassification
    ) throws -> (pixels: Tensor<Float>, name: String) {
        if let position = Int(image), let test = dataset?.test {
            guard position < test.count else {
                throw ValidationError("there are \(test.count) test images: the last is \(test.count - 1)")
            }
            let (inputs, labels) = try test.batch([position], normalization: task.normalization)
            let name: String = test.classNames[labels.scalars[0]]
            return (inputs[0], "image \(position) is \(ImageExplanation.article(name))")
        }
        let images: LabeledImages = try InputImages(path: image, for: task, limit: 1).images
        return (images.batch([0], normalization: task.normalization).images[0], image)
    }

    /// Returns the panels of the picture: the image, the shares of its pixels in the log odds, and the shares in the
    /// terms of the three strongest inputs. The share of a coloured pixel is the sum over its channels.
    private func panels(
        _ explanation: ImageExplanation, _ pixels: Tensor<Float>, _ task: ImageClassification
    ) -> [ExplanationPlot.Panel] {
        let (means, deviations): ([Float], [Float]) = (task.normalization.means, task.normalization.deviations)
        let light: Tensor<Float> =
            pixels * Tensor(deviations, shape: [deviations.count, 1, 1]) + Tensor(means, shape: [means.count, 1, 1])
        let (chosen, next): (String, String) = (
            task.classNames[explanation.chosen], task.classNames[explanation.next]
        )
        let odds = "log odds of \(chosen) against \(next)"
        func plane(_ values: Tensor<Float>) -> Tensor<Float> { values.sum(axis: 0, keepDims: true) }
        let strongest: [ExplanationPlot.Panel] = explanation.strongest.prefix(3).map { term in
            ExplanationPlot.Panel(
                values: plane(explanation.pixelShares(of: term.input)), colors: .signed,
                caption: String(format: "input %d of the Synapse: %+.2f", term.input, term.share), unit: "nats")
        }
        return [
            ExplanationPlot.Panel(
                values: light.mean(axis: 0, keepDims: true), colors: .gray, caption: "the image",
                unit: task.content == .characters ? "ink" : "light"),
            ExplanationPlot.Panel(
                values: plane(explanation.margin.shares), colors: .signed, caption: odds, unit: "nats"),
        ] + strongest
    }

    private func trained(_ dataset: ImageDataset?, _ images: ImageClassification) throws -> CompactNetwork {
        let settings: [String: String] = ["preset": "fast", "hidden": "synapse", "program": "synacnn"]
        var generator = PhiloxGenerator(seed: flags.seed)
        let network = CompactNetwork.fast(for: images, hidden: .synapse, using: &generator)
        let task = TrainingTask(plan: Preset.fast.plan, images: images, settings: settings)
        return try flags.train(network, task, using: generator, on: dataset).model
    }

    private func saved(_ source: ModelSource, _ task: ImageClassification) throws -> CompactNetwork {
        let settings: [String: String] = source.settings
        guard settings["program"] == "synacnn", settings["preset"] == "fast", settings["hidden"] == "synapse" else {
            throw ValidationError(
                "\(source.file) is not a model of 'synacnn --preset fast --hidden synapse'; only these can be explained"
            )
        }
        var generator = PhiloxGenerator(seed: 0)
        var network = CompactNetwork.fast(for: task, hidden: .synapse, using: &generator)
        try source.load(into: &network)
        source.announce()
        return network
    }
}
