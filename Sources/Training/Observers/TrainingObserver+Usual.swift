import Foundation
import Tensors

extension TrainingObserver {
    /// An observer that prints a table of the parameters at the start, and a line after every epoch, on standard
    /// output.
    public static var console: TrainingObserver { console(summary: nil) }

    /// Returns an observer that prints `summary` at the start, and a line after every epoch, on standard output. If
    /// `summary` is nil, the observer prints a table of the parameters instead.
    ///
    /// A set without samples, whose loss is NaN, is left out. With a selection, the line of an epoch ends with "best" if
    /// the model of this epoch is the best so far. The word is green on a terminal: see `TerminalColor`. A last line
    /// names the best epoch.
    public static func console(summary: String?) -> TrainingObserver {
        TrainingObserver { event in
            switch event.kind {
            case .started: print(summary ?? modelSummary(event.model))
            case .epochEnded(let metrics):
                let isBest: Bool = event.progress.bestEpoch == metrics.epoch
                print(line(of: metrics, epochs: event.epochs) + (isBest ? "  " + TerminalColor.green("best") : ""))
                // A pipe is buffered in blocks. Flushing makes each line visible at once.
                fflush(nil)
            case .finished:
                guard let best = event.progress.best else { break }
                print("the model is that of " + line(of: best, epochs: event.epochs))
            default: break
            }
        }
    }

    private static func line(of metrics: EpochMetrics, epochs: Int) -> String {
        var parts: [String] = [
            "epoch \(metrics.epoch)/\(epochs)", String(format: "train loss %.4f", metrics.trainLoss.printable),
        ]
        for set in ["validation", "test"] where metrics.values["\(set)_loss"].map({ !$0.isNaN }) ?? false {
            parts.append(String(format: "\(set) loss %.4f", metrics["\(set)_loss"].printable))
            for (name, value) in metrics.values.sorted(by: { $0.key < $1.key })
            where name.hasPrefix("\(set)_") && name != "\(set)_loss" && !name.hasSuffix("_calibration_error") {
                let words: String = name.replacingOccurrences(of: "_", with: " ")
                parts.append(
                    name.hasSuffix("_accuracy")
                        ? words + String(format: " %.2f %%", 100 * value.printable)
                        : words + String(format: " %.4g", value.printable))
            }
        }
        parts.append(String(format: "%.1f s", metrics.seconds))
        return parts.joined(separator: "  ")
    }

    /// An observer that shows the progress of each epoch on standard error, if standard error is a terminal: see
    /// `ProgressBar`.
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
                case .measured(let set, 0, let count):
                    bar?.finish()
                    bar = ProgressBar("\(label), \(set)", total: count, of: event.sampleName, isQuiet: false)
                case .measured(_, let samples, _): bar?.update(samples: samples)
                case .epochEnded, .problem, .failed, .finished: bar?.finish()
                case .started, .stepEnded: break
                }
            }
        }
    }

    /// Returns an observer that appends a line for each epoch to a metrics file. If a training was killed between its
    /// checkpoint and its line, the resumed training adds the missing line. The training ends with a `MetricsFileError`
    /// if the file cannot be written.
    public static func metricsFile(_ file: MetricsFile) -> TrainingObserver {
        TrainingObserver { event in
            switch event.kind {
            case .started: if let last = event.progress.history.last { try file.appendUnlessLast(last) }
            case .epochEnded(let metrics): try file.append(metrics)
            default: break
            }
        }
    }

    /// Returns an observer that appends a line for each epoch to the file at `path`. This method creates the file if it
    /// does not exist, and throws a `MetricsFileError` if the file cannot be written. An unusable path is therefore
    /// found before the training.
    public static func metricsFile(_ path: String) throws(MetricsFileError) -> TrainingObserver {
        metricsFile(try MetricsFile(path: path))
    }

    /// Returns an observer that draws the losses after every epoch, and also if the training diverges. If a plot cannot
    /// be drawn, the training continues. If this is the plot after the last epoch, `TrainingRun.run` throws the
    /// `PlotError`.
    public static func plot(_ plot: LossPlot) -> TrainingObserver {
        TrainingObserver(isEssential: false) { event in
            switch event.kind {
            case .epochEnded: try plot.draw(event.progress)
            case .failed(let error) where error is TrainingDiverged: try plot.draw(event.progress)
            default: break
            }
        }
    }
}
