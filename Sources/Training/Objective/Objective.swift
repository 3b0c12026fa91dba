import Differentiation
import NeuralNetworks
import Statistics
import Tensors

/// The loss that a training minimizes, and the metrics that it measures.
///
///     Objective<Network, LabeledBatch<Tensor<Float>, Tensor<Float>>> { model, batch in
///         meanSquaredError(model(batch.inputs), batch.targets)
///     }
///
/// With metrics, the model's outputs and the targets are separate functions. The loss and the metrics then use the same
/// forward pass:
///
///     Objective(
///         outputs: { (model: Network, batch: Batch) in model(batch.ids) }, targets: { batch in batch.labels },
///         metrics: [AreaUnderROC<Float>()]
///     ) { outputs, batch in binaryCrossEntropy(outputs, batch.labels, weights: batch.weights) }
///
/// `classification` and `regression` create the usual objectives.
public struct Objective<Model: Parameterized & Sendable, Batch>: Sendable {
    /// The metrics of the training, and the metrics of the test. Neither contains a sample yet.
    let trainingTally, testTally: any MetricTally
    /// Returns the loss of a batch, and the gradient, which is 0 for the frozen parameters. If the batch is a shard, the
    /// gradient contains the factor of the shard. Adds the outputs and targets of the batch to the tally.
    let gradient:
        @Sendable (
            _ model: Model, _ batch: Batch, _ frozen: Set<String>, _ shard: ShardPart?, _ tally: inout any MetricTally
        ) -> (loss: Double, gradient: Model)
    /// Returns the loss of a test batch. Adds the outputs and targets of the batch to the tally.
    let test: @Sendable (_ model: Model, _ batch: Batch, _ tally: inout any MetricTally) -> Double

    /// Creates an objective with a loss and no metrics.
    ///
    /// - Parameter loss: Returns the loss of a batch as a single number, the mean over the samples of the batch.
    public init<Scalar: RealScalar>(loss: @escaping @Sendable (_ model: Model, _ batch: Batch) -> Tensor<Scalar>) {
        trainingTally = TypedMetricTally<Void, Void>([])
        testTally = trainingTally
        gradient = { model, batch, frozen, shard, _ in
            let (value, gradient, _) = Self.differentiate(model, frozen, shard) { model in (loss(model, batch), ()) }
            return (value, gradient)
        }
        test = { model, batch, _ in Double(loss(model, batch).scalar) }
    }

    /// Creates an objective with a loss and metrics of the model's outputs. Traps if two metrics have the same name, or
    /// if a metric has the name "loss".
    ///
    /// - Parameters:
    ///   - outputs: Returns the outputs of the model for a batch.
    ///   - targets: Returns the targets of a batch, with which the metrics compare the outputs.
    ///   - metrics: The metrics that are computed in training and in the test. In training, each sample is measured
    ///     before the step that uses the sample.
    ///   - testMetrics: The metrics that are computed only in the test.
    ///   - testLoss: The loss in the test, if it differs from `loss`, for example because it has no label smoothing.
    ///   - loss: Returns the loss of a batch as a single number, the mean over the samples of the batch.
    public init<Outputs, Targets, Scalar: RealScalar>(
        outputs: @escaping @Sendable (_ model: Model, _ batch: Batch) -> Outputs,
        targets: @escaping @Sendable (_ batch: Batch) -> Targets,
        metrics: [any Metric<Outputs, Targets>], testMetrics: [any Metric<Outputs, Targets>] = [],
        testLoss: (@Sendable (_ outputs: Outputs, _ batch: Batch) -> Tensor<Scalar>)? = nil,
        loss: @escaping @Sendable (_ outputs: Outputs, _ batch: Batch) -> Tensor<Scalar>
    ) {
        trainingTally = TypedMetricTally(metrics)
        testTally = TypedMetricTally(metrics + testMetrics)
        gradient = { model, batch, frozen, shard, tally in
            let (value, gradient, answers) = Self.differentiate(model, frozen, shard) { model in
                let answers: Outputs = outputs(model, batch)
                return (loss(answers, batch), answers)
            }
            // The gradient is complete and no tape records any more, so the metrics compute with constants.
            Self.add(answers, targets(batch), to: &tally)
            return (value, gradient)
        }
        let lossOfTest = testLoss ?? loss
        test = { model, batch, tally in
            let answers: Outputs = outputs(model, batch)
            Self.add(answers, targets(batch), to: &tally)
            return Double(lossOfTest(answers, batch).scalar)
        }
    }

    /// Returns the loss, the gradient, and the additional result of `function`.
    private static func differentiate<Scalar: RealScalar, Extra>(
        _ model: Model, _ frozen: Set<String>, _ shard: ShardPart?, _ function: (Model) -> (Tensor<Scalar>, Extra)
    ) -> (loss: Double, gradient: Model, extra: Extra) {
        guard let shard else {
            let (value, gradient, extra) = valueWithGradient(at: model, freezing: frozen, of: function)
            return (Double(value.scalar), gradient, extra)
        }
        let (_, gradient, (loss, extra)) = valueWithGradient(
            at: model, freezing: frozen, reportingTo: shard
        ) { model -> (Tensor<Scalar>, (Tensor<Scalar>, Extra)) in
            let (value, extra): (Tensor<Scalar>, Extra) = function(model)
            return (shard.factor == 1 ? value : value * Scalar(shard.factor), (value.asConstant(), extra))
        }
        return (Double(loss.scalar), gradient, extra)
    }

    private static func add<Outputs, Targets>(
        _ outputs: Outputs, _ targets: Targets, to tally: inout any MetricTally
    ) {
        guard var typed = tally as? TypedMetricTally<Outputs, Targets> else {
            fatalError("Objective: the metrics of \(type(of: tally)) do not take \(Outputs.self) and \(Targets.self)")
        }
        // If `tally` still referred to the metrics, `add` would first copy all samples that a metric has stored.
        tally = TypedMetricTally<Void, Void>([])
        typed.add(outputs, targets)
        tally = typed
    }
}
