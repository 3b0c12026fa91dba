import ArgumentParser
import Foundation
import SynaNN
import TensorBoard

/// The flags that the training programs have in common.
public struct TrainingFlags: ParsableArguments {
    @Option(help: "The directory of the MNIST files. Else $MNIST_DIR, the user's cache, or a download.")
    public var data: String?

    @Option(help: "Passes over the training images. The preset's own number unless given.")
    public var epochs: Int?

    @Option(help: "Images per step. The preset's own number unless given.")
    public var batchSize: Int?

    @Option(help: "The learning rate, or its peak. The preset's own unless given.")
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
    public var seed: UInt64 = 5

    @Option(help: "Threads to compute with. The machine's cores unless given.")
    public var threads: Int?

    @Option(help: "A file to which one JSON object per epoch is appended.")
    public var metrics: String?

    @Option(help: "Train on this many images from the front of the training set. All unless given.")
    public var trainImages: Int?

    @Flag(inversion: .prefixedNo, help: "Vary the training images at random. The preset's own choice unless given.")
    public var augment: Bool?

    @Option(help: "Noise of this deviation on every pixel, in training and test; 1 is from black to white.")
    public var noise: Double?

    @Option(help: "Move β with the learning rate times this.")
    public var betaRate: Double?

    @Flag(help: "Add the test images' calibration error to the metrics.")
    public var calibration = false

    @Option(help: "A directory for a checkpoint, written after every epoch and on Ctrl-C, and for the trained model.")
    public var save: String?

    @Option(help: "Write the checkpoint also whenever this many steps have been made.")
    public var saveEvery: Int?

    @Option(help: "A .png or .svg file for a plot of the losses against the examples seen; gnuplot draws it.")
    public var plot: String?

    @Option(help: "A directory for event files that TensorBoard shows: losses, β, the filters of the first layer.")
    public var tensorboard: String?

    @Option(help: "Go on from the checkpoint in this directory, and save there unless --save names another.")
    public var resume: String?

    @Flag(help: "Print nothing but errors.")
    public var quiet = false

    public init() {}

    public mutating func validate() throws {
        try require(epochs.map { $0 >= 1 }, "--epochs must be at least 1")
        try require(batchSize.map { $0 >= 2 }, "--batch-size must be at least 2, which batch normalisation needs")
        try require(learningRate.map { $0 > 0 && $0.isFinite }, "--learning-rate must be a positive number")
        try require(labelSmoothing.map { (0 ... 1).contains($0) }, "--label-smoothing must be between 0 and 1")
        try require(averageDecay.map { (0 ..< 1).contains($0) }, "--average-decay must be at least 0 and less than 1")
        try require(trainImages.map { $0 >= 2 }, "--train-images must be at least 2, which batch normalisation needs")
        try require(noise.map { $0 >= 0 && $0 <= 10 }, "--noise must be between 0 and 10")
        try require(betaRate.map { $0 >= 0 && $0.isFinite }, "--beta-rate must be a number that is not negative")
        try require(saveEvery.map { $0 >= 1 }, "--save-every must be at least 1")
        try require(saveEvery.map { _ in save != nil || resume != nil }, "--save-every needs --save DIR")
        try require(threads.map { $0 >= 1 && $0 <= 1024 }, "--threads must be between 1 and 1024")
    }

    private func require(_ holds: Bool?, _ sentence: String) throws {
        if holds == false { throw ValidationError(sentence) }
    }
}

/// The optimizers that can be chosen by name.
public enum OptimizerName: String, CaseIterable, ExpressibleByArgument, Sendable {
    case sgd, adam, adamw, rmsprop

    /// The optimizer, with the settings that a preset gives it.
    public func make(learningRate: Double, momentum: Double, weightDecay: Double, nesterov: Bool) -> any Optimizer {
        switch self {
        case .sgd:
            return SGD(
                learningRate: learningRate, momentum: momentum, weightDecay: weightDecay,
                nesterov: nesterov && momentum > 0)
        case .adam: return Adam(learningRate: learningRate, weightDecay: weightDecay)
        case .adamw: return AdamW(learningRate: learningRate, weightDecay: weightDecay)
        case .rmsprop: return RMSProp(learningRate: learningRate, weightDecay: weightDecay)
        }
    }
}

