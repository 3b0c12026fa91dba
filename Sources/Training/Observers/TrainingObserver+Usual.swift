import Foundation
import Tensors

extension TrainingObserver {
    /// Prints a table of the parameters at the start, and a line after every epoch, on standard output.
    public static var console: TrainingObserver { console(summary: nil) }

    /// Prints another text at the start, such as a `Summary`, and a line after every epoch, on standard output.
    ///
    /// With a selection, the line of an epoch that is the best so far ends with "best", which is green on a terminal
    /// unless `NO_COLOR` is set. The last line then names the best epoch.
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
        for set in ["validation", "test"] where metrics.values["\(set)_loss"] != nil {
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

    /// Shows the progress of an epoch on standard error, if that is a terminal: see `ProgressBar`.
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

    /// Appends a line for each epoch to a file. If a training was killed between its checkpoint and its line, the
    /// resumed training adds the missing line.
    public static func metricsFile(_ file: MetricsFile) -> TrainingObserver {
        TrainingObserver { event in
            switch event.kind {
            case .started: if let last = event.progress.history.last { try file.appendUnlessLast(last) }
            case .epochEnded(let metrics): try file.append(metrics)
            default: break
            }
        }
    }

    /// Appends a line for each epoch to the file at a path. The file is created at once, so that an unusable path is
    /// found before the training.
    public static func metricsFile(_ path: String) throws(MetricsFileError) -> TrainingObserver {
        metricsFile(try MetricsFile(path: path))
    }

    /// Draws the losses after every epoch, and if the training diverges. A failure to draw does not end the training.
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
