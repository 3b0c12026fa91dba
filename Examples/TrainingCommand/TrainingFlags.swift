import ArgumentParser
import Foundation
import SynaNN
import TensorBoard

/// The flags that the training programs have in common.
public struct TrainingFlags: ParsableArguments {
    @Option(
        help: "The directory of the MNIST files. Else $MNIST_DIR, the user's cache, or a download.",
        completion: .directory)
    public var data: String?

    @Option(name: [.short, .long], help: "Passes over the training images. The preset's own number unless given.")
    public var epochs: Int?

    @Option(name: [.short, .long], help: "Images per step. The preset's own number unless given.")
    public var batchSize: Int?

    @Option(name: [.long, .customLong("lr")], help: "The learning rate, or its peak. The preset's own unless given.")
    public var learningRate: Double?

    @Option(help: "What moves the parameters. The preset's own unless given.")
    public var optimizer: OptimizerName?

    @Option(help: "The share of each target that is spread over all classes. The preset's own unless given.")
    public var labelSmoothing: Double?

    @Option(
        help: """
            Keep a moving average of the weights with this decay, and test and save that; 0 for none. The preset's own \
            unless given.
            """)
    public var averageDecay: Double?

    @Option(help: "The seed of weights, order and dropout: the same seed gives the same weights, bit for bit.")
    public var seed: UInt64 = TrainingFlags.usualSeed

    @OptionGroup public var parallelism: ThreadFlags

    @Option(help: "A file to which one JSON object per epoch is appended.", completion: .file())
    public var metrics: String?

    @Option(help: "Train on this many images from the front of the training set. All unless given.")
    public var trainImages: Int?

    @Option(
        help: """
            Keep this fraction of the training images, from their end, out of the training to measure each epoch on, and keep \
            the epoch that is best there. The test images have no say.
            """)
    public var validationSplit: Double?

    @Option(help: "With --validation-split: stop after this many epochs without a better one.")
    public var patience: Int?

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "Vary the training images at random. The preset's own choice unless given.")
    public var augment: Bool?

    @Option(help: "Noise of this deviation on every pixel, in training and test; 1 is from black to white.")
    public var noise: Double?

    @Option(help: "Move β with the learning rate times this.")
    public var betaRate: Double?

    @Flag(help: "Add the test images' calibration error to the metrics, which needs --metrics.")
    public var calibration = false

    @Option(
        help: "A directory for a checkpoint, written after every epoch and on Ctrl-C, and for the trained model.",
        completion: .directory)
    public var save: String?

    @Option(help: "Write the checkpoint also whenever this many steps have been made.")
    public var saveEvery: Int?

    @Option(
        help: "A .png or .svg file for a plot of losses and accuracies against the examples seen; gnuplot draws it.",
        completion: .file(extensions: ["png", "svg"]))
    public var plot: String?

    @Option(
        help:
            "A directory for event files that TensorBoard shows: losses, accuracies, β, the filters of the first layer.",
        completion: .directory)
    public var tensorboard: String?

    @Option(
        help: """
            Go on from the checkpoint in this directory, with the flags that it was made with, and save there unless --save \
            names another.
            """, completion: .directory)
    public var resume: String?

    @Flag(
        help: """
            With --resume: accept another learning rate, label smoothing, noise, --beta-rate, --augment or number of epochs \
            than the training began with.
            """)
    public var allowChanges = false

    @Flag(name: [.short, .long], help: "Print nothing of the training but errors.")
    public var quiet = false

    public init() {}

    /// The seed unless one is given.
    static let usualSeed: UInt64 = 5
    /// Bounds that no training needs to pass, and that keep every count of steps and bytes a number.
    static let greatestCount = 1_000_000

    public mutating func validate() throws {
        let counts: ClosedRange<Int> = 1 ... Self.greatestCount
        try require(epochs.map(counts.contains), "--epochs must be between 1 and \(Self.greatestCount)")
        try require(
            batchSize.map { counts.contains($0) && $0 >= 2 },
            "--batch-size must be between 2, which batch normalisation needs, and \(Self.greatestCount)")
        try require(learningRate.map { $0 > 0 && $0.isFinite }, "--learning-rate must be a positive number")
        try require(labelSmoothing.map { (0 ... 1).contains($0) }, "--label-smoothing must be between 0 and 1")
        try require(averageDecay.map { (0 ..< 1).contains($0) }, "--average-decay must be at least 0 and less than 1")
        try require(trainImages.map { $0 >= 2 }, "--train-images must be at least 2, which batch normalisation needs")
        try require(noise.map { $0 >= 0 && $0 <= 10 }, "--noise must be between 0 and 10")
        try require(betaRate.map { $0 >= 0 && $0.isFinite }, "--beta-rate must be a number that is not negative")
        try require(
            validationSplit.map { $0 > 0 && $0 < 1 }, "--validation-split must be between 0 and 1, and neither of them")
        try require(patience.map(counts.contains), "--patience must be between 1 and \(Self.greatestCount)")
        try require(saveEvery.map { $0 >= 1 }, "--save-every must be at least 1")
        for (flag, path) in [
            ("--data", data), ("--metrics", metrics), ("--save", save), ("--plot", plot),
            ("--tensorboard", tensorboard), ("--resume", resume),
        ] {
            try require(path.map { !$0.isEmpty }, "\(flag) must name a file or directory; it is empty")
        }
        if let sentence = FlagWithoutEffect.first(among: FlagWithoutEffect.ofTheFlagsAlone, self) {
            throw ValidationError(sentence)
        }
    }

    /// Those of the given flags that mean something to a training alone.
    public var flagsOfTraining: [String] {
        let given: [(flag: String, isGiven: Bool)] = [
            ("--epochs", epochs != nil), ("--batch-size", batchSize != nil), ("--learning-rate", learningRate != nil),
            ("--optimizer", optimizer != nil), ("--label-smoothing", labelSmoothing != nil),
            ("--average-decay", averageDecay != nil), ("--seed", seed != Self.usualSeed), ("--metrics", metrics != nil),
            ("--train-images", trainImages != nil), ("--augment", augment != nil), ("--noise", noise != nil),
            ("--validation-split", validationSplit != nil), ("--patience", patience != nil),
            ("--beta-rate", betaRate != nil), ("--calibration", calibration), ("--save", save != nil),
            ("--save-every", saveEvery != nil), ("--plot", plot != nil), ("--tensorboard", tensorboard != nil),
            ("--resume", resume != nil), ("--allow-changes", allowChanges),
        ]
        return given.filter(\.isGiven).map(\.flag)
    }

    private func require(_ holds: Bool?, _ sentence: String) throws {
        if holds == false { throw ValidationError(sentence) }
    }
}
