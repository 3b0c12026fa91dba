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
    /// What becomes of the pixels that the network is given: MNIST's own mean and deviation unless a type has another.
    var normalization: PixelNormalization { get }
    /// Makes the untrained network: images `[N, 1, 28, 28]` to logits or log-probabilities `[N, 10]`.
    func makeNetwork(using generator: inout PhiloxGenerator) -> any TensorModule<Float>
}

extension NetworkOptions {
    public var normalization: PixelNormalization { .mnist }

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
