import Foundation
import Tensors

extension TrainingObserver {
    /// Prints a table of the parameters at the start, and a line after every epoch, on standard output.
    public static var console: TrainingObserver {
        TrainingObserver { event in
            switch event.kind {
            case .started: print(modelSummary(event.model))
            case .epochEnded(let metrics):
                print(line(of: metrics, epochs: event.epochs))
                // A pipe is buffered by the block: whoever follows the training wants the line now.
                fflush(nil)
            default: break
            }
        }
    }

    private static func line(of metrics: EpochMetrics, epochs: Int) -> String {
        var parts: [String] = [
            "epoch \(metrics.epoch)/\(epochs)", String(format: "train loss %.4f", metrics.trainLoss.printable),
            String(format: "test loss %.4f", metrics.testLoss.printable),
        ]
        for (name, value) in metrics.values.sorted(by: { $0.key < $1.key })
        where name.hasPrefix("test_") && name != "test_loss" && name != "test_calibration_error" {
            let words: String = name.replacingOccurrences(of: "_", with: " ")
            parts.append(
                name == "test_accuracy"
                    ? String(format: "%@ %.2f %%", words, 100 * value.printable)
                    : String(format: "%@ %.4g", words, value.printable))
        }
        parts.append(String(format: "%.1f s", metrics.seconds))
        return parts.joined(separator: "  ")
    }

    /// Shows the progress of an epoch on standard error, where that is a terminal: see `ProgressBar`.
    public static var progressBar: TrainingObserver {
        let shown = LockedState<ProgressBar?>(nil)
        return TrainingObserver { event in
            shown.withLock { bar in
                let label = "epoch \(event.progress.history.count + 1)/\(event.epochs)"
                switch event.kind {
                case .epochStarted:
                    bar = ProgressBar(
                        label, total: event.sampleCount, of: event.sampleName, isQuiet: false, done: event.samples)
                case .stepEnded(let loss) where loss.isFinite:
                    bar?.update(
                        samples: event.samples, loss: loss,
                        accuracy: event.trainingMetrics.first { $0.name == "accuracy" }?.value)
                case .tested(0, let count):
                    bar?.finish()
                    bar = ProgressBar(label + ", test", total: count, of: event.sampleName, isQuiet: false)
                case .tested(let samples, _): bar?.update(samples: samples)
                case .epochEnded, .problem, .failed, .finished: bar?.finish()
                case .started, .stepEnded: break
                }
            }
        }
    }

    /// Appends a line for each epoch to a file. A line that is missing, because a training was killed between its checkpoint
    /// and its line, is added where the training goes on.
    public static func metricsFile(_ file: MetricsFile) -> TrainingObserver {
        TrainingObserver { event in
            switch event.kind {
            case .started: if let last = event.progress.history.last { try file.appendUnlessLast(last) }
            case .epochEnded(let metrics): try file.append(metrics)
            default: break
            }
        }
    }

    /// The same for the file at a path, which is made now, so that an unusable path is found before the training.
    public static func metricsFile(_ path: String) throws(MetricsFileError) -> TrainingObserver {
        metricsFile(try MetricsFile(path: path))
    }

    /// Draws the losses after every epoch, and where a training diverges. A picture that cannot be drawn does not end the
    /// training.
    public static func plot(_ plot: LossPlot) -> TrainingObserver {
        TrainingObserver(isEssential: false) { event in
            switch event.kind {
            case .epochEnded: try plot.draw(event.progress.curve)
            case .failed(let error) where error is TrainingDiverged: try plot.draw(event.progress.curve)
            default: break
            }
        }
    }
}
