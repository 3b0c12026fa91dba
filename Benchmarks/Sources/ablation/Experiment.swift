/// An experiment: a network that is trained with several hidden layers.
struct Experiment {
    let name: String
    /// The name of the program that trains the network.
    let program: String
    /// The program's flags, except `--hidden`, `--seed` and the flags of the output.
    let flags: [String]
    /// The kinds of hidden layer to train.
    let kinds: [String]
    /// The text that describes the network above its table.
    let description: String

    private static let everyKind: [String] = [
        "synapse", "synapse-sigmoid", "synapse-probability", "synapse-inhibition", "synapse-stack", "synapse-residual",
        "synapse-rectified", "dense", "dense-relu", "identity", "relu",
    ]

    private static let synapseKinds: [String] = everyKind.filter { $0.hasPrefix("synapse") }

    private static let mainKinds: [String] = [
        "synapse", "synapse-probability", "synapse-rectified", "dense", "dense-relu", "identity", "relu",
    ]

    private static let startKinds: [String] = ["synapse", "synapse-sigmoid", "synapse-probability"]

    static let all: [Experiment] = [
        Experiment(
            name: "mlp-narrow", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8"], kinds: everyKind,
            description: "784 → Linear 64 → BatchNorm → hidden 64 → BatchNorm → Linear 10, 8 epochs"),
        Experiment(
            name: "mlp-small-data", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--train-images", "1000", "--epochs", "60"],
            kinds: everyKind, description: "mlp-narrow, trained on the first 1000 images for 60 epochs"),
        Experiment(
            name: "mlp-noise", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--noise", "0.5"], kinds: everyKind,
            description: "mlp-narrow with noise of standard deviation 0.5 on every pixel, in training and in the test"),
        Experiment(
            name: "mlp-slow-beta", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--beta-rate", "0.1"], kinds: synapseKinds,
            description: "mlp-narrow with a tenth of the learning rate for β"),
        Experiment(
            name: "mlp-fast-beta", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--beta-rate", "10"], kinds: synapseKinds,
            description: "mlp-narrow with ten times the learning rate for β"),
        Experiment(
            name: "mlp-small-start", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--beta-start", "0.2"], kinds: startKinds,
            description: "mlp-narrow with initial β in (0, 0.2/n) instead of (0, 2/n)"),
        Experiment(
            name: "mlp-large-start", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--beta-start", "20"], kinds: startKinds,
            description: "mlp-narrow with initial β in (0, 20/n) instead of (0, 2/n)"),
        Experiment(
            name: "mlp-256", program: "synamlp", flags: ["--features", "256", "--no-augment", "--epochs", "8"],
            kinds: mainKinds, description: "mlp-narrow four times as wide: Linear 256, hidden 256"),
        Experiment(
            name: "mlp", program: "synamlp", flags: [], kinds: everyKind,
            description:
                "`synamlp`, preset fast: Linear 512, Linear 256, hidden 256; images augmented at random, 10 epochs"),
        Experiment(
            name: "cnn", program: "synacnn", flags: [], kinds: mainKinds,
            description: "`synacnn`, preset fast: three convolutions, Linear 64, hidden 64, 6 epochs"),
        Experiment(
            name: "rnn", program: "synarnn", flags: [], kinds: mainKinds, description: "`synarnn`, preset fast"),
    ]

    static func named(_ name: String) -> Experiment? { all.first { $0.name == name } }
}
