import Tensors

/// The errors of predictions, such as the mean squared error and R². All errors are accumulated together, batch by
/// batch.
///
/// Predictions are `[N, ...]` for N samples. Each position in the axes after the first axis is a separate output. Each
/// error is computed for each output, and then averaged over the outputs, as with scikit-learn's `uniform_average`. An
/// error is NaN without samples, if a weight is NaN, or if a prediction or a target of a sample is NaN. Samples of
/// weight 0 are ignored.
public struct RegressionErrors: Sendable, Hashable, Codable {
    private var count = 0
    private var outputs: [Output] = []

    /// Creates errors without samples.
    public init() {}

    /// Adds samples to all errors.
    ///
    /// - Parameters:
    ///   - predictions: The predictions, `[N, ...]`. A scalar, or another number of outputs than in the first batch,
    ///     traps.
    ///   - targets: The targets, of the same shape; another shape traps.
    ///   - weights: One weight for each of the N samples, all 1 by default. A negative weight and another number of
    ///     weights trap.
    public mutating func add<Scalar: RealScalar>(
        _ predictions: Tensor<Scalar>, _ targets: Tensor<Scalar>, weights: [Double]? = nil
    ) {
        require(
            predictions.rank > 0 && predictions.shape == targets.shape,
            "RegressionErrors: predictions \(predictions.shape) and targets \(targets.shape) differ in shape, "
                + "or have no axis"
        )
        let samples: Int = predictions.shape[0]
        let width: Int = predictions.shape.dimensions.dropFirst().reduce(1, *)
        requireWeights(weights, count: samples, "RegressionErrors")
        if outputs.isEmpty { outputs = [Output](repeating: Output(), count: width) }
        require(
            outputs.count == width,
            "RegressionErrors: \(width) outputs of predictions \(predictions.shape) after batches of \(outputs.count)")
        count += samples
        let (predicted, expected): ([Double], [Double]) = (
            predictions.scalars.map { Double($0) }, targets.scalars.map { Double($0) }
        )
        for sample in 0 ..< samples {
            let weight: Double = weights?[sample] ?? 1
            if weight == 0 { continue }
            for output in 0 ..< width {
                let place: Int = sample * width + output
                outputs[output].add(predicted[place], expected[place], weight)
            }
        }
    }

    /// Adds all samples that were added to `other`. Traps if `other` has another number of outputs.
    public mutating func merge(_ other: RegressionErrors) {
        if other.outputs.isEmpty { return count += other.count }
        require(
            outputs.isEmpty || outputs.count == other.outputs.count,
            "RegressionErrors: errors of \(outputs.count) and \(other.outputs.count) outputs cannot be merged")
        if outputs.isEmpty { outputs = [Output](repeating: Output(), count: other.outputs.count) }
        count += other.count
        for index in outputs.indices { outputs[index].merge(other.outputs[index]) }
    }

    /// The mean of (prediction − target)² over the samples and outputs.
    public var meanSquaredError: Double { mean { $0.squares / $0.weight } }

    /// The square root of each output's mean squared error, averaged over the outputs.
    public var rootMeanSquaredError: Double { mean { ($0.squares / $0.weight).squareRoot() } }

    /// The mean of |prediction − target| over the samples and outputs.
    public var meanAbsoluteError: Double { mean { $0.magnitudes / $0.weight } }

    /// The mean of |prediction − target| / |target|, as a fraction, not in percent. The mean is ∞ if a target is 0 and
    /// its prediction is not 0, and NaN if a target and its prediction are both 0. scikit-learn divides by 2⁻⁵² instead
    /// of 0.
    public var meanAbsolutePercentageError: Double { mean { $0.fractions / $0.weight } }

    /// The coefficient of determination R², 1 − Σ (prediction − target)² / Σ (target − mean target)²: the fraction of
    /// the targets' variance that the predictions explain. R² is 0 if every prediction is the mean of the targets, and
    /// negative for worse predictions.
    ///
    /// R² is NaN for fewer than two samples. If all targets are equal, R² is −∞, or NaN if the predictions are exact,
    /// as in scikit-learn with `force_finite=False`.
    public var rSquared: Double { count < 2 ? .nan : mean { 1 - $0.squares / $0.target.squares } }

