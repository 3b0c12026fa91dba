public import Datasets
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
/// - Throws: The error of the data.
public func evaluate<Model, Data: DataSource>(
    _ model: Model, on data: Data, by objective: Objective<Model, Data.Batch>, batchSize: Int = 500,
    progress: (_ samples: Int) -> Void = { _ in }
) throws(Data.Failure) -> Evaluation {
    require(batchSize > 0, "evaluate: the batch size \(batchSize) is not positive")
    var tally: any MetricTally = objective.testTally
    let losses: [Double] = try lossSums(
        model, on: data, by: objective, batches: testBatches(of: data.count, batchSize: batchSize), tally: &tally,
        progress: progress)
    return Evaluation(lossSums: losses, tally, count: data.count)
}

/// Returns the indices of the samples of each test batch.
func testBatches(of count: Int, batchSize: Int) -> [ArraySlice<Int>] {
    let order = Array(0 ..< count)
    return stride(from: 0, to: count, by: batchSize).map { order[$0 ..< min($0 + batchSize, count)] }
}

/// Returns the sum of the losses over the samples of each batch. Adds the samples to the metrics. Calls `progress` after
/// every batch with the number of samples measured so far.
func lossSums<Model, Data: DataSource>(
    _ model: Model, on data: Data, by objective: Objective<Model, Data.Batch>, batches: [ArraySlice<Int>],
    tally: inout any MetricTally, progress: (_ samples: Int) -> Void
) throws(Data.Failure) -> [Double] {
    let queue = BatchQueue(data, batches: batches)
    var (sums, measured): ([Double], Int) = ([], 0)
    while let (batch, count) = try queue.nextBatch() {
        let loss: Double = withMode(.inference) { objective.test(model, batch, &tally) }
        sums.append(loss * Double(count))
        measured += count
        progress(measured)
    }
    return sums
}

extension Evaluation {
    /// Creates the result from the sum of the losses of each batch, the metrics over all samples, and the number of
    /// samples.
    init(lossSums: [Double], _ tally: any MetricTally, count: Int) {
        loss = lossSums.reduce(0, +) / Double(count)
        metrics = Dictionary(uniqueKeysWithValues: tally.values.map { ($0.name, $0.value) })
    }
}

/// Returns the mean cross-entropy, the accuracy and the calibration error of a classifier over all samples, in
/// inference mode. The three numbers are NaN if there are no samples.
///
/// - Parameters:
///   - model: The classifier. Its outputs are logits `[N, classes]` for N samples.
///   - data: The samples: inputs and labels.
///   - batchSize: The number of samples in a batch; a number below 1 traps.
/// - Throws: The error of the data.
public func evaluate<Model: Module, Scalar: RealScalar, Data: DataSource<LabeledBatch<Model.Input, Tensor<Int>>>>(
    _ model: Model, on data: Data, batchSize: Int = 500
) throws(Data.Failure) -> (loss: Double, accuracy: Double, calibrationError: Double)
where Model.Output == Tensor<Scalar> {
    let result: Evaluation = try evaluate(
        model, on: data, by: .classification(testMetrics: [CalibrationError<Scalar>()]), batchSize: batchSize)
    return (result.loss, result.metrics["accuracy"] ?? .nan, result.metrics["calibration_error"] ?? .nan)
}
