/// A network, and the kinds of hidden layer with which the network is trained.
struct Experiment: Sendable {
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
        "synapse-rectified", "synapse-gated", "dense", "dense-relu", "dense-gelu", "relu-glu", "identity", "relu",
    ]

    private static let synapseKinds: [String] = everyKind.filter { $0.hasPrefix("synapse") }

    private static let mainKinds: [String] = [
        "synapse", "synapse-probability", "synapse-rectified", "synapse-gated", "dense", "dense-relu", "dense-gelu",
        "relu-glu", "identity", "relu",
    ]

    private static let startKinds: [String] = ["synapse", "synapse-sigmoid", "synapse-probability"]

    static let all: [Experiment] = [
        Experiment(
            name: "mlp-narrow", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8"], kinds: everyKind,
            description: """
                The network has a linear layer of 64 features, the hidden layer of 64 features, and a linear layer of 10
                scores. Each training takes 8 epochs on all training images, without augmentation of the images.
                """),
        Experiment(
            name: "mlp-small-data", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--train-images", "1000", "--epochs", "60"],
            kinds: everyKind,
            description: """
                The network is that of mlp-narrow. Each training takes 60 epochs on the first 1000 training images,
                without augmentation.
                """),
        Experiment(
            name: "mlp-noise", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--noise", "0.5"], kinds: everyKind,
            description: """
                The network and the training are those of mlp-narrow, but noise of standard deviation 0.5 is added to
                every pixel of the training images and the test images. Black pixels are 0, and white pixels are 1.
                """),
        Experiment(
            name: "mlp-slow-beta", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--beta-rate", "0.1"], kinds: synapseKinds,
            description: """
                The network and the training are those of mlp-narrow, but the learning rate of β is a tenth of the
                learning rate of the other parameters.
                """),
        Experiment(
            name: "mlp-fast-beta", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--beta-rate", "10"], kinds: synapseKinds,
            description: """
                The network and the training are those of mlp-narrow, but the learning rate of β is ten times the
                learning rate of the other parameters.
                """),
        Experiment(
            name: "mlp-small-start", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--beta-start", "0.2"], kinds: startKinds,
            description: """
                The network and the training are those of mlp-narrow, but the initial β are between 0 and 0.2/64. In
                mlp-narrow, they are between 0 and 2/64.
                """),
        Experiment(
            name: "mlp-large-start", program: "synamlp",
            flags: ["--features", "64", "--no-augment", "--epochs", "8", "--beta-start", "20"], kinds: startKinds,
            description: """
                The network and the training are those of mlp-narrow, but the initial β are between 0 and 20/64. In
                mlp-narrow, they are between 0 and 2/64.
                """),
        Experiment(
            name: "mlp-256", program: "synamlp", flags: ["--features", "256", "--no-augment", "--epochs", "8"],
            kinds: mainKinds,
            description: """
                The network is that of mlp-narrow, but the first linear layer and the hidden layer have 256 features.
                The training is that of mlp-narrow.
                """),
        Experiment(
            name: "mlp", program: "synamlp", flags: [], kinds: everyKind,
            description: """
                The network has linear layers of 512 and 256 features, the hidden layer of 256 features, and a linear
                layer of 10 scores. This is the network of the preset `fast` of `synamlp`, which is the default preset.
                Each training takes 10 epochs, in which the training images are shifted, rotated and distorted at
                random.
                """),
        Experiment(
            name: "cnn", program: "synacnn", flags: [], kinds: mainKinds,
            description: """
                The network has three convolutions, a linear layer of 64 features, the hidden layer of 64 features, and
                a linear layer of 10 scores. This is the network of the preset `fast` of `synacnn`, which is the default
                preset. Each training takes 6 epochs, without augmentation of the images.
                """),
        Experiment(
            name: "rnn", program: "synarnn", flags: [], kinds: mainKinds,
            description: """
                The network has a GRU of 128 units, which reads the rows of an image, a linear layer of 64 features, the
                hidden layer of 64 features, and a linear layer of 10 scores. This is the network of the preset `fast`
                of `synarnn`, which is the default preset. Each training takes 6 epochs, without augmentation of the
                images.
                """),
    ]

    static func named(_ name: String) -> Experiment? { all.first { $0.name == name } }
}
