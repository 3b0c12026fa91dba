import ArgumentParser
import SynaNN
import TrainingCommand

/// Which network is trained, and how.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    case published, fast, best

    var plan: TrainingPlan {
        switch self {
        case .published:
            return TrainingPlan(
                epochs: 30, learningRate: 0.01, optimizer: .sgd, momentum: 0.9, nesterov: true, usesOneCycle: false)
        case .fast:
            return TrainingPlan(
                epochs: 10, learningRate: 0.004, optimizer: .adamw, weightDecay: 0.02, usesOneCycle: true,
                augments: true)
        case .best:
            return TrainingPlan(
                epochs: 60, learningRate: 0.004, optimizer: .adamw, weightDecay: 0.02, usesOneCycle: true,
                augments: true)
        }
    }
}

@main
struct SynaMLP: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synamlp", abstract: "Trains a multi-layer SynaNN on the MNIST digits.",
        discussion: """
            Presets: 'fast' reaches 98.4 % within a minute or two; 'published' is the network and the hyper-parameters \
            of the published program; 'best' is a wider network, trained longer.
            """)

    @OptionGroup var flags: TrainingFlags

    @Option(help: "The network and its hyper-parameters.")
    var preset = Preset.fast

    @Option(help: "What stands in the hidden layer's place: to see what the Synapse does, put something else there.")
    var hidden = HiddenKind.synapse

    @Option(help: "The width of a single dense layer and of the hidden layer, in place of those of 'fast' and 'best'.")
    var features: Int?

    func validate() throws {
        if let features, features < 1 { throw ValidationError("--features must be at least 1") }
        if features != nil, preset == .published { throw ValidationError("--features: 'published' has its own width") }
    }

    func run() throws {
        switch preset {
        case .published:
            try flags.train(plan: preset.plan, normalization: .unit) { generator in
                PublishedNetwork(hidden: hidden, using: &generator)
            }
        case .fast:
            try flags.train(plan: preset.plan, normalization: .mnist) { generator in
                WideNetwork(features: features.map { [$0] } ?? [512, 256], hidden: hidden, using: &generator)
            }
        case .best:
            try flags.train(plan: preset.plan, normalization: .mnist) { generator in
                WideNetwork(features: features.map { [$0] } ?? [1024, 1024, 512], hidden: hidden, using: &generator)
            }
        }
    }
}
