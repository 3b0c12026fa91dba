import NeuralNetworks
import Statistics
import Tensors

extension Objective {
    /// Classification: the cross-entropy of scores `[N, classes]` (logits, or log-probabilities, for which it is the same)
    /// and labels `[N]`, and the accuracy. The test loss is without label smoothing.
    ///
    /// - Parameters:
    ///   - labelSmoothing: See `crossEntropy`.
    ///   - testMetrics: What else is measured in the test, such as `CalibrationError`.
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

    /// Regression: a loss of outputs and targets of one shape, the mean squared error unless another is given.
    ///
    /// - Parameters:
    ///   - metrics: What is measured in training and in the test.
    ///   - loss: A single number for a batch: the mean over its samples.
    public static func regression<Scalar: RealScalar>(
        metrics: [any Metric<Tensor<Scalar>, Tensor<Scalar>>] = [],
        loss: @escaping @Sendable (_ outputs: Tensor<Scalar>, _ targets: Tensor<Scalar>) -> Tensor<Scalar> = {
            meanSquaredError($0, $1)
        }
    ) -> Objective
    where Model: Module, Model.Output == Tensor<Scalar>, Batch == (inputs: Model.Input, targets: Tensor<Scalar>) {
        .supervised(metrics: metrics, loss: loss)
    }

    /// Yes or no, for one label or several: the binary cross-entropy of logits and targets of one shape, each 0, 1 or a
    /// probability between.
    ///
    /// - Parameter metrics: What is measured in training and in the test, of logits and targets.
    public static func binaryClassification<Scalar: RealScalar>(
        metrics: [any Metric<Tensor<Scalar>, Tensor<Scalar>>] = []
    ) -> Objective
    where Model: Module, Model.Output == Tensor<Scalar>, Batch == (inputs: Model.Input, targets: Tensor<Scalar>) {
        .supervised(metrics: metrics) { logits, targets in binaryCrossEntropy(logits: logits, targets) }
    }

    /// Any loss of a module's outputs and the targets, and metrics of the same two.
    ///
    /// - Parameters:
    ///   - metrics: What is measured in training and in the test.
    ///   - loss: A single number for a batch: the mean over its samples.
    public static func supervised<Targets, Scalar: RealScalar>(
        metrics: [any Metric<Model.Output, Targets>] = [],
        loss: @escaping @Sendable (_ outputs: Model.Output, _ targets: Targets) -> Tensor<Scalar>
    ) -> Objective where Model: Module, Batch == (inputs: Model.Input, targets: Targets) {
        Objective(
            outputs: { model, batch in model(batch.inputs) }, targets: { $0.targets }, metrics: metrics,
            loss: { outputs, batch in loss(outputs, batch.targets) })
    }
}
