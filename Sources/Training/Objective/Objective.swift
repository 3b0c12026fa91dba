import Differentiation
import NeuralNetworks
import Statistics
import Tensors

/// What a training minimizes, and what is measured on the way.
///
///     Objective<Network, LabeledBatch<Tensor<Float>, Tensor<Float>>> { model, batch in
///         meanSquaredError(model(batch.inputs), batch.targets)
///     }
///
/// With metrics it takes the model's outputs and the targets apart, so that loss and metrics share one pass:
///
///     Objective(
///         outputs: { (model: Network, batch: Batch) in model(batch.ids) }, targets: { batch in batch.labels },
///         metrics: [AreaUnderROC<Float>()]
///     ) { outputs, batch in binaryCrossEntropy(outputs, batch.labels, weights: batch.weights) }
///
/// `classification` and `regression` make the usual ones.
public struct Objective<Model: Parameterized & Sendable, Batch>: Sendable {
    /// The metrics without samples: those of training, and those of the test.
    let trainingTally, testTally: any MetricTally
    /// The loss of a batch before the step, and the gradient, which is 0 for frozen parameters; the outputs go into the tally.
    let gradient:
        @Sendable (_ model: Model, _ batch: Batch, _ frozen: Set<String>, _ tally: inout any MetricTally) -> (
            loss: Double, gradient: Model
        )
    /// The loss of a batch of the test; the outputs go into the tally.
    let test: @Sendable (_ model: Model, _ batch: Batch, _ tally: inout any MetricTally) -> Double

    /// A loss alone.
    ///
    /// - Parameter loss: A single number for a batch: the mean over its samples.
    public init<Scalar: RealScalar>(loss: @escaping @Sendable (_ model: Model, _ batch: Batch) -> Tensor<Scalar>) {
        trainingTally = TypedMetricTally<Void, Void>([])
        testTally = trainingTally
        gradient = { model, batch, frozen, _ in
            let (value, gradient) = valueWithGradient(at: model, freezing: frozen) { model in loss(model, batch) }
            return (Double(value.scalar), gradient)
        }
        test = { model, batch, _ in Double(loss(model, batch).scalar) }
    }

    /// A loss of the model's outputs, and metrics of the same outputs.
    ///
    /// - Parameters:
    ///   - outputs: What the model answers for a batch.
    ///   - targets: What the metrics compare the outputs with.
    ///   - metrics: What is measured in training, each sample as the model was before its step, and in the test.
    ///   - testMetrics: What is measured in the test alone.
    ///   - testLoss: The loss of the test, where that is another one: without label smoothing, for example.
    ///   - loss: A single number for a batch: the mean over its samples.
    public init<Outputs, Targets, Scalar: RealScalar>(
        outputs: @escaping @Sendable (_ model: Model, _ batch: Batch) -> Outputs,
        targets: @escaping @Sendable (_ batch: Batch) -> Targets,
        metrics: [any Metric<Outputs, Targets>], testMetrics: [any Metric<Outputs, Targets>] = [],
        testLoss: (@Sendable (_ outputs: Outputs, _ batch: Batch) -> Tensor<Scalar>)? = nil,
        loss: @escaping @Sendable (_ outputs: Outputs, _ batch: Batch) -> Tensor<Scalar>
    ) {
        trainingTally = TypedMetricTally(metrics)
        testTally = TypedMetricTally(metrics + testMetrics)
        gradient = { model, batch, frozen, tally in
            let (value, gradient, answers) = valueWithGradient(at: model, freezing: frozen) { model in
                let answers: Outputs = outputs(model, batch)
                return (loss(answers, batch), answers)
            }
            // The tape is gone: the metrics compute with constants.
            Self.add(answers, targets(batch), to: &tally)
            return (Double(value.scalar), gradient)
        }
        let lossOfTest = testLoss ?? loss
        test = { model, batch, tally in
            let answers: Outputs = outputs(model, batch)
            Self.add(answers, targets(batch), to: &tally)
            return Double(lossOfTest(answers, batch).scalar)
        }
    }

    private static func add<Outputs, Targets>(
        _ outputs: Outputs, _ targets: Targets, to tally: inout any MetricTally
    ) {
        guard var typed = tally as? TypedMetricTally<Outputs, Targets> else {
            fatalError("Objective: the metrics of \(type(of: tally)) do not take \(Outputs.self) and \(Targets.self)")
        }
        // A second reference to the metric would force a copy of its samples.
        tally = TypedMetricTally<Void, Void>([])
        typed.add(outputs, targets)
        tally = typed
    }
}
