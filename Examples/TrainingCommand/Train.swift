import ArgumentParser
import SynaNN

/// `train`: trains the network and reports each epoch.
public struct Train<Options: NetworkOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "train", abstract: "Trains the network and reports each epoch.",
            discussion: """
                A preset chooses the network and its hyper-parameters; other flags take precedence. With --save DIR you can \
                stop the training at any moment. --resume DIR continues it, and the result has the same bits.
                """)
    }

    @OptionGroup public var flags: TrainingFlags
    @OptionGroup public var measurements: MeasurementFlags
    @OptionGroup public var options: Options

    public init() {}

    public func validate() throws { try measurements.validate(beside: flags) }

    public func run() throws {
        var generator = PhiloxGenerator(seed: flags.seed)
        let network: any TensorModule<Float> = options.makeNetwork(using: &generator)
        try run(network, generator)
    }

    private func run(_ network: some TensorModule<Float>, _ generator: PhiloxGenerator) throws {
        let task = TrainingTask(
            plan: options.plan, normalization: options.normalization, settings: Options.allSettings(options))
        if measurements.isGiven { return try measurements.measure(network, task, flags, generator) }
        try flags.train(network, task, using: generator)
    }
}
