import Tensors

/// The weights and masks of a classification loss.
struct ClassificationOptions<Scalar: RealScalar> {
    /// The name of the loss, for error messages.
    let name: String
    let classWeights: Tensor<Scalar>?
    let sampleWeights: Tensor<Scalar>?
    let mask: Tensor<Bool>?
    let ignoreIndex: Int?

    /// Whether the loss has no weights, no mask and no label to ignore.
    var areDefault: Bool { classWeights == nil && sampleWeights == nil && mask == nil && ignoreIndex == nil }
}

/// The samples of a classification loss and the weights of these samples. All axes of the scores before the last axis
/// are merged into a single axis.
struct FlatSamples<Scalar: RealScalar> {
    /// The scores, `[count, classes]`. Rows of ignored samples are 0 and constant.
    let rows: Tensor<Scalar>
    /// The labels, `[count]`; 0 for ignored samples.
    let labels: Tensor<Int>
    /// The number of samples.
    let count: Int
    /// A mask of shape `[count]`, false for ignored samples; `nil` if no sample is ignored.
    let kept: Tensor<Bool>?
    let sampleWeights: Tensor<Scalar>?
    private let shape: Shape
    private let options: ClassificationOptions<Scalar>

    /// Creates the samples of a batch of scores `[..., classes]` and labels `[...]`. Traps if the labels, or the
    /// weights or the mask in `options`, do not fit the shape of the scores.
    init(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>, _ options: ClassificationOptions<Scalar>) {
        requireLabels(scores, labels, options.name)
        let classes: Int = scores.shape[-1]
        if let weights = options.classWeights {
            require(
                weights.shape == [classes],
                "\(options.name): class weights \(weights.shape) for scores \(scores.shape) must be [\(classes)]")
        }
        if let weights = options.sampleWeights {
            require(
                weights.shape == labels.shape,
                "\(options.name): sample weights \(weights.shape) for scores \(scores.shape) must be \(labels.shape)")
        }
        if let mask = options.mask {
            require(
                mask.shape == labels.shape,
                "\(options.name): mask \(mask.shape) for scores \(scores.shape) must be \(labels.shape)")
        }
        count = labels.count
        shape = labels.shape
        self.options = options
        sampleWeights = options.sampleWeights.map { $0.asConstant().reshaped(to: [labels.count]) }
        let rows: Tensor<Scalar> = scores.reshaped(to: [labels.count, classes])
        let kept: Tensor<Bool>? = Self.kept(labels, options)
        self.kept = kept
        self.rows = kept.map { select($0.expandedForClasses(), rows, Tensor(0)) } ?? rows
        let flat: Tensor<Int> = labels.reshaped(to: [labels.count])
        self.labels = kept.map { select($0, flat, Tensor(0)) } ?? flat
    }

    private static func kept(_ labels: Tensor<Int>, _ options: ClassificationOptions<Scalar>) -> Tensor<Bool>? {
        var kept: [Bool] = options.mask?.scalars ?? [Bool](repeating: true, count: labels.count)
        if let ignoreIndex = options.ignoreIndex {
            for (index, label) in labels.scalars.enumerated() where label == ignoreIndex { kept[index] = false }
        }
        return kept.contains(false) ? Tensor(kept) : nil
    }

    /// Returns the cross-entropy of the labels: see `crossEntropy` for the formula. Traps if a sample that is not
    /// ignored has a label outside of `0 ..< classes`.
    ///
    /// - Parameters:
    ///   - logProbabilities: The log-probabilities of the classes, `[count, classes]`.
    ///   - labelSmoothing: The part of the target distribution that is spread evenly over all classes, between 0 and 1.
    ///   - reduction: The way in which the losses are combined.
    func loss(
        _ logProbabilities: Tensor<Scalar>, labelSmoothing: Double, _ reduction: LossReduction
    ) -> Tensor<Scalar> {
        if rows.shape[1] == 0 {
            require(kept.map { !$0.any() } ?? (count == 0), "\(options.name): labels for scores of 0 classes")
            return reduced(Tensor(zeros: [count]), counting: Tensor(zeros: [count]), reduction)
        }
        var weights: Tensor<Scalar> = sampleWeights ?? Tensor(ones: [count])
        if let kept { weights = select(kept, weights, Tensor(0)) }
        var counting: Tensor<Scalar> = weights
        if let classWeights = options.classWeights {
            counting = weights * pick(classWeights.asConstant().broadcast(to: rows.shape), labels, options.name)
        }
        let own: Tensor<Scalar> = pick(logProbabilities, labels, options.name)
        var losses: Tensor<Scalar> = -weighted(own, by: counting * Scalar(1 - labelSmoothing))
        if labelSmoothing > 0 {
            let even: Tensor<Scalar> =
                (options.classWeights.map { weighted(logProbabilities, by: $0.asConstant()) }
                ?? logProbabilities).mean(axis: 1)
            losses = losses - weighted(even, by: weights * Scalar(labelSmoothing))
        }
        return finish(losses, counting, reduction)
    }

    /// Returns the combined losses of the samples, each loss multiplied by its weight in `counting`.
    ///
    /// - Parameters:
    ///   - losses: The losses without sample weights, `[count]`.
    ///   - counting: The weight of each sample, `[count]`, all 1 if the samples have no weights. The mean divides by
    ///     the sum of the weights of the samples that are not ignored.
    ///   - reduction: The way in which the losses are combined.
    func reduced(
        _ losses: Tensor<Scalar>, counting: Tensor<Scalar>, _ reduction: LossReduction
    ) -> Tensor<Scalar> {
        guard sampleWeights != nil || kept != nil else { return finish(losses, counting, reduction) }
        let weights: Tensor<Scalar> = kept.map { select($0, counting, Tensor(0)) } ?? counting
        return finish(weighted(losses, by: weights), weights, reduction)
    }

    private func finish(
        _ losses: Tensor<Scalar>, _ counting: Tensor<Scalar>, _ reduction: LossReduction
    ) -> Tensor<Scalar> {
        switch reduction {
        case .mean: return losses.sum() / counting.sum()
        case .sum: return losses.sum()
        case .none: return losses.reshaped(to: shape)
        }
    }
}

extension Tensor where Scalar == Bool {
    /// Returns the mask of N samples in the shape `[N, 1]`, which broadcasts to the scores `[N, classes]`.
    func expandedForClasses() -> Tensor { Tensor(scalars, shape: [count, 1]) }
}

/// Returns the elementwise product of values and weights. The weights are constants that broadcast to the shape of the
/// values. An element of the product is 0 where the weight is 0, even if the value is ±∞ or NaN. Differentiable with
/// respect to the values.
func weighted<Scalar: RealScalar>(_ values: Tensor<Scalar>, by weights: Tensor<Scalar>) -> Tensor<Scalar> {
    let product: Tensor<Scalar> = values.asConstant() * weights
    return withDerivative(
        of: TensorOperation("weighted", values, weights), select(weights .== 0, Tensor(0), product),
        .by(values) { cotangent in cotangent * weights })
}
