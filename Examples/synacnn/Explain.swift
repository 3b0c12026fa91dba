import ArgumentParser
import Foundation
import SynaNN
import TrainingCommand

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows why the network takes a test image for what it does.",
        discussion: """
            Trains the network of the preset 'fast', then explains its log odds between the class that it chose and the \
            next one. The shares of the Synapse's inputs are exact: in surprisal space the layer is a sum. The shares of \
            pixels are integrated gradients from an empty image, an approximation whose error is printed. With --model DIR \
            nothing is trained: the network that 'synacnn --save DIR' saved is explained, finished or not.
            """)

    @Argument(help: "The position of the image among the test images, from 0.")
    var image: Int

    @Option(help: "Where the picture is written.")
    var output = "explanation.png"

    @OptionGroup var flags: TrainingFlags

    @Option(help: "The directory that was given to --save, whose model is explained. One is trained unless given.")
    var model: String?

    mutating func validate() throws {
        if image < 0 { throw ValidationError("the position of an image is 0 or more, not \(image)") }
        if output.isEmpty { throw ValidationError("--output must name a file; it is empty") }
        if model != nil, let flag = flags.flagsOfTraining.first {
            throw ValidationError(
                "\(flag) would change nothing: with --model nothing is trained. Take one of them away.")
        }
    }

    func run() throws {
        flags.parallelism.apply()
        let digits: MNIST = try flags.loadDigits()
        guard image < digits.test.count else {
            throw ValidationError("there are \(digits.test.count) test images: the last is \(digits.test.count - 1)")
        }
        // An unusable path is found before the training, not after it; a picture that is there stays until then.
        if !canReplaceOutput { try Picture.blank.write(to: output) }
        let network: CompactNetwork = try model.map(saved) ?? trained(digits)
        let (inputs, labels) = digits.test.batch([image], normalization: .mnist)
        guard network(inputs).scalars.allSatisfy(\.isFinite) else {
            throw UnusableInput("the network's scores are not finite numbers, so that there is nothing to explain")
        }
        let explanation = DigitExplanation(of: inputs[0], by: network, background: PixelNormalization.mnist.background)
        print(explanation.report(label: labels.scalars[0], image: image))
        let panels: [Picture.Panel] =
            [.gray(inputs[0])] + [explanation.margin.shares].map { .signed($0) }
            + explanation.strongest.prefix(3).map { .signed(explanation.pixelShares(of: $0.input)) }
        try Picture.row(panels).write(to: output)
        print(
            "\(output): the digit, what its pixels add (red) to the log odds or take away (blue), and the same for the")
        print("three strongest inputs of the Synapse")
    }

    private var canReplaceOutput: Bool {
        var isDirectory: ObjCBool = false
        let exists: Bool = FileManager.default.fileExists(atPath: output, isDirectory: &isDirectory)
        let directory: String = URL(fileURLWithPath: output).deletingLastPathComponent().path
        return exists && !isDirectory.boolValue && FileManager.default.isWritableFile(atPath: directory)
    }

    private func trained(_ digits: MNIST) throws -> CompactNetwork {
        let settings: [String: String] = ["preset": "fast", "hidden": "synapse", "program": "synacnn"]
        return try flags.train(plan: Preset.fast.plan, normalization: .mnist, settings: settings, on: digits) {
            CompactNetwork.fast(hidden: .synapse, using: &$0)
        }.model
    }

    private func saved(_ directory: String) throws -> CompactNetwork {
        let source = try ModelSource(path: directory)
        let settings: [String: String] = source.settings
        guard settings["program"] == "synacnn", settings["preset"] == "fast", settings["hidden"] == "synapse" else {
            throw ValidationError(
                "\(source.file) is not of 'synacnn --preset fast --hidden synapse', which can be explained")
        }
        var generator = PhiloxGenerator(seed: 0)
        var network = CompactNetwork.fast(hidden: .synapse, using: &generator)
        try source.load(into: &network)
        source.announce()
        return network
    }
}
