import ArgumentParser
import Foundation
import SynaNN
import TrainingCommand

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows why the network chooses a digit for an image.",
        discussion: """
            Trains the network of the preset 'fast', then explains the log odds between the chosen digit and the \
            next likely digit. The shares of the Synapse's inputs are exact, because the layer is a sum in surprisal \
            space. The shares of the pixels are integrated gradients from an empty image. These shares are \
            approximate, and the program prints their error. With --model DIR, the program trains nothing. It \
            explains the network that 'synacnn --save DIR' saved, even if the training of this network is \
            unfinished.

            gnuplot draws the picture, with a caption and a scale for each panel.
            """)

    @Argument(help: "The position of a test image, from 0, or a PNG or IDX file of a digit.")
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
        let digits: MNIST? = Int(image) == nil && model != nil ? nil : try flags.loadDigits()
        let (pixels, subject): (Tensor<Float>, String) = try self.subject(digits)
        let network: CompactNetwork = try model.map(saved) ?? trained(digits)
        guard network(pixels.expandingShape(at: 0)).scalars.allSatisfy(\.isFinite) else {
            throw UnusableInput(
                "the network's scores are not finite numbers, so they cannot be explained. Train it again.")
        }
        let explanation = DigitExplanation(of: pixels, by: network, background: PixelNormalization.mnist.background)
        print(explanation.report(of: subject))
        try plot.draw(panels(explanation, pixels), title: subject + ", taken for a \(explanation.chosen)")
        print(
            "\(output): the digit; the shares of its pixels in the log odds, positive in red and negative in blue;")
        print("the shares of its pixels in the terms of the three strongest inputs of the Synapse")
    }

    /// Returns the normalised image, `[1, 28, 28]`, and the name of the image. If the argument `image` is a number, the
    /// image is the test image at this position; otherwise the image is the first image of the file with this path.
    /// Throws a `ValidationError` if there is no such test image, and the errors of `DigitImages`.
    private func subject(_ digits: MNIST?) throws -> (pixels: Tensor<Float>, name: String) {
        if let position = Int(image), let test = digits?.test {
            guard position < test.count else {
                throw ValidationError("there are \(test.count) test images: the last is \(test.count - 1)")
            }
            let (inputs, labels) = test.batch([position], normalization: .mnist)
            return (inputs[0], "image \(position) is a \(labels.scalars[0])")
        }
        let images: LabeledImages = try DigitImages(path: image, limit: 1).images
        return (images.batch([0], normalization: .mnist).images[0], image)
    }

    private func panels(_ explanation: DigitExplanation, _ pixels: Tensor<Float>) -> [ExplanationPlot.Panel] {
        let normalization = PixelNormalization.mnist
        let ink: Tensor<Float> = pixels * Float(normalization.deviation) + Float(normalization.mean)
        let odds = "log odds of \(explanation.chosen) against \(explanation.next)"
        let strongest: [ExplanationPlot.Panel] = explanation.strongest.prefix(3).map { term in
            ExplanationPlot.Panel(
                values: explanation.pixelShares(of: term.input), colors: .signed,
                caption: String(format: "input %d of the Synapse: %+.2f", term.input, term.share), unit: "nats")
        }
        return [
            ExplanationPlot.Panel(values: ink, colors: .gray, caption: "the digit", unit: "ink"),
            ExplanationPlot.Panel(values: explanation.margin.shares, colors: .signed, caption: odds, unit: "nats"),
        ] + strongest
    }

    private func trained(_ digits: MNIST?) throws -> CompactNetwork {
        let settings: [String: String] = ["preset": "fast", "hidden": "synapse", "program": "synacnn"]
        var generator = PhiloxGenerator(seed: flags.seed)
        let network = CompactNetwork.fast(hidden: .synapse, using: &generator)
        let task = TrainingTask(plan: Preset.fast.plan, normalization: .mnist, settings: settings)
        return try flags.train(network, task, using: generator, on: digits).model
    }

    private func saved(_ directory: String) throws -> CompactNetwork {
        let source = try ModelSource(path: directory)
        let settings: [String: String] = source.settings
        guard settings["program"] == "synacnn", settings["preset"] == "fast", settings["hidden"] == "synapse" else {
            throw ValidationError(
                "\(source.file) is not a model of 'synacnn --preset fast --hidden synapse'; only these can be explained"
            )
        }
        var generator = PhiloxGenerator(seed: 0)
        var network = CompactNetwork.fast(hidden: .synapse, using: &generator)
        try source.load(into: &network)
        source.announce()
        return network
    }
}
