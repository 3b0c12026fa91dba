import Differentiation
import NeuralNetworks
import Statistics
import Tensors

/// The loss and the metrics of a model on data.
public struct Evaluation: Sendable, Hashable {
    /// The mean loss over the samples; NaN if there are no samples.
    public let loss: Double
    /// The objective's test metrics, by name.
    public let metrics: [String: Double]
}

/// Returns the mean loss and the test metrics of a model over all samples, in inference mode.
///
/// - Parameters:
///   - model: The model to measure.
///   - data: The samples.
///   - objective: The loss and the metrics.
///   - batchSize: The number of samples in a batch; a number below 1 traps.
///   - progress: A function that is called after every batch with the number of samples measured so far.
public func evaluate<Model, Data: TrainingData>(
    _ model: Model, on data: Data, by objective: Objective<Model, Data.Batch>, batchSize: Int = 500,
    progress: (_ samples: Int) -> Void = { _ in }
) -> Evaluation {
    require(batchSize > 0, "evaluate: the batch size \(batchSize) is not positive")
    let order = Array(0 ..< data.count)
    var (total, tally): (Double, any MetricTally) = (0, objective.testTally)
    var rest: ArraySlice<Int> = order[...]
    while !rest.isEmpty {
        let indices: ArraySlice<Int> = rest.prefix(batchSize)
        rest = rest.dropFirst(batchSize)
        let batch: Data.Batch = data.batch(indices)
        let loss: Double = withMode(.inference) { objective.test(model, batch, &tally) }
        total += loss * Double(indices.count)
        progress(indices.endIndex)
    }
    let metrics: [String: Double] = Dictionary(uniqueKeysWithValues: tally.values.map { ($0.name, $0.value) })
    return Evaluation(loss: total / Double(order.count), metrics: metrics)
}

/// Returns the mean cross-entropy, the accuracy and the calibration error of a classifier over all samples, in
/// inference mode. The three numbers are NaN if there are no samples.
///
/// - Parameters:
///   - model: The classifier. Its outputs are logits `[N, classes]` for N samples.
///   - data: The samples: inputs and labels.
///   - batchSize: The number of samples in a batch; a number below 1 traps.
public func evaluate<Model: Module, Scalar: RealScalar>(
    _ model: Model, on data: some TrainingData<(inputs: Model.Input, targets: Tensor<Int>)>, batchSize: Int = 500
) -> (loss: Double, accuracy: Double, calibrationError: Double) where Model.Output == Tensor<Scalar> {
    let result: Evaluation = evaluate(
        model, on: data, by: .classification(testMetrics: [CalibrationError<Scalar>()]), batchSize: batchSize)
    return (result.loss, result.metrics["accuracy"] ?? .nan, result.metrics["calibration_error"] ?? .nan)
}
