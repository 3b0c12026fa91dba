import ArgumentParser
import Foundation
import SynaNN

/// Flags that replace the training by a measurement.
public struct MeasurementFlags: ParsableArguments {
    @Option(
        help: """
            Do not train: try 100 rising learning rates, one step for each. Plot the losses in this .png or .svg file, and \
            print the rate at which the loss falls fastest.
            """, completion: .file(extensions: ["png", "svg"]))
    public var findLearningRate: String?

    @Flag(help: "Do not train: run 20 steps, and print the time and memory of each operation.")
    public var profile = false

    public init() {}

    public func validate() throws {
        if findLearningRate?.isEmpty == true {
            throw ValidationError("--find-learning-rate must name a file; it is empty")
        }
        if findLearningRate != nil, profile {
            throw ValidationError("--find-learning-rate and --profile are two measurements. Remove one of them.")
        }
    }

    var isGiven: Bool { findLearningRate != nil || profile }

    /// Checks that every given flag of the training has an effect beside a measurement.
    ///
    /// - Throws: `ValidationError` if a measurement is requested, and a flag of the training is given that only a
    ///   training uses.
    package func validate(beside flags: TrainingFlags) throws {
        guard isGiven else { return }
        let rules = FlagWithoutEffect.beside(measurement: profile ? "--profile" : "--find-learning-rate")
        if let sentence = FlagWithoutEffect.first(among: rules, flags) { throw ValidationError(sentence) }
    }

    func measure(
        _ network: some TensorModule<Float>, _ task: TrainingTask, _ flags: TrainingFlags,
        _ generator: PhiloxGenerator, _ dataset: ImageDataset?
    ) throws {
        let plot: LearningRatePlot? = try findLearningRate.map { path throws(PlotError) in
            try LearningRatePlot(path: path)
        }
        let plan: TrainingPlan = task.plan.overridden(by: flags)
        var generator: PhiloxGenerator = generator
        let data = try flags.trainingData(plan, task.images, of: dataset ?? flags.images.load(isQuiet: flags.quiet))
        let options: TrainerOptions = flags.options(plan, seed: generator.next())
        if let plot { return try findLearningRate(network, flags.optimizer(plan), plan, data, options, plot) }
        let trainer = Trainer(
            network, optimizer: flags.optimizer(plan), objective: flags.objective(plan), options: options)
        try profile(trainer, data)
    }

    private func findLearningRate(
        _ network: some TensorModule<Float>, _ optimizer: any Optimizer, _ plan: TrainingPlan,
        _ data: ImageData<AnyImageSource>,
        _ options: TrainerOptions, _ plot: LearningRatePlot
    ) throws {
        let curve: LearningRateCurve = try learningRateCurve(
            network, optimizer: optimizer, objective: .classification(labelSmoothing: plan.labelSmoothing), on: data,
            options: options, in: 1e-5 ... 1)
        try plot.draw(curve)
        guard let rate = curve.suggestion else {
            print("\(plot.path): the loss does not fall at any of these learning rates")
            return
        }
        print(
            """
            \(plot.path): the loss falls fastest at a learning rate of \(rate.rounded(digits: 2)); \
            this training uses \(plan.learningRate)
            """)
    }

    private func profile<Model: TensorModule<Float>>(
        _ trainer: Trainer<Model, ClassificationBatch<Float>>, _ data: ImageData<AnyImageSource>
    ) throws {
        var (trainer, steps): (Trainer<Model, ClassificationBatch<Float>>, Int) = (trainer, 0)
        /// Trains until `end` steps are done in total, in several epochs if necessary.
        func train(until end: Int) throws {
            while steps < end {
                _ = try trainer.continueEpoch(on: data) { _, _, _ in
                    steps += 1
                    return steps < end
                }
            }
        }
        try trainer.requireTrainable(on: data)
        // Runs 3 steps before the measurement, to allocate the memory that later steps reuse.
        try train(until: 3)
        let ((), profile) = try Profile.measure { try train(until: 23) }
        print("20 steps of \(trainer.options.batchSize) images on \(Parallelism.threadCount) threads")
        print(profile)
    }
}

extension Double {
    /// Returns the number as text with the given number of significant digits.
    fileprivate func rounded(digits: Int) -> String { String(format: "%.\(digits)g", self) }
}
