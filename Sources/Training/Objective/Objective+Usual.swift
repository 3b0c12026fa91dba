import NeuralNetworks
import Statistics
import Tensors

extension Objective {
    /// Classification with the cross-entropy of scores `[N, classes]` and labels `[N]`, and the accuracy as a metric.
    /// The scores are logits, or log-probabilities, which give the same loss. The test loss has no label smoothing.
    ///
    /// - Parameters:
    ///   - labelSmoothing: See `crossEntropy`.
    ///   - testMetrics: Additional metrics of the test, such as `CalibrationError`.
    public static func classification<Scalar: RealScalar>(
        labelSmoothing: Double = 0, testMetrics: [any Metric<Tensor<Scalar>, Tensor<Int>>] = []
    ) -> Objective
    where Model: Module, Model.Output == Tensor<Scalar>, Batch == (inputs: Model.Input, targets: Tensor<Int>) {
        Objective(
            outputs: { model, batch in model(batch.inputs) }, targets: { $0.targets },
            metrics: [Accuracy<Scalar>()], testMetrics: testMetrics,
            testLoss: { scores, batch in crossEntropy(scores, batch.targets) },
            loss: { scores, batch in crossEntropy(scores, batch.targets, labelSmoothing: labelSmoothing) })
    }

    /// Regression: the outputs and the targets have the same shape. The default loss is the mean squared error.
    ///
    /// - Parameters:
    ///   - metrics: The metrics that are computed in training and in the test.
    ///   - loss: Returns the loss of a batch as a single number, the mean over the samples of the batch.
    public static func regression<Scalar: RealScalar>(
        metrics: [any Metric<Tensor<Scalar>, Tensor<Scalar>>] = [],
        loss: @escaping @Sendable (_ outputs: Tensor<Scalar>, _ targets: Tensor<Scalar>) -> Tensor<Scalar> = {
            meanSquaredError($0, $1)
        }
    ) -> Objective
    where Model: Module, Model.Output == Tensor<Scalar>, Batch == (inputs: Model.Input, targets: Tensor<Scalar>) {
        .supervised(metrics: metrics, loss: loss)
    }

    /// Binary classification for one label or several, with the binary cross-entropy of logits and targets of one
    /// shape. Each target is 0, 1 or a probability between.
    ///
    /// - Parameter metrics: The metrics of training and test, of logits and targets.
    public static func binaryClassification<Scalar: RealScalar>(
        metrics: [any Metric<Tensor<Scalar>, Tensor<Scalar>>] = []
    ) -> Objective
    where Model: Module, Model.Output == Tensor<Scalar>, Batch == (inputs: Model.Input, targets: Tensor<Scalar>) {
        .supervised(metrics: metrics) { logits, targets in binaryCrossEntropy(logits: logits, targets) }
    }

    /// Any loss and metrics of a module's outputs and the targets.
    ///
    /// - Parameters:
    ///   - metrics: The metrics of training and test.
    ///   - loss: The loss of a batch, a single number: the mean over its samples.
    public static func supervised<Targets, Scalar: RealScalar>(
        metrics: [any Metric<Model.Output, Targets>] = [],
        loss: @escaping @Sendable (_ outputs: Model.Output, _ targets: Targets) -> Tensor<Scalar>
    ) -> Objective where Model: Module, Batch == (inputs: Model.Input, targets: Targets) {
        Objective(
            outputs: { model, batch in model(batch.inputs) }, targets: { $0.targets }, metrics: metrics,
            loss: { outputs, batch in loss(outputs, batch.targets) })
    }
}
