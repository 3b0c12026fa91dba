import ArgumentParser
import Foundation
import SynaNN
import TensorBoard

/// The flags that all training programs have.
public struct TrainingFlags: ParsableArguments {
    @OptionGroup public var images: ImageFlags

    @Option(name: [.short, .long], help: "The number of passes over the training images. By default from the preset.")
    public var epochs: Int?

    @Option(name: [.short, .long], help: "The number of images of each step. By default from the preset.")
    public var batchSize: Int?

    @Option(
        name: [.long, .customLong("lr")],
        help: "The learning rate; with a one-cycle schedule, the greatest rate. By default from the preset.")
    public var learningRate: Double?

    @Option(help: "The optimizer. By default from the preset.")
    public var optimizer: OptimizerName?

    @Option(
        help: "Label smoothing: the fraction of a target that is spread over all classes. By default from the preset.")
    public var labelSmoothing: Double?

    @Option(
        help: """
            Test and save a moving average of the weights with this decay; 0 for none. By default from the preset.
            """)
    public var averageDecay: Double?

    @Option(help: "The seed of weights, order of images and dropout. Trainings with the same seed give the same bits.")
    public var seed: UInt64 = TrainingFlags.usualSeed

    @OptionGroup public var parallelism: ThreadFlags

    @Option(
        help: """
            Cut each batch into this number of shards, which are computed at the same time on a thread each. By default 1. \
            Another number of shards changes the bits of the results; the number of threads does not.
            """)
    public var shards: Int?

    @OptionGroup public var ranks: DistributedFlags

    @Option(help: "Append a line with a JSON object to this file after each epoch.", completion: .file())
    public var metrics: String?

    @Option(help: "Train on this number of images from the start of the training set. By default, on all images.")
    public var trainImages: Int?

    @Option(
        help: """
            Reserve this fraction of the training images, at the end, for validation, and keep the model of the epoch \
            with the best validation accuracy. The test images do not influence the choice.
            """)
    public var validationSplit: Double?

    @Option(help: "With --validation-split: stop when this number of epochs in a row has not improved the accuracy.")
    public var patience: Int?

    @Flag(
        inversion: .prefixedNo, exclusivity: .chooseLast,
        help: "Shift, rotate and distort the training images at random. By default, the preset decides.")
    public var augment: Bool?

    @Option(
        help: "Add noise with this standard deviation to every pixel, in training and test. Black is 0, white is 1.")
    public var noise: Double?

    @Option(help: "Multiply the learning rate of β by this factor.")
    public var betaRate: Double?

    @Flag(help: "Add the calibration error on the test images to the metrics. Needs --metrics.")
    public var calibration = false

    @Option(
        help: "Write a checkpoint to this directory after every epoch and on Ctrl-C, and the trained model at the end.",
        completion: .directory)
    public var save: String?

    @Option(help: "Also write a checkpoint each time this number of steps is done.")
    public var saveEvery: Int?

    @Option(
        help: "Plot losses and accuracies by the number of examples seen, to this .png or .svg file. Needs gnuplot.",
        completion: .file(extensions: ["png", "svg"]))
    public var plot: String?

    @Option(
        help:
            "Write event files for TensorBoard to this directory: losses, accuracies, β, the filters of the first layer.",
        completion: .directory)
    public var tensorboard: String?

    @Option(
        help: """
            Continue the training from the checkpoint in this directory, with its flags. Save checkpoints in this directory, \
            or in the directory that --save names.
            """, completion: .directory)
    public var resume: String?

    @Flag(
        help: """
            With --resume: allow different values of --learning-rate, --label-smoothing, --noise, --beta-rate, --augment and \
            --epochs.
            """)
    public var allowChanges = false

    @Flag(name: [.short, .long], help: "Print errors only.")
    public var quiet = false

    public init() {}

    /// The default of `--seed`.
    static let usualSeed: UInt64 = 5
    /// The greatest value of a flag that is a count. Up to this limit, no number of steps or bytes overflows `Int`.
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
        try require(
            shards.map { (1 ... Parallelism.greatestThreadCount).contains($0) },
            "--shards must be between 1 and \(Parallelism.greatestThreadCount)")
        try require(noise.map { $0 >= 0 && $0 <= 10 }, "--noise must be between 0 and 10")
        try require(betaRate.map { $0 >= 0 && $0.isFinite }, "--beta-rate must be 0 or a positive number")
        try require(
            validationSplit.map { $0 > 0 && $0 < 1 }, "--validation-split must be greater than 0 and less than 1")
        try require(patience.map(counts.contains), "--patience must be between 1 and \(Self.greatestCount)")
        try require(saveEvery.map { $0 >= 1 }, "--save-every must be at least 1")
        for (flag, path) in [
            ("--metrics", metrics), ("--save", save), ("--plot", plot),
            ("--tensorboard", tensorboard), ("--resume", resume),
        ] {
            try require(path.map { !$0.isEmpty }, "\(flag) must name a file or directory; it is empty")
        }
        if let sentence = FlagWithoutEffect.first(among: FlagWithoutEffect.ofTheFlagsAlone, self) {
            throw ValidationError(sentence)
        }
    }

    /// The flags in a process that trains with others: all processes cut batches into the same number of shards, and
    /// only the first process prints and writes files. Without `--distributed`, the flags are unchanged.
    ///
    /// - Parameter isFirst: Whether this is the first process.
    func inProcess(isFirst: Bool) -> TrainingFlags {
        guard ranks.distributed else { return self }
        var flags: TrainingFlags = self
        flags.shards = shards ?? DistributedFlags.usualShards
        guard !isFirst else { return flags }
        flags.quiet = true
        (flags.metrics, flags.plot, flags.tensorboard) = (nil, nil, nil)
        return flags
    }

    /// The names, with dashes, of the given flags that only a training uses. `--seed` counts as given if the seed
    /// differs from the default.
    public var flagsOfTraining: [String] {
        let given: [(flag: String, isGiven: Bool)] = [
            ("--epochs", epochs != nil), ("--batch-size", batchSize != nil), ("--learning-rate", learningRate != nil),
            ("--optimizer", optimizer != nil), ("--label-smoothing", labelSmoothing != nil),
            ("--average-decay", averageDecay != nil), ("--seed", seed != Self.usualSeed), ("--metrics", metrics != nil),
            ("--shards", shards != nil), ("--distributed", ranks.distributed), ("--silence", ranks.silence != nil),
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
