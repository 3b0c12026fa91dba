import SynaNN

/// A trained network from a directory that `--save` wrote, or from a file in this directory.
struct SavedModel {
    /// The network, which maps images `[N, channels, height, width]` to logits or log-probabilities `[N, classes]`.
    let network: any TensorModule<Float>
    /// The images and the classes of the network.
    let task: ImageClassification
    /// The values of the training's flags, by the flags' names without dashes.
    let settings: [String: String]

    init<Options: NetworkOptions>(path: String, _ options: Options.Type) throws {
        let source = try ModelSource(path: path)
        let options: Options = try .saved(in: source.settings, source.file)
        var generator = PhiloxGenerator(seed: 0)
        task = try options.task(ImageClassification(settings: source.settings, source.file))
        network = try Self.loaded(options.makeNetwork(for: task, using: &generator), source)
        settings = source.settings
        source.announce()
    }

    private static func loaded(
        _ network: some TensorModule<Float>, _ source: ModelSource
    ) throws -> any TensorModule<Float> {
        var network = network
        try source.load(into: &network)
        return network
    }

    /// Returns the log-probabilities of the classes for each image, `[N, classes]`. The method passes at most 500
    /// images at a time to the network, to limit the memory. Without images the result has the shape `[0, classes]`.
    ///
    /// - Throws: The error of the images; `UnusableInput` if a log-probability is NaN, as after a training that diverged.
    func logProbabilities(of images: some ImageSource) throws -> Tensor<Float> {
        if images.count == 0 { return Tensor(zeros: [0, task.classCount]) }
        let data = ImageData(images, normalization: task.normalization)
        let parts: [Tensor<Float>] = try stride(from: 0, to: images.count, by: 500).map { start in
            let indices: [Int] = Array(start ..< min(start + 500, images.count))
            let inputs: Tensor<Float> = try data.batch(indices[...]).inputs
            return logProbabilities(ofNormalized: inputs)
        }
        let scores = Tensor<Float>(concatenating: parts, axis: 0)
        guard !scores.scalars.contains(where: \.isNaN) else {
            throw UnusableInput("the model's output is not a number: its weights are unusable. Train it again.")
        }
        return scores
    }

    /// Returns the log-probabilities of the classes for images with normalized pixels, `[N, channels, height, width]`.
    func logProbabilities(ofNormalized images: Tensor<Float>) -> Tensor<Float> {
        withMode(.inference) { network(images) }.logSoftmax()
    }
}
