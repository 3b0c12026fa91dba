import Foundation
import Interchange

/// A plot of a `LearningRateCurve`, drawn by gnuplot. The plot shows the losses and the smoothed losses by learning
/// rate, and the suggested rate.
public struct LearningRatePlot: Sendable, Hashable {
    private let file: PlotFile

    /// Creates a plot that `draw` writes to `path`. Nothing is written before the first `draw`.
    ///
    /// - Throws: `PlotError` if no plot can be written to `path`: see `PlotFile`.
    public init(path: String) throws(PlotError) { file = try PlotFile(path: path) }

    /// The path of the plot.
    public var path: String { file.path }

    /// Writes the plot, completely or not at all. Nothing is written if the curve has no points. Throws a `PlotError`
    /// if gnuplot fails or the file cannot be written.
    public func draw(_ curve: LearningRateCurve) throws(PlotError) {
        if curve.points.isEmpty { return }
        let losses: [Double] = curve.points.map(\.smoothedLoss)
        let (least, greatest): (Double, Double) = (losses.min() ?? 0, losses.max() ?? 1)
        // The last losses of a diverging training are so large that the other losses would look like a flat line.
        let top: Double = min(greatest, losses[0] + max(losses[0] - least, 1e-6))
        let margin: Double = max(top - least, 1e-6) * 0.1
        var commands: [String] = [
            "set xlabel 'learning rate'", "set ylabel 'loss'", "set logscale x", "set format x '10^{%L}'", "set grid",
            "set yrange [\(least - margin):\(top + margin)]", "$losses << end",
        ]
        commands += curve.points.map { "\($0.learningRate) \($0.loss) \($0.smoothedLoss)" } + ["end"]
        if let rate = curve.suggestion {
            commands.append("set arrow from \(rate), graph 0 to \(rate), graph 1 nohead dt 2 lc rgb '#cc3333'")
            let label: String = PlotFile.quoted(" steepest at \(Self.short(rate))")
            commands.append("set label \(label) at \(rate), graph 0.95 left textcolor rgb '#cc3333'")
        }
        commands.append(
            "plot $losses using 1:2 with lines linecolor '#ccccee' title 'each step', "
                + "$losses using 1:3 with lines linewidth 2 linecolor '#3344aa' title 'smoothed'")
        try file.draw(commands.joined(separator: "\n"), width: 960, height: 600)
    }

    private static func short(_ rate: Double) -> String { String(format: "%.2g", rate) }
}
