import ArgumentParser
import SynaNN

/// The flags that determine the network of a program. A file of a trained network contains the values of these flags,
/// so that a program can create the same network again.
public protocol NetworkOptions: ParsableArguments {
    /// The program's name, which identifies the files of the program's networks.
    static var program: String { get }
    /// The hyper-parameters that the preset chooses.
    var plan: TrainingPlan { get }
    /// The names of the flags, without dashes.
    static var settingNames: [String] { get }
    /// The values of the flags, by name. Parsing these values as flags gives the same options.
    var settings: [String: String] { get }
    /// The normalization of the pixels; by default with the mean and the standard deviation of MNIST.
    var normalization: PixelNormalization { get }
    /// Creates the untrained network, which maps images `[N, 1, 28, 28]` to logits or log-probabilities `[N, 10]`.
    func makeNetwork(using generator: inout PhiloxGenerator) -> any TensorModule<Float>
}

extension NetworkOptions {
    /// The normalization with the mean and the standard deviation of MNIST.
    public var normalization: PixelNormalization { .mnist }

    static func allSettings(_ options: Self) -> [String: String] {
        options.settings.merging(["program": program]) { own, _ in own }
    }

    /// Returns the options of a saved model. `settings` are the values of the saved flags, by name; the errors contain
    /// the path `file`.
    ///
    /// - Throws: `UnusableInput` if another program made the file, or if the saved values are not valid flags.
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
