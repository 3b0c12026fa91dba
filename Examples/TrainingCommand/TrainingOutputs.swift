import SynaNN
import TensorBoard

/// The files that a training writes in addition to its checkpoints. The initializer throws `PlotError`,
/// `EventFileError` or `MetricsFileError` if a path is unusable, so that the error occurs before the training.
struct TrainingOutputs {
    let plot: LossPlot?
    let metrics: MetricsFile?
    private let events: TrainingObserver?

    init(_ flags: TrainingFlags, imageShape: ImageShape) throws {
        plot = try flags.plot.map { path throws(PlotError) in try LossPlot(path: path) }
        events = try flags.tensorboard.map { path throws(EventFileError) in
            try .tensorBoard(path, imageShape: imageShape.dimensions)
        }
        metrics = try flags.metrics.map { path throws(MetricsFileError) in try MetricsFile(path: path) }
    }

    /// Returns the observers of the training, which write the files and print on the terminal.
    ///
    /// - Parameters:
    ///   - summary: The text that the console prints at the start.
    ///   - isQuiet: Whether the training prints nothing on the terminal.
    func observers(of summary: String, isQuiet: Bool) -> [TrainingObserver] {
        let terminal: [TrainingObserver] = isQuiet ? [] : [.progressBar, .console(summary: summary)]
        return [plot.map { .plot($0) }, metrics.map { .metricsFile($0) }, events].compactMap { $0 } + terminal
    }
}
