import ArgumentParser
import Files
import Foundation
import SynaNN
import TensorBoard

extension TrainingFlags {
    /// Trains a model on the digits as the plan says, with everything a user sees of it. A training that is finished
    /// already is not begun again.
    ///
    /// - Parameters:
    ///   - settings: What else the network depends on, by name.
    ///   - digits: The digits; loaded as the flags say unless given.
    ///   - makeModel: Makes the model, drawing its weights from the generator.
    /// - Returns: The trained model and each epoch's metrics.
    @discardableResult
    public func train<Model: TensorModule<Float>>(
        plan: TrainingPlan, normalization: PixelNormalization, settings: [String: String], on digits: MNIST? = nil,
        makeModel: (inout PhiloxGenerator) -> Model
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        parallelism.apply()
        let plan: TrainingPlan = plan.overridden(by: self)
        let allSettings: [String: String] = settings.merging(self.settings(of: plan)) { own, _ in own }
        var generator = PhiloxGenerator(seed: seed)
        let model: Model = makeModel(&generator)
        try requireEffect(FlagWithoutEffect.of(parameterNames: model.parameterNames))
        let resumption: Resumption? = try resume.map { path in
            try Resumption(path: path, settings: allSettings, plan: plan, allowsChanges: allowChanges)
        }
        if let resumption, resumption.isFinished { return try finish(resumption, model, allSettings) }
        try requireNothingLost(resumption)
        let outputs = try TrainingOutputs(self)
        let digits: MNIST = try digits ?? loadDigits()
        try requireDigits(digits, resumption)
        let images: LabeledImages = try trainingImages(of: digits)
        let stepCount: Int = trainingStepCount(
            epochs: plan.epochs, samples: images.count, batchSize: plan.batchSize)
        try requireEffect(FlagWithoutEffect.of(stepCount: stepCount))
        let checkpoints: CheckpointDirectory? = (save ?? resume).map {
            CheckpointDirectory(path: $0, settings: checkpointSettings(allSettings, digits))
        }
        var run = TrainingRun(
            trainer(model, plan, stepCount: stepCount, seed: generator.next()), epochs: plan.epochs,
            checkpoints: checkpoints, stepsPerCheckpoint: saveEvery,
            observers: outputs.observers + (quiet ? [] : .terminal))
        if let resumption {
            try run.resume(from: resumption.directory)
            if !quiet { print(resumption.announcement) }
        }
        let augmentation: ImageAugmentation? = plan.augments ? .digits(fill: normalization.background) : nil
        Interruption.listen()
        do {
            let result = try run.run(
                train: ImageData(images, normalization: normalization, augmentation: augmentation),
                test: ImageData(try disturbed(digits.test), normalization: normalization))
            try checkpoints.map { try result.model.save(to: $0.path + "/model.safetensors", metadata: allSettings) }
            return result
        } catch let interruption as TrainingInterrupted {
            tell(interruption)
            throw ExitCode(130)
        }
    }

    private func trainer<Model: TensorModule<Float>>(
        _ model: Model, _ plan: TrainingPlan, stepCount: Int, seed: UInt64
    ) -> Trainer<Model, ClassificationBatch<Float>> {
        let schedule: any Schedule =
            plan.usesOneCycle
            ? OneCycleSchedule(peak: plan.learningRate, stepCount: stepCount, finalDivisor: plan.finalDivisor)
            : ConstantSchedule(plan.learningRate)
        var optimizer: any Optimizer = plan.optimizer.make(
            learningRate: plan.learningRate, momentum: plan.momentum, weightDecay: plan.weightDecay,
            nesterov: plan.nesterov)
        if let betaRate { optimizer.state.learningRateFactors["beta"] = betaRate }
        return Trainer(
            model, optimizer: optimizer, schedule: schedule,
            objective: .classification(
                labelSmoothing: plan.labelSmoothing, testMetrics: calibration ? [CalibrationError<Float>()] : []),
            options: TrainerOptions(
                batchSize: plan.batchSize, averageDecay: plan.averageDecay > 0 ? plan.averageDecay : nil, seed: seed))
    }

    private func requireEffect(_ rules: [FlagWithoutEffect]) throws {
        if let sentence = FlagWithoutEffect.first(among: rules, self) { throw ValidationError(sentence) }
    }

