import Foundation
import NeuralNetworks
import Tensors

/// A training from the first epoch to the last, with what a person at a terminal wants to see of it.
public struct TrainingRun<Model: Module> {
    private var trainer: Trainer<Model>
    private let epochs: Int
    private let metrics: MetricsFile?
    private let isQuiet: Bool
    private let measuresCalibration: Bool

    /// - Parameters:
    ///   - trainer: What trains, with the model to start from.
    ///   - epochs: How many passes over the data to make.
    ///   - metrics: Where each epoch's metrics are appended, if anywhere.
    ///   - isQuiet: Whether nothing is printed.
    ///   - measuresCalibration: Whether the metrics hold the calibration error too.
    public init(
        _ trainer: Trainer<Model>, epochs: Int, metrics: MetricsFile?, isQuiet: Bool, measuresCalibration: Bool = false
    ) {
        (self.trainer, self.epochs, self.metrics, self.isQuiet) = (trainer, epochs, metrics, isQuiet)
        self.measuresCalibration = measuresCalibration
    }

    /// Trains and answers the trained model, with a line of metrics for each epoch.
    ///
    /// - Throws: `MetricsFileError`; `TrainingDiverged` after an epoch whose loss is not a number, which is reported first.
    public mutating func run(
        train: some ClassificationData<Model.Scalar>, test: some ClassificationData<Model.Scalar>
    ) throws -> (model: Model, metrics: [EpochMetrics]) {
        if !isQuiet { print(modelSummary(trainer.model)) }
        var history: [EpochMetrics] = []
        for epoch in stride(from: 1, through: epochs, by: 1) {
            let result: EpochMetrics = runEpoch(epoch, train, test)
            try metrics?.append(result)
            if !isQuiet { printLine(result) }
            history.append(result)
            guard result.trainLoss.isFinite else { throw TrainingDiverged(epoch: epoch) }
        }
        return (trainer.model, history)
    }

    private mutating func runEpoch(
        _ epoch: Int, _ train: some ClassificationData<Model.Scalar>, _ test: some ClassificationData<Model.Scalar>
    ) -> EpochMetrics {
        var bar = ProgressBar("epoch \(epoch)/\(epochs)", total: train.count, isQuiet: isQuiet)
        let start = ContinuousClock.now
        let trainLoss: Double = trainer.trainEpoch(on: train) { bar.update(samples: $0, loss: $1) }
        let seconds: Double = (ContinuousClock.now - start) / .seconds(1)
        bar.finish()
        let (testLoss, accuracy, calibrationError) = evaluate(trainer.model, on: test)
        return EpochMetrics(
            epoch: epoch, trainLoss: trainLoss, testLoss: testLoss, testAccuracy: accuracy, seconds: seconds,
            testCalibrationError: measuresCalibration ? calibrationError : nil)
    }

    private func printLine(_ metrics: EpochMetrics) {
        print(
            String(
                format: "epoch %d/%d  train loss %.4f  test loss %.4f  test accuracy %.2f %%  %.1f s",
                metrics.epoch, epochs, metrics.trainLoss.printable, metrics.testLoss.printable,
                100 * metrics.testAccuracy.printable,
                metrics.seconds))
        // A pipe is buffered by the block: whoever follows the training wants the line now.
        fflush(nil)
    }
}

/// A training whose loss has become infinite or NaN: nothing that follows could mend it.
public struct TrainingDiverged: Error, CustomStringConvertible, Hashable {
    /// The epoch after which that was found.
    public let epoch: Int

    public var description: String {
        "the training diverged: the loss of epoch \(epoch) is not a number. Try a smaller learning rate."
    }
}

extension Double {
    /// The number itself, but NaN without the sign that some processors give it and that `%f` would print.
    var printable: Double { isNaN ? .nan : self }
}
