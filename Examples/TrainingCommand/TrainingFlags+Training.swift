import ArgumentParser
import Files
import Foundation
import SynaNN
import TensorBoard

extension TrainingFlags {
    /// Trains a model on the images, and writes the checkpoints and the files that the flags name. If `--resume` names
    /// a finished training, the method loads the model of this training instead.
    ///
    /// - Parameters:
    ///   - model: The untrained model.
    ///   - task: The hyper-parameters of the preset, the images and classes, and the settings of the network.
    ///   - generator: The generator that drew the initial weights, in its state after drawing the weights.
    ///   - dataset: The images to train on. With `nil`, the method loads the images that the flags name.
    ///   - exchange: The exchange with other processes that train the same model.
    /// - Returns: The trained model, and the metrics of each epoch.
    /// - Throws: `ValidationError` if flags contradict each other, have no effect, do not fit the data or the settings of
    ///   the checkpoint, or would overwrite an unfinished training; `UnusableInput` if the images are unusable or are not
    ///   those of the checkpoint; `DatasetError` if the images cannot be read; `CheckpointError` if a checkpoint cannot
    ///   be read or written, is damaged, or belongs to another model; `TraceError` if the summary of the model cannot be
    ///   made; `TrainingSetupError` or `TrainingDiverged` from the training; the error of any other file that cannot be
    ///   written; `ExitCode(130)` if the user interrupts the training.
    @discardableResult
    public func train<Model: TensorModule<Float>>(
        _ model: Model, _ task: TrainingTask, using generator: PhiloxGenerator, on dataset: ImageDataset? = nil,
        _ exchange: any ShardExchange = LocalShards()
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        if exchange.processCount == 1 { parallelism.apply() }
        let plan: TrainingPlan = task.plan.overridden(by: self)
        let settings: [String: String] = task.settings.merging(self.settings(of: plan)) { own, _ in own }
        try requireEffect(FlagWithoutEffect.of(parameterNames: model.parameterNames))
        let resumption: Resumption? = try resume.map { path in
            try Resumption(path: path, settings: settings, plan: plan, allowsChanges: allowChanges)
        }
        if let resumption, resumption.isFinished {
            return try finish(resumption, model, settings, writes: exchange.writesCheckpoints)
        }
        try requireNothingLost(resumption)
        let outputs = try TrainingOutputs(self, imageShape: task.images.shape)
        let dataset: ImageDataset = try dataset ?? images.load(isQuiet: quiet, for: exchange)
        let identity: String = try dataset.identity()
        try requireImages(dataset, identity, resumption)
        exchange.verifyAgreement(identity, of: "data")
        exchange.verifyAgreement("\(settings.sorted { $0.key < $1.key })", of: "settings")
        let (train, validation): (AnyImageSource, AnyImageSource?) = try split(try trainingImages(of: dataset))
        let stepCount: Int = trainingStepCount(epochs: plan.epochs, samples: train.count, batchSize: plan.batchSize)
        try requireEffect(FlagWithoutEffect.of(stepCount: stepCount))
        let checkpoints: CheckpointDirectory? = (save ?? resume).map {
            CheckpointDirectory(path: $0, settings: checkpointSettings(settings, identity))
        }
        var generator: PhiloxGenerator = generator
        let trainer = Trainer(
            model, optimizer: optimizer(plan), schedule: plan.schedule(stepCount: stepCount),
            objective: objective(plan),
            options: options(plan, seed: generator.next()), exchange: exchange)
        var run = TrainingRun(
            trainer, epochs: plan.epochs,
            selection: validation.map { _ in .best(by: "validation_accuracy", patience: patience) },
            checkpoints: checkpoints, stepsPerCheckpoint: saveEvery,
            observers: outputs.observers(of: try summary(of: model, task.images.shape), isQuiet: quiet))
        if let resumption {
            try run.resume(from: resumption.directory)
            if !quiet { print(resumption.announcement) }
        }
        Interruption.listen()
        do {
            let result = try run.run(
                train: imageData(train, plan, task.images),
                validation: validation.map { ImageData($0, normalization: task.images.normalization) },
                test: ImageData(try disturbed(dataset.test), normalization: task.images.normalization))
            if let checkpoints, exchange.writesCheckpoints {
                try result.model.save(to: checkpoints.path + "/model.safetensors", metadata: modelSettings(settings))
            }
            return result
        } catch let interruption as TrainingInterrupted {
            if exchange.writesCheckpoints { tell(interruption) }
            throw ExitCode(130)
        }
    }

