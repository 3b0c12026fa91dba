import SynaNN

/// A trained network from a directory that `--save` wrote, or from a file in this directory.
struct SavedModel {
    /// The network, which maps images `[N, 1, 28, 28]` to logits or log-probabilities `[N, 10]`.
    let network: any TensorModule<Float>
    let normalization: PixelNormalization
    /// The values of the training's flags, by the flags' names without dashes.
    let settings: [String: String]

    init<Options: NetworkOptions>(path: String, _ options: Options.Type) throws {
        let source = try ModelSource(path: path)
        let options: Options = try .saved(in: source.settings, source.file)
        var generator = PhiloxGenerator(seed: 0)
        network = try Self.loaded(options.makeNetwork(using: &generator), source)
        (normalization, settings) = (options.normalization, source.settings)
        source.announce()
    }

    private static func loaded(
        _ network: some TensorModule<Float>, _ source: ModelSource
    ) throws -> any TensorModule<Float> {
        var network = network
        try source.load(into: &network)
        return network
    }

    /// Returns the log-probabilities of the ten digits for each image, `[N, 10]`. The method passes at most 500 images
    /// at a time to the network, to limit the memory. Without images the result has the shape `[0, 10]`.
    ///
    /// - Throws: `UnusableInput` if a log-probability is NaN, as after a training that diverged.
    func logProbabilities(of images: LabeledImages) throws -> Tensor<Float> {
        if images.count == 0 { return Tensor(zeros: [0, 10]) }
        let parts: [Tensor<Float>] = stride(from: 0, to: images.count, by: 500).map { start in
            let indices: [Int] = Array(start ..< min(start + 500, images.count))
            let (inputs, _) = images.batch(indices[...], normalization: normalization)
            return withMode(.inference) { network(inputs) }.logSoftmax()
        }
        let scores = Tensor<Float>(concatenating: parts, axis: 0)
        guard !scores.scalars.contains(where: \.isNaN) else {
            throw UnusableInput("the model's output is not a number: its weights are unusable. Train it again.")
        }
        return scores
    }
}
