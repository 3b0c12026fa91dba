import ArgumentParser
import SynaNN
import TrainingCommand

/// A network, and the hyper-parameters with which the program trains this network.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    case published, fast, best

    var plan: TrainingPlan {
        switch self {
        case .published:
            return TrainingPlan(
                epochs: 30, learningRate: 0.01, optimizer: .sgd(momentum: 0.9, nesterov: true), course: .constant)
        case .fast, .best:
            var plan = TrainingPlan(
                epochs: self == .fast ? 10 : 60, learningRate: 0.004, optimizer: .adamw(weightDecay: 0.02),
                course: .oneCycle())
            plan.augments = true
            return plan
        }
    }
}

@main
struct SynaMLP: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synamlp", abstract: "Trains a multi-layer SynaNN on MNIST or other images.",
        discussion: """
            Without a subcommand the program trains; 'synamlp train --help' lists the flags. The preset 'fast' reaches a \
            test accuracy of 99.2 % in 10 epochs. The preset 'published' has the network and the hyper-parameters of the \
            published program. The preset 'best' trains a wider network longer.
            """, version: synaNNVersion,
        subcommands: [
            Train<Network>.self, Evaluate<Network>.self, Predict<Network>.self, Export<Network>.self,
            Summarize<Network>.self, Latency<Network>.self,
        ],
        defaultSubcommand: Train<Network>.self)

    static func main() { runTrainingProgram() }
}

/// The flags that determine the network of the program `synamlp`.
struct Network: NetworkOptions {
    static let program = "synamlp"
    static let settingNames: [String] = ["preset", "hidden", "features", "beta-start"]

    @Option(help: "The network and its hyper-parameters.")
    var preset = Preset.fast

    @Option(help: "The kind of hidden layer. To see the effect of the Synapse, compare the kinds.")
    var hidden = HiddenKind.synapse

    @Option(help: "Use one dense layer, and give it and the hidden layer this width. By default, the preset's layers.")
    var features: Int?

    @Option(help: "The initial β is between 0 and this number divided by the hidden layer's width. By default 2.")
    var betaStart: Double?

    func validate() throws {
        if let features, !(1 ... 8192).contains(features) {
            throw ValidationError("--features must be between 1 and 8192, not \(features)")
        }
        if features != nil, preset == .published {
            throw ValidationError("--features: the width of 'published' is fixed")
        }
        if betaStart != nil, preset == .published {
            throw ValidationError("--beta-start: the range of β of 'published' is fixed")
        }
        if betaStart != nil, !hidden.takesBetaStart {
            throw ValidationError("--beta-start would change nothing: '\(hidden.rawValue)' has no β with such a range")
        }
        if let betaStart, !(betaStart > 0 && betaStart <= Double(width)) {
            throw ValidationError("--beta-start must be between 0 and the hidden layer's width, \(width)")
        }
    }

    var plan: TrainingPlan { preset.plan }

    var settings: [String: String] {
        var settings: [String: String] = ["preset": preset.rawValue, "hidden": hidden.rawValue]
        settings["features"] = features.map(String.init)
        settings["beta-start"] = betaStart.map { "\($0)" }
        return settings
    }

    var normalization: PixelNormalization? { preset == .published ? .unit : nil }

    func makeNetwork(
        for task: ImageClassification, using generator: inout PhiloxGenerator
    ) -> any TensorModule<Float> {
        switch preset {
        case .published: PublishedNetwork(for: task, hidden: hidden, using: &generator)
        case .fast, .best:
            WideNetwork(
                for: task, features: widths, hidden: hidden, betaIn: betaStart.map { 0 ..< $0 / Double(width) },
                using: &generator)
        }
    }

    /// The numbers of features of the dense layers. The hidden layer has as many features as the last dense layer.
    private var widths: [Int] { features.map { [$0] } ?? (preset == .best ? [1024, 1024, 512] : [512, 256]) }
    private var width: Int { widths[widths.count - 1] }
}