    /// Returns the training images of `dataset`, normalized as `task` says, with the augmentation of the plan, and
    /// without the images that `--validation-split` reserves.
    func trainingData(
        _ plan: TrainingPlan, _ task: ImageClassification, of dataset: ImageDataset
    ) throws -> ImageData<AnyImageSource> {
        imageData(try split(try trainingImages(of: dataset)).train, plan, task)
    }

    private func imageData(
        _ images: AnyImageSource, _ plan: TrainingPlan, _ task: ImageClassification
    ) -> ImageData<AnyImageSource> {
        ImageData(
            images, normalization: task.normalization, augmentation: plan.augments ? task.augmentation : nil)
    }

    /// Returns the images and classes of the checkpoint that `--resume` names, or nil without `--resume`.
    ///
    /// - Throws: `CheckpointError` if the checkpoint cannot be read; `UnusableInput` if its description of the images is
    ///   damaged.
    func savedImages() throws -> ImageClassification? {
        guard let resume else { return nil }
        let directory = CheckpointDirectory(path: resume)
        return try ImageClassification(settings: directory.savedRecord().settings, directory.file)
    }

    /// Returns the summary of the network as text, or an empty text with `--quiet`.
    private func summary(of model: some TensorModule<Float>, _ shape: ImageShape) throws -> String {
        quiet ? "" : try Summary(of: model, sample: Shape(shape.dimensions)).description
    }

    /// Returns the optimizer of the plan. With `--beta-rate`, a parameter group of the optimizer multiplies the
    /// learning rate of β.
    func optimizer(_ plan: TrainingPlan) -> any Optimizer {
        var optimizer: any Optimizer = plan.optimizer.make(learningRate: plan.learningRate)
        if let betaRate { optimizer.groups = [ParameterGroup("*.beta", "beta", learningRateFactor: betaRate)] }
        return optimizer
    }

    func objective<Model: TensorModule<Float>>(_ plan: TrainingPlan) -> Objective<Model, ClassificationBatch<Float>> {
        .classification(
            labelSmoothing: plan.labelSmoothing, testMetrics: calibration ? [CalibrationError<Float>()] : [])
    }

    func options(_ plan: TrainingPlan, seed: UInt64) -> TrainerOptions {
        TrainerOptions(
            batchSize: plan.batchSize, averageDecay: plan.averageDecay > 0 ? plan.averageDecay : nil, seed: seed,
            shards: shards ?? 1)
    }

    /// Splits the images into training and validation images. With `--validation-split`, the last images are the
    /// validation images; without the flag, the validation images are `nil`.
    ///
    /// - Throws: `ValidationError` if fewer than 2 training images or no validation images are left.
    private func split(_ images: AnyImageSource) throws -> (train: AnyImageSource, validation: AnyImageSource?) {
        guard let validationSplit else { return (images, nil) }
        let count = Int((Double(images.count) * validationSplit).rounded())
        guard count > 0, images.count - count > 1 else {
            throw ValidationError(
                "--validation-split \(validationSplit) of \(images.count) images leaves \(images.count - count) for training and "
                    + "\(count) for validation. At least 2 and 1 are needed.")
        }
        return (AnyImageSource(images.prefix(images.count - count)), AnyImageSource(images.suffix(count)))
    }

    private func requireEffect(_ rules: [FlagWithoutEffect]) throws {
        if let sentence = FlagWithoutEffect.first(among: rules, self) { throw ValidationError(sentence) }
    }

    /// Throws `ValidationError` if `--save` would overwrite an unfinished training, except the training that `--resume`
    /// continues.
    private func requireNothingLost(_ resumption: Resumption?) throws {
        guard let save else { return }
        let target = CheckpointDirectory(path: save)
        guard target.exists, target.file != resumption?.directory.file, let record = try? target.savedRecord(),
            record.position.step > 0, record.isUnfinished, let epochs = record.plannedEpochs
        else { return }
        throw ValidationError(
            """
            \(save) contains an unfinished training: \(record.history.count) of \(epochs) epochs are done. \
            To continue it, give --resume \(ResumeCommand.quoted(save)). For a new training, name another directory, or \
            delete \(target.file).
            """)
    }

    private func requireImages(_ dataset: ImageDataset, _ identity: String, _ resumption: Resumption?) throws {
        guard let saved = resumption?.record.settings["digits"], saved != identity else { return }
        throw UnusableInput(
            """
            the images from \(dataset.source) are not the images of this checkpoint. Name the original images with --data.
            """)
    }

