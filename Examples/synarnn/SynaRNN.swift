import ArgumentParser
import SynaNN
import TrainingCommand

/// Which network is trained, and how.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    case published, fast, best

    var plan: TrainingPlan {
        switch self {
        case .published:
            return TrainingPlan(epochs: 10, learningRate: 0.001, optimizer: .adam, usesOneCycle: false)
        case .fast:
            return TrainingPlan(
                epochs: 6, learningRate: 0.004, optimizer: .adamw, weightDecay: 0.01, usesOneCycle: true)
        case .best:
            return TrainingPlan(
                epochs: 20, learningRate: 0.004, optimizer: .adamw, weightDecay: 0.02, usesOneCycle: true,
                augments: true)
        }
    }

    /// The recurrent layer unless another is asked for.
    var cell: Cell { self == .published ? .lstm : .gru }
}

/// What reads the rows of an image.
enum Cell: String, CaseIterable, ExpressibleByArgument {
    case rnn, lstm, gru, synaptic
}

@main
struct SynaRNN: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synarnn", abstract: "Trains a recurrent SynaNN on the MNIST digits, read row by row.",
        discussion: """
            Without a subcommand it trains: 'synarnn train --help' lists the flags. Presets: 'fast' reaches 99.3 % in 6 \
            epochs; 'published' is the recurrent network as it is described: LSTM, softmax, synapse; 'best' has two layers, \
            trained longer on images that are varied at random.
            """,
        subcommands: [Train<Network>.self, Evaluate<Network>.self, Predict<Network>.self, Export<Network>.self],
        defaultSubcommand: Train<Network>.self)

    static func main() { runTrainingProgram() }
}

/// Which recurrent network.
struct Network: NetworkOptions {
    static let program = "synarnn"
    static let settingNames: [String] = ["preset", "hidden", "cell"]

    @Option(help: "The network and its hyper-parameters.")
    var preset = Preset.fast

    @Option(
        help: "The recurrent layer; 'synaptic' is a gated one whose gates are synapses. The preset's own unless given.")
    var cell: Cell?

    @Option(help: "What stands in the hidden layer's place: to see what the Synapse does, put something else there.")
    var hidden = HiddenKind.synapse

    var plan: TrainingPlan { preset.plan }

    var settings: [String: String] {
        ["preset": preset.rawValue, "hidden": hidden.rawValue, "cell": (cell ?? preset.cell).rawValue]
    }

    func withNetwork<Use: NetworkUse>(_ use: Use) throws -> Use.Result {
        switch cell ?? preset.cell {
        case .rnn: try withNetwork(use) { RNN($0, $1, using: &$2) }
        case .lstm: try withNetwork(use) { LSTM($0, $1, using: &$2) }
        case .gru: try withNetwork(use) { GRU($0, $1, using: &$2) }
        case .synaptic: try withNetwork(use) { SynapticGRU($0, $1, using: &$2) }
        }
    }

    private func withNetwork<Use: NetworkUse, Layer: TensorModule<Float>>(
        _ use: Use, _ makeLayer: (_ inputs: Int, _ hidden: Int, inout PhiloxGenerator) -> Layer
    ) throws -> Use.Result {
        switch preset {
        case .published:
            try use(.mnist) { PublishedNetwork(hidden: hidden, using: &$0, makeLayer: makeLayer) }
        case .fast:
            try use(.mnist) {
                RowNetwork(layers: 1, width: 128, features: 64, hidden: hidden, using: &$0, makeLayer: makeLayer)
            }
        case .best:
            try use(.mnist) {
                RowNetwork(layers: 2, width: 128, features: 128, hidden: hidden, using: &$0, makeLayer: makeLayer)
            }
        }
    }
}
