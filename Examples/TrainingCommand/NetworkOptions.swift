import ArgumentParser
import SynaNN

/// The flags that determine the network of a program. The saved values of these flags recreate the network of a saved
/// model.
public protocol NetworkOptions: ParsableArguments {
    /// The program's name.
    static var program: String { get }
    /// The preset's hyper-parameters.
    var plan: TrainingPlan { get }
    /// The names of the flags, without dashes.
    static var settingNames: [String] { get }
    /// The values of the flags, by name. Parsing them gives the same options.
    var settings: [String: String] { get }
    /// The normalization of the pixels: MNIST's mean and standard deviation by default.
    var normalization: PixelNormalization { get }
    /// Creates the untrained network, which maps images `[N, 1, 28, 28]` to logits or log-probabilities `[N, 10]`.
    func makeNetwork(using generator: inout PhiloxGenerator) -> any TensorModule<Float>
}

extension NetworkOptions {
    /// MNIST's mean and standard deviation.
    public var normalization: PixelNormalization { .mnist }

    static func allSettings(_ options: Self) -> [String: String] {
        options.settings.merging(["program": program]) { own, _ in own }
    }

    /// Returns the options of a saved model.
    static func saved(in settings: [String: String], _ file: String) throws -> Self {
        guard settings["program"] == program else {
            let origin: String = settings["program"].map { "was made by \($0)" } ?? "was made by another program"
            throw UnusableInput("\(file) \(origin), not by \(program). Name a model of \(program).")
        }
        do {
            return try parse(settingNames.compactMap { name in settings[name].map { "--\(name)=\($0)" } })
        } catch {
            throw UnusableInput("\(file) names an unknown network: \(message(for: error))")
        }
    }
}