    /// Completes a finished training without further steps: draws the plot, and appends the last line of metrics and
    /// writes the model's file if they are missing. The line and the file are missing if the process was killed at the
    /// end of the training. `settings` are stored in the model's file. Only a process that `writes` writes this file.
    private func finish<Model: TensorModule<Float>>(
        _ resumption: Resumption, _ model: Model, _ settings: [String: String], writes: Bool
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        var model: Model = model
        let record: TrainingRecord = try resumption.directory.loadTrainedModel(into: &model).record
        let outputs = try TrainingOutputs(self, imageShape: .mnist)
        if let last = record.history.last { try outputs.metrics?.appendUnlessLast(last) }
        try outputs.plot?.draw(record.progress)
        let directory: String = save ?? resumption.directory.path
        let file: String = directory + "/model.safetensors"
        if writes, !FileManager.default.fileExists(atPath: file) {
            do { try Directory.create(directory) } catch {
                throw UnusableInput(
                    "\(directory): the directory cannot be created: \(error.reason). Name another directory.")
            }
            try model.save(to: file, metadata: modelSettings(settings))
        }
        if !quiet { print(resumption.ending) }
        return (model, record.history)
    }

    /// Prints that the training was stopped, and prints the command that resumes the training.
    private func tell(_ interruption: TrainingInterrupted) {
        var lines: [String] = ["", interruption.description]
        if let directory = interruption.checkpoint {
            lines.append("To continue: \(ResumeCommand(CommandLine.arguments, directory: directory).line)")
        }
        StandardError.print(lines.joined(separator: "\n"))
    }

    /// Returns the values of the training's flags, by name, without the settings of the network.
    private func settings(of plan: TrainingPlan) -> [String: String] {
        // Older checkpoints do not contain these three names. So an absent flag must not add the names: otherwise the
        // settings would differ from those of an older checkpoint.
        let newer: [String: String] = [
            "shards": shards.map { "\($0)" }, "validation-split": validationSplit.map { "\($0)" },
            "patience": patience.map { "\($0)" },
        ].compactMapValues { $0 }
        return newer.merging([
            "epochs": "\(plan.epochs)", "batch-size": "\(plan.batchSize)", "learning-rate": "\(plan.learningRate)",
            "optimizer": plan.optimizer.name.rawValue, "augment": "\(plan.augments)", "seed": "\(seed)",
            "train-images": trainImages.map { "\($0)" } ?? "all", "noise": "\(noise ?? 0)",
            "beta-rate": "\(betaRate ?? 1)", "label-smoothing": "\(plan.labelSmoothing)",
            "average-decay": "\(plan.averageDecay)",
        ]) { own, _ in own }.merging(images.settings) { own, _ in own }
    }

    /// Returns the settings for the file of the trained model: `settings`, and the path or the name of the images if
    /// `--data` is given. `evaluate` then tests on these images.
    private func modelSettings(_ settings: [String: String]) -> [String: String] {
        var settings: [String: String] = settings
        settings["data"] = images.data.map { data in
            FileManager.default.fileExists(atPath: data) ? URL(fileURLWithPath: data).standardizedFileURL.path : data
        }
        return settings
    }

    /// Returns the settings with two additions: `digits`, the identity of the images, and `data`, their path or name if
    /// `--data` is given. `--resume` loads the images from there, and throws if the identity differs.
    private func checkpointSettings(_ settings: [String: String], _ identity: String) -> [String: String] {
        modelSettings(settings).merging(["digits": identity]) { own, _ in own }
    }

    private func trainingImages(of dataset: ImageDataset) throws -> AnyImageSource {
        guard let trainImages else { return try disturbed(dataset.train) }
        guard trainImages <= dataset.train.count else {
            throw ValidationError(
                "--train-images \(trainImages) is more than the \(dataset.train.count) training images")
        }
        return try disturbed(AnyImageSource(dataset.train.prefix(trainImages)))
    }

    /// Returns the images with the noise that `--noise` requests, in memory. The noise does not depend on the seed of the
    /// training, so trainings with different seeds use the same images.
    ///
    /// - Throws: `ValidationError` if the noise is positive but changes no pixel.
    private func disturbed(_ source: AnyImageSource) throws -> AnyImageSource {
        guard let noise else { return source }
        let images = try LabeledImages(loading: source)
        var generator = PhiloxGenerator(seed: UInt64(images.count))
        let noisy: LabeledImages = images.withNoise(deviation: noise, using: &generator)
        if noise > 0, noisy == images {
            throw ValidationError(
                "--noise would change nothing: \(noise) changes every pixel by less than half a grey level.")
        }
        return AnyImageSource(noisy)
    }
}
