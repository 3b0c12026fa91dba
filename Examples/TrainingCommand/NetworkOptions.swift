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
    /// The normalization of the pixels that replaces the measured normalization; by default nil.
    var normalization: PixelNormalization? { get }
    /// Creates the untrained network, which maps images `[N, channels, height, width]` to logits or log-probabilities
    /// `[N, classes]`. Throws `UnusableInput` if the images are too small for the network.
    func makeNetwork(
        for task: ImageClassification, using generator: inout PhiloxGenerator
    ) throws -> any TensorModule<Float>
}

extension NetworkOptions {
    public var normalization: PixelNormalization? { nil }

    /// Returns the task in which the normalization of the network, if it has one, replaces the measured one.
    public func task(_ measured: ImageClassification) -> ImageClassification {
        normalization.map { measured.normalized(by: $0) } ?? measured
    }

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
