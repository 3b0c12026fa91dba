import Interchange

/// A plot of a training, drawn by gnuplot. The horizontal axis is the number of examples seen. The upper part shows the
/// loss of single steps, the smoothed loss, and the losses of each epoch on the training, validation and test sets. The
/// lower part shows the accuracy of each epoch, if the accuracy is measured. A vertical line marks the best epoch, if
/// the training has a `ModelSelection`.
public struct LossPlot: Sendable, Hashable {
    private let file: PlotFile

    /// Creates a plot that `draw` writes to `path`. Nothing is written before the first `draw`.
    ///
    /// - Throws: `PlotError` if no plot can be written to `path`: see `PlotFile`.
    public init(path: String) throws(PlotError) { file = try PlotFile(path: path) }

    /// The path of the plot.
    public var path: String { file.path }

    /// Writes the plot, completely or not at all. Nothing is written if the loss curve of `progress` has no points.
    /// Throws a `PlotError` if gnuplot fails or the file cannot be written.
    public func draw(_ progress: TrainingProgress) throws(PlotError) {
        if progress.curve.training.isEmpty, progress.curve.test.isEmpty { return }
        let accuracies: [Series] = Self.series(of: progress, "accuracy")
        var lines: [String] = ["set grid", "set format x '%.0f'"]
        if let best = progress.bestEpoch, progress.curve.test.indices.contains(best - 1) {
            let place: Int = progress.curve.test[best - 1].examples
            lines.append("set arrow from \(place), graph 0 to \(place), graph 1 nohead dashtype 2 linecolor '#448844'")
            lines.append("set label 'best epoch: \(best) ' at \(place), graph 0.05 right textcolor '#448844'")
        }
        if accuracies.isEmpty {
            lines += ["set xlabel 'examples seen'"] + Self.losses(of: progress)
        } else {
            lines += ["set multiplot layout 2,1"] + Self.losses(of: progress)
            lines += ["unset label", "unset logscale", "set xlabel 'examples seen'", "set ylabel 'accuracy'"]
            lines += Self.commands(accuracies, others: []) + ["unset multiplot"]
        }
        try file.draw(lines.joined(separator: "\n"), width: 960, height: accuracies.isEmpty ? 600 : 900)
    }

    /// A curve of the plot, with a number for each epoch. Numbers that are not finite and losses that are not positive
    /// are omitted.
    private struct Series {
        let name, color: String
        let points: [(examples: Int, value: Double)]
    }

    private static func series(of progress: TrainingProgress, _ metric: String) -> [Series] {
        [("train", "training", "#3344aa"), ("validation", "validation", "#cc8800"), ("test", "test", "#cc3333")]
            .compactMap {
                (prefix, name, color) in
                let points = zip(progress.curve.test, progress.history).map { ($0.examples, $1["\(prefix)_\(metric)"]) }
                    .filter { $0.1.isFinite && (metric != "loss" || $0.1 > 0) }
                return points.isEmpty ? nil : Series(name: name, color: color, points: points)
            }
    }

    private static func losses(of progress: TrainingProgress) -> [String] {
        // A logarithmic axis cannot show losses that are 0, negative or not finite.
        let steps: [LossCurve.Point] = progress.curve.training.filter { $0.loss.isFinite && $0.loss > 0 }
        var (lines, others): ([String], [String]) = (["set logscale y", "set ylabel 'loss'"], [])
        if !steps.isEmpty {
            lines += ["$steps << end"] + zip(steps, smoothed(steps)).map { "\($0.examples) \($0.loss) \($1)" } + ["end"]
            others = [
                "$steps using 1:2 with lines linecolor '#ccccee' title 'steps'",
                "$steps using 1:3 with lines linewidth 2 linecolor '#8888cc' title 'smoothed'",
            ]
        }
        return lines + commands(series(of: progress, "loss"), others: others)
    }

    /// Returns the exponential mean of the losses up to each point. At point t = 1, 2, …, the mean is
    /// `m / (1 − 0.95ᵗ)`, where m starts at 0 and each point sets `m ← 0.95 m + 0.05 loss`.
    private static func smoothed(_ points: [LossCurve.Point]) -> [Double] {
        var (mean, weight): (Double, Double) = (0, 0)
        return points.map { point in
            mean = 0.95 * mean + 0.05 * point.loss
            weight = 0.95 * weight + 0.05
            return mean / weight
        }
    }

    private static func commands(_ series: [Series], others: [String]) -> [String] {
        var lines: [String] = []
        var drawn: [String] = others
        for (number, one) in series.enumerated() {
            lines += ["$series\(number) << end"] + one.points.map { "\($0.examples) \($0.value)" } + ["end"]
            drawn.append(
                "$series\(number) using 1:2 with linespoints pointtype 7 linecolor '\(one.color)' title '\(one.name)'")
        }
        return drawn.isEmpty ? [] : lines + ["plot " + drawn.joined(separator: ", ")]
    }
}
