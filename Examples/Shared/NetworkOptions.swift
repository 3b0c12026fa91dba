import ArgumentParser
import SynaNN

/// The flags that decide which network a program trains; the same values make it again for a saved model.
public protocol NetworkOptions: ParsableArguments {
    /// The program's name.
    static var program: String { get }
    /// The preset's hyper-parameters.
    var plan: TrainingPlan { get }
    /// The names of the flags, without dashes.
    static var settingNames: [String] { get }
    /// The flags that have a value, by name: parsed again, they give these options.
    var settings: [String: String] { get }
    /// Makes the network and passes it on.
    func withNetwork<Use: NetworkUse>(_ use: Use) throws -> Use.Result
}

/// Something to be done with a network whose type depends on flags.
public protocol NetworkUse {
    associatedtype Result
    /// - Parameters:
    ///   - normalization: What becomes of the pixels that the network is given.
    ///   - makeModel: Makes the untrained network.
    func callAsFunction<Model: TensorModule<Float>>(
        _ normalization: PixelNormalization, _ makeModel: (inout PhiloxGenerator) -> Model
    ) throws -> Result
}

/// `train`: trains the network and reports each epoch.
public struct Train<Options: NetworkOptions>: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "train", abstract: "Trains the network and reports each epoch.",
            discussion: """
                The network and its hyper-parameters are a preset's; other flags take precedence. With --save DIR the \
                training can be stopped at any moment; --resume DIR goes on with it, and ends with the same bits.
                """)
    }

    @OptionGroup public var flags: TrainingFlags
    @OptionGroup public var options: Options

    public init() {}

    public func run() throws {
        try options.withNetwork(Training(flags: flags, plan: options.plan, settings: Options.allSettings(options)))
    }
}

extension NetworkOptions {
    static func allSettings(_ options: Self) -> [String: String] {
        options.settings.merging(["program": program]) { own, _ in own }
    }

    /// The options that a saved model was made with.
    static func saved(in settings: [String: String], _ file: String) throws -> Self {
        guard settings["program"] == program else {
            let other: String = settings["program"].map { "\($0)'s" } ?? "not one of these programs'"
            throw UnusableInput("\(file) is \(other), not \(program)'s")
        }
        do {
            return try parse(settingNames.compactMap { name in settings[name].map { "--\(name)=\($0)" } })
        } catch {
            throw UnusableInput("\(file) names a network that there is not: \(message(for: error))")
        }
    }
}

private struct Training: NetworkUse {
    let flags: TrainingFlags
    let plan: TrainingPlan
    let settings: [String: String]

    func callAsFunction<Model: TensorModule<Float>>(
        _ normalization: PixelNormalization, _ makeModel: (inout PhiloxGenerator) -> Model
    ) throws {
        try flags.train(plan: plan, normalization: normalization, settings: settings, makeModel: makeModel)
    }
}