    /// A training that is not finished is not written over by another one.
    private func requireNothingLost(_ resumption: Resumption?) throws {
        guard let save else { return }
        let target = CheckpointDirectory(path: save)
        guard target.exists, target.file != resumption?.directory.file, let record = try? target.savedRecord(),
            record.position.step > 0, record.isUnfinished, let epochs = record.plannedEpochs
        else { return }
        throw ValidationError(
            """
            \(save) holds a training that is not finished: \(record.history.count) of \(epochs) epochs are done. \
            To go on with it, give --resume \(ResumeCommand.quoted(save)); for another one, name another directory, or \
            delete \(target.file).
            """)
    }

    private func requireDigits(_ digits: MNIST, _ resumption: Resumption?) throws {
        guard let saved = resumption?.record.settings["digits"], saved != digits.identity else { return }
        throw UnusableInput(
            """
            the digits from \(digits.source) are not those that this training began with. Name the directory that holds \
            them with --data.
            """)
    }

    /// What remains of a training that is finished: the model's file, where a kill cost it, and what shows the training.
    private func finish<Model: TensorModule<Float>>(
        _ resumption: Resumption, _ model: Model, _ settings: [String: String]
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        var model: Model = model
        let record: TrainingRecord = try resumption.directory.loadTrainedModel(into: &model).record
        let outputs = try TrainingOutputs(self)
        if let last = record.history.last { try outputs.metrics?.appendUnlessLast(last) }
        try outputs.plot?.draw(record.progress.curve)
        let directory: String = save ?? resumption.directory.path
        let file: String = directory + "/model.safetensors"
        if !FileManager.default.fileExists(atPath: file) {
            if let reason = directoryFault(making: directory) {
                throw UnusableInput("\(directory): the directory cannot be made: \(reason). Name another one.")
            }
            try model.save(to: file, metadata: settings)
        }
        if !quiet { print(resumption.ending) }
        return (model, record.history)
    }

    /// Says that the training was stopped, and the command that goes on.
    private func tell(_ interruption: TrainingInterrupted) {
        var lines: [String] = ["", interruption.description]
        if let directory = interruption.checkpoint {
            lines.append("To go on: \(ResumeCommand(CommandLine.arguments, directory: directory).line)")
        }
        StandardError.print(lines.joined(separator: "\n"))
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

    /// The same, and where the digits are and which, so that `--resume` finds them, and no others.
    private func checkpointSettings(_ settings: [String: String], _ digits: MNIST) -> [String: String] {
        var settings: [String: String] = settings
        settings["digits"] = digits.identity
        settings["data"] = data.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
        return settings
    }

    private func trainingImages(of digits: MNIST) throws -> LabeledImages {
        guard let trainImages else { return try disturbed(digits.train) }
        guard trainImages <= digits.train.count else {
            throw ValidationError("--train-images \(trainImages) is more than the \(digits.train.count) that there are")
        }
        return try disturbed(digits.train.prefix(trainImages))
    }

    /// The same noise whatever the seed, so that seeds are compared on the same images.
    private func disturbed(_ images: LabeledImages) throws -> LabeledImages {
        guard let noise else { return images }
        var generator = PhiloxGenerator(seed: UInt64(images.count))
        let noisy: LabeledImages = images.withNoise(deviation: noise, using: &generator)
        if noise > 0, noisy == images {
            throw ValidationError(
                "--noise would change nothing: \(noise) is less than half of a grey level on every pixel.")
        }
        return noisy
    }
}

/// What a training writes beside its checkpoints. An unusable path is found before the training, not after it.
private struct TrainingOutputs {
    let plot: LossPlot?
    let events: TrainingEvents?
    let metrics: MetricsFile?

    init(_ flags: TrainingFlags) throws {
        plot = try flags.plot.map { path throws(PlotError) in try LossPlot(path: path) }
        events = try flags.tensorboard.map { path throws(EventFileError) in try TrainingEvents(directory: path) }
        metrics = try flags.metrics.map { path throws(MetricsFileError) in try MetricsFile(path: path) }
    }

    var observers: [TrainingObserver] {
        [
            plot.map { .plot($0) }, metrics.map { .metricsFile($0) }, events.map { .tensorBoard($0) },
        ].compactMap { $0 }
    }
}