/// Hyper-parameters of a training, as a preset has them; flags take precedence.
public struct TrainingPlan: Sendable {
    public var epochs: Int
    public var batchSize: Int
    public var learningRate: Double
    public var optimizer: OptimizerName
    public var momentum: Double
    public var weightDecay: Double
    public var nesterov: Bool
    /// Whether the learning rate rises and falls within the training, or stays.
    public var usesOneCycle: Bool
    /// The rate at the start of the cycle over that at its end: see `OneCycleSchedule`.
    public var finalDivisor: Double
    /// The share of each target that is spread over all classes: see `crossEntropy`.
    public var labelSmoothing: Double
    /// The decay of the moving average of the weights that is tested and saved: see `MovingAverage`. 0 for none.
    public var averageDecay: Double
    /// Whether the images are shifted, turned and bent at random in every step.
    public var augments: Bool

    public init(
        epochs: Int, batchSize: Int = 100, learningRate: Double, optimizer: OptimizerName, momentum: Double = 0,
        weightDecay: Double = 0, nesterov: Bool = false, usesOneCycle: Bool, finalDivisor: Double = 1e4,
        labelSmoothing: Double = 0, averageDecay: Double = 0, augments: Bool = false
    ) {
        (self.epochs, self.batchSize, self.learningRate) = (epochs, batchSize, learningRate)
        (self.optimizer, self.momentum, self.weightDecay) = (optimizer, momentum, weightDecay)
        (self.nesterov, self.usesOneCycle, self.augments) = (nesterov, usesOneCycle, augments)
        (self.finalDivisor, self.labelSmoothing, self.averageDecay) = (finalDivisor, labelSmoothing, averageDecay)
    }

    /// The plan with the flags that were given.
    public func overridden(by flags: TrainingFlags) -> TrainingPlan {
        var plan: TrainingPlan = self
        plan.epochs = flags.epochs ?? epochs
        plan.batchSize = flags.batchSize ?? batchSize
        plan.learningRate = flags.learningRate ?? learningRate
        plan.optimizer = flags.optimizer ?? optimizer
        plan.labelSmoothing = flags.labelSmoothing ?? labelSmoothing
        plan.averageDecay = flags.averageDecay ?? averageDecay
        plan.augments = flags.augment ?? augments
        return plan
    }
}