    /// The explained variance, 1 − Var(prediction − target) / Var(target). The value equals R² after the mean error has
    /// been subtracted from the predictions. The value is NaN for fewer than two samples. If all targets are equal, the
    /// value is −∞, or NaN if all errors are equal.
    public var explainedVariance: Double { count < 2 ? .nan : mean { 1 - $0.error.squares / $0.target.squares } }

    private func mean(_ value: (Output) -> Double) -> Double {
        outputs.reduce(0) { $0 + value($1) } / Double(outputs.count)
    }

    /// The sums from which the errors of a single output are computed.
    private struct Output: Sendable, Hashable, Codable {
        var weight = 0.0
        var (squares, magnitudes, fractions) = (0.0, 0.0, 0.0)
        var (error, target) = (Spread(), Spread())

        mutating func add(_ prediction: Double, _ expected: Double, _ new: Double) {
            weight += new
            let distance: Double = prediction - expected
            squares += new * distance * distance
            magnitudes += new * abs(distance)
            fractions += new * (abs(distance) / abs(expected))
            error.add(distance, weight: new, total: weight)
            target.add(expected, weight: new, total: weight)
        }

        mutating func merge(_ other: Output) {
            error.merge(other.error, weights: (weight, other.weight))
            target.merge(other.target, weights: (weight, other.weight))
            weight += other.weight
            squares += other.squares
            magnitudes += other.magnitudes
            fractions += other.fractions
        }
    }

    /// The weighted sum Σ (x − mean)² of the values x, updated value by value. Unlike Σ x² − (Σ x)² / n for n values,
    /// this form loses no digits to cancellation.
    ///
    /// Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and products", 1962.
    private struct Spread: Sendable, Hashable, Codable {
        private var mean = 0.0
        private(set) var squares = 0.0

        mutating func add(_ value: Double, weight: Double, total: Double) {
            let distance: Double = value - mean
            mean += distance * (weight / total)
            squares += weight * distance * (value - mean)
        }

        /// Adds the values of `other`. `weights` are the total weights of this spread and of `other`.
        ///
        /// Source: T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae and a pairwise algorithm for computing
        /// sample variances", 1979.
        mutating func merge(_ other: Spread, weights: (own: Double, other: Double)) {
            if weights.other == 0 { return }
            if weights.own == 0 { return self = other }
            let (distance, share): (Double, Double) = (
                other.mean - mean, weights.other / (weights.own + weights.other)
            )
            mean += distance * share
            squares += other.squares + distance * distance * weights.own * share
        }
    }
}

/// Returns all errors of the predictions: see `RegressionErrors`.
///
/// - Parameters:
///   - predictions: The predictions, `[N, ...]`; a scalar traps.
///   - targets: The targets, of the same shape; another shape traps.
///   - weights: One weight for each of the N samples, all 1 by default. A negative weight and another number of weights
///     trap.
public func regressionErrors<Scalar: RealScalar>(
    _ predictions: Tensor<Scalar>, _ targets: Tensor<Scalar>, weights: [Double]? = nil
) -> RegressionErrors {
    var errors = RegressionErrors()
    errors.add(predictions, targets, weights: weights)
    return errors
}

/// Returns the coefficient of determination R²: see `RegressionErrors.rSquared`.
///
/// - Parameters:
///   - predictions: The predictions, `[N, ...]`; a scalar traps.
///   - targets: The targets, of the same shape; another shape traps.
///   - weights: One weight for each of the N samples, all 1 by default. A negative weight and another number of weights
///     trap.
public func rSquared<Scalar: RealScalar>(
    _ predictions: Tensor<Scalar>, _ targets: Tensor<Scalar>, weights: [Double]? = nil
) -> Double {
    regressionErrors(predictions, targets, weights: weights).rSquared
}
