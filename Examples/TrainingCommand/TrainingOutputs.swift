import SynaNN
import TensorBoard

/// What a training writes beside its checkpoints. An unusable path is found before the training, not after it.
struct TrainingOutputs {
    let plot: LossPlot?
    let metrics: MetricsFile?
    private let events: TrainingObserver?

    init(_ flags: TrainingFlags) throws {
        plot = try flags.plot.map { path throws(PlotError) in try LossPlot(path: path) }
        events = try flags.tensorboard.map { path throws(EventFileError) in try .tensorBoard(path) }
        metrics = try flags.metrics.map { path throws(MetricsFileError) in try MetricsFile(path: path) }
    }

    /// Who watches the training.
    ///
    /// - Parameter summary: What is printed at its start.
    func observers(of summary: String, isQuiet: Bool) -> [TrainingObserver] {
        let terminal: [TrainingObserver] = isQuiet ? [] : [.progressBar, .console(summary: summary)]
        return [plot.map { .plot($0) }, metrics.map { .metricsFile($0) }, events].compactMap { $0 } + terminal
    }
}
