import ArgumentParser
import SynaNN
import TrainingCommand

/// A network, and the hyper-parameters with which the program trains this network.
enum Preset: String, CaseIterable, ExpressibleByArgument {
    case published, fast, best

    var plan: TrainingPlan {
        switch self {
        case .published: return TrainingPlan(epochs: 10, learningRate: 0.001, optimizer: .adam, course: .constant)
        case .fast:
            return TrainingPlan(
                epochs: 6, learningRate: 0.004, optimizer: .adamw(weightDecay: 0.01), course: .oneCycle())
        case .best:
            var plan = TrainingPlan(
                epochs: 20, learningRate: 0.004, optimizer: .adamw(weightDecay: 0.02), course: .oneCycle())
            plan.augments = true
            return plan
        }
    }

    /// The recurrent layer that the preset uses if the user names none.
    var cell: Cell { self == .published ? .lstm : .gru }
}

/// The kinds of layer that can read the rows of an image.
enum Cell: String, CaseIterable, ExpressibleByArgument {
    case rnn, lstm, gru, synaptic, attention
}

@main
struct SynaRNN: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synarnn", abstract: "Trains a recurrent SynaNN on MNIST or other images, read row by row.",
        discussion: """
            Without a subcommand the program trains; 'synarnn train --help' lists the flags. The preset 'fast' reaches a \
            test accuracy of 99.4 % in 6 epochs. The preset 'published' has an LSTM, a softmax and a Synapse, as far as the \
            network is published. The preset 'best' trains two recurrent layers longer, on randomly distorted images.
            """, version: synaNNVersion,
        subcommands: [
            Train<Network>.self, Evaluate<Network>.self, Predict<Network>.self, Export<Network>.self,
            Summarize<Network>.self, Latency<Network>.self,
        ],
        defaultSubcommand: Train<Network>.self)

    static func main() { runTrainingProgram() }
}

/// The flags that determine the network of the program `synarnn`.
struct Network: NetworkOptions {
    static let program = "synarnn"
    static let settingNames: [String] = ["preset", "hidden", "cell"]

    @Option(help: "The network and its hyper-parameters.")
    var preset = Preset.fast

    @Option(
        help: """
            The layer that reads the rows: a recurrent layer, where 'synaptic' is a GRU whose gates are synapses, or \
            'attention', a transformer block with the hidden layer in it. By default from the preset.
            """)
    var cell: Cell?

    @Option(help: "The kind of hidden layer. To see the effect of the Synapse, compare the kinds.")
    var hidden = HiddenKind.synapse

    var plan: TrainingPlan { preset.plan }

    var settings: [String: String] {
        ["preset": preset.rawValue, "hidden": hidden.rawValue, "cell": (cell ?? preset.cell).rawValue]
    }

    func makeNetwork(
        for task: ImageClassification, using generator: inout PhiloxGenerator
    ) -> any TensorModule<Float> {
        switch cell ?? preset.cell {
        case .rnn: makeNetwork(task, &generator) { RNN($0, $1, using: &$2) }
        case .lstm: makeNetwork(task, &generator) { LSTM($0, $1, using: &$2) }
        case .gru: makeNetwork(task, &generator) { GRU($0, $1, using: &$2) }
        case .synaptic: makeNetwork(task, &generator) { SynapticGRU($0, $1, using: &$2) }
        case .attention:
            makeNetwork(task, &generator) {
                AttentionReader($0, $1, rows: task.shape.height, hidden: hidden, using: &$2)
            }
        }
    }

    private func makeNetwork<Layer: TensorModule<Float>>(
        _ task: ImageClassification, _ generator: inout PhiloxGenerator,
        _ makeLayer: (_ inputs: Int, _ hidden: Int, inout PhiloxGenerator) -> Layer
    ) -> any TensorModule<Float> {
        switch preset {
        case .published: PublishedNetwork(for: task, hidden: hidden, using: &generator, makeLayer: makeLayer)
        case .fast:
            RowNetwork(
                for: task, layers: 1, width: 128, features: 64, hidden: hidden, using: &generator, makeLayer: makeLayer)
        case .best:
            RowNetwork(
                for: task, layers: 2, width: 128, features: 128, hidden: hidden, using: &generator, makeLayer: makeLayer
            )
        }
    }
}
