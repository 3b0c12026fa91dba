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
        try flags.ranks.withExchange(flags.parallelism) { exchange in
            var command: Self = self
            command.flags = flags.inProcess(isFirst: exchange.writesCheckpoints)
            try command.run(exchange)
        }
    }

    private func run(_ exchange: any ShardExchange) throws {
        var generator = PhiloxGenerator(seed: flags.seed)
        // A resumed training reads the shape of the images from its checkpoint, and the images only if steps are left.
        if let saved = try flags.savedImages() {
            let network: any TensorModule<Float> = try options.makeNetwork(for: saved, using: &generator)
            return try run(network, saved, generator, nil, exchange)
        }
        let dataset: ImageDataset = try flags.images.load(isQuiet: flags.quiet, for: exchange)
        let images: ImageClassification = options.task(try ImageClassification(of: dataset))
        let network: any TensorModule<Float> = try options.makeNetwork(for: images, using: &generator)
        try run(network, images, generator, dataset, exchange)
    }

    private func run(
        _ network: some TensorModule<Float>, _ images: ImageClassification, _ generator: PhiloxGenerator,
        _ dataset: ImageDataset?, _ exchange: any ShardExchange
    ) throws {
        let task = TrainingTask(plan: options.plan, images: images, settings: Options.allSettings(options))
        if measurements.isGiven { return try measurements.measure(network, task, flags, generator, dataset) }
        try flags.train(network, task, using: generator, on: dataset, exchange)
    }
}
