import NeuralNetworks
import Statistics
import Tensors

extension Objective {
    /// Returns the objective of a classifier: the cross-entropy of scores `[N, classes]` and labels `[N]`, where N is
    /// the number of samples in the batch, and the accuracy as a metric. The scores are logits, or log-probabilities,
    /// which give the same loss. The test loss has no label smoothing.
    ///
    /// - Parameters:
    ///   - labelSmoothing: The label smoothing of the training loss: see `crossEntropy`.
    ///   - testMetrics: Additional metrics that are computed only in the test, such as `CalibrationError`.
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

    /// Returns an objective for regression. The outputs and the targets have the same shape. The default loss is the
    /// mean squared error.
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

    /// Returns an objective for binary classification with one or more labels per sample. The loss is the binary
    /// cross-entropy of logits and targets, which have the same shape. Each target is 0, 1 or a probability.
    ///
    /// - Parameter metrics: The metrics of logits and targets that are computed in training and in the test.
    public static func binaryClassification<Scalar: RealScalar>(
        metrics: [any Metric<Tensor<Scalar>, Tensor<Scalar>>] = []
    ) -> Objective
    where Model: Module, Model.Output == Tensor<Scalar>, Batch == (inputs: Model.Input, targets: Tensor<Scalar>) {
        .supervised(metrics: metrics) { logits, targets in binaryCrossEntropy(logits: logits, targets) }
    }

    /// Returns an objective with any loss and any metrics of a module's outputs and the targets.
    ///
    /// - Parameters:
    ///   - metrics: The metrics that are computed in training and in the test.
    ///   - loss: Returns the loss of a batch as a single number, the mean over the samples of the batch.
    public static func supervised<Targets, Scalar: RealScalar>(
        metrics: [any Metric<Model.Output, Targets>] = [],
        loss: @escaping @Sendable (_ outputs: Model.Output, _ targets: Targets) -> Tensor<Scalar>
    ) -> Objective where Model: Module, Batch == (inputs: Model.Input, targets: Targets) {
        Objective(
            outputs: { model, batch in model(batch.inputs) }, targets: { $0.targets }, metrics: metrics,
            loss: { outputs, batch in loss(outputs, batch.targets) })
    }
}