extension TrainingFlags {
    /// Trains a model on the digits as the plan says, with everything a user sees of it.
    ///
    /// - Parameters:
    ///   - settings: What else the network depends on, by name: a checkpoint is resumed with the same or not at all.
    ///   - digits: The digits; loaded as the flags say unless given.
    ///   - makeModel: Makes the model, drawing its weights from the generator.
    /// - Returns: The trained model and each epoch's metrics.
    @discardableResult
    public func train<Model: Module>(
        plan: TrainingPlan, normalization: PixelNormalization, settings: [String: String], on digits: MNIST? = nil,
        makeModel: (inout PhiloxGenerator) -> Model
    ) throws -> (model: Model, metrics: [EpochMetrics]) where Model.Scalar == Float {
        if let threads { Parallelism.threadCount = threads }
        let plan: TrainingPlan = plan.overridden(by: self)
        let lossPlot: LossPlot? = try plot.map { path throws(PlotError) in try LossPlot(path: path) }
        let events: TrainingEvents? = try tensorboard.map { path throws(EventFileError) in
            try TrainingEvents(directory: path)
        }
        let file: MetricsFile? = try metrics.map { path throws(MetricsFileError) in try MetricsFile(path: path) }
        let digits: MNIST = try digits ?? loadDigits()
        let images: LabeledImages = try trainingImages(of: digits)
        let testImages: LabeledImages = disturbed(digits.test)
        var generator = PhiloxGenerator(seed: seed)
        let model: Model = makeModel(&generator)
        let stepCount: Int = trainingStepCount(
            epochs: plan.epochs, samples: images.count, batchSize: plan.batchSize)
        let schedule: any Schedule =
            plan.usesOneCycle
            ? OneCycleSchedule(peak: plan.learningRate, stepCount: stepCount, finalDivisor: plan.finalDivisor)
            : ConstantSchedule(plan.learningRate)
        var optimizer: any Optimizer = plan.optimizer.make(
            learningRate: plan.learningRate, momentum: plan.momentum, weightDecay: plan.weightDecay,
            nesterov: plan.nesterov)
        if let betaRate { optimizer.state.learningRateFactors["beta"] = betaRate }
        let allSettings: [String: String] = settings.merging(self.settings(of: plan)) { own, _ in own }
        let checkpoints: CheckpointDirectory? = (save ?? resume).map {
            CheckpointDirectory(path: $0, settings: allSettings)
        }
        var run = TrainingRun(
            Trainer(
                model, optimizer: optimizer, schedule: schedule, batchSize: plan.batchSize,
                labelSmoothing: plan.labelSmoothing, averageDecay: plan.averageDecay > 0 ? plan.averageDecay : nil,
                seed: generator.next()),
            epochs: plan.epochs, metrics: file, isQuiet: quiet, measuresCalibration: calibration,
            checkpoints: checkpoints, stepsPerCheckpoint: saveEvery, plot: lossPlot, observer: events)
        if let resume { try run.resume(from: CheckpointDirectory(path: resume, settings: allSettings)) }
        let augmentation: ImageAugmentation? = plan.augments ? .digits(fill: normalization.background) : nil
        Interruption.listen()
        do {
            let result = try run.run(
                train: ImageData(images, normalization: normalization, augmentation: augmentation),
                test: ImageData(testImages, normalization: normalization))
            try checkpoints.map { try result.model.save(to: $0.path + "/model.safetensors", metadata: allSettings) }
            return result
        } catch let interruption as TrainingInterrupted {
            tell(interruption)
            throw ExitCode(130)
        }
    }

    /// Says that the training was stopped, and the command that goes on.
    private func tell(_ interruption: TrainingInterrupted) {
        var lines: [String] = ["", interruption.description]
        if let directory = interruption.checkpoint {
            var arguments: [String] = CommandLine.arguments
            for option in ["--save", "--resume"] {
                if let place = arguments.firstIndex(of: option) { arguments.removeSubrange(place ... place + 1) }
            }
            lines.append("To go on: \((arguments + ["--resume", directory]).joined(separator: " "))")
        }
        FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    /// What decides the numbers of a training, but for the network.
    private func settings(of plan: TrainingPlan) -> [String: String] {
        [
            "epochs": "\(plan.epochs)", "batch-size": "\(plan.batchSize)", "learning-rate": "\(plan.learningRate)",
            "optimizer": plan.optimizer.rawValue, "augment": "\(plan.augments)", "seed": "\(seed)",
            "train-images": trainImages.map { "\($0)" } ?? "all", "noise": "\(noise ?? 0)",
            "beta-rate": "\(betaRate ?? 1)", "label-smoothing": "\(plan.labelSmoothing)",
            "average-decay": "\(plan.averageDecay)",
        ]
    }

    private func trainingImages(of digits: MNIST) throws -> LabeledImages {
        guard let trainImages else { return disturbed(digits.train) }
        guard trainImages <= digits.train.count else {
            throw ValidationError("--train-images \(trainImages) is more than the \(digits.train.count) that there are")
        }
        return disturbed(digits.train.prefix(trainImages))
    }

    /// The same noise whatever the seed, so that seeds are compared on the same images.
    private func disturbed(_ images: LabeledImages) -> LabeledImages {
        guard let noise else { return images }
        var generator = PhiloxGenerator(seed: UInt64(images.count))
        return images.withNoise(deviation: noise, using: &generator)
    }
}
