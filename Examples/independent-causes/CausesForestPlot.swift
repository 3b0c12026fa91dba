import Interchange

/// A forest plot: a line for each cause, with its estimate as a point and its interval as a bar.
struct CausesForestPlot {
    let report: FitReport

    /// Draws the plot into the file.
    ///
    /// - Throws: `PlotError` if gnuplot or the writing of the file fails.
    func draw(to file: PlotFile) throws(PlotError) {
        try file.draw(script, width: 900, height: 120 + 34 * report.lines.count)
    }

    /// The gnuplot commands that draw the plot. Probabilities have an axis from 0 to 1, ratios a logarithmic axis.
    var script: String {
        let labels: String = report.lines.enumerated().map { "\(PlotFile.quoted($0.element.name)) \(-$0.offset)" }
            .joined(separator: ", ")
        let rows: [String] = report.lines.enumerated().compactMap { place, line in
            guard !line.estimate.isNaN else { return nil }
            let ends: [Double] = line.lower.isNaN ? [line.estimate, line.estimate] : [line.lower, line.upper]
            let values: [Double] = ([line.estimate] + ends).map { min(max($0, range.lowerBound), range.upperBound) }
            return values.map { "\($0)" }.joined(separator: " ") + " \(-place)"
        }
        let width: Int = report.lines.map(\.name.count).max() ?? 0
        let isRatio: Bool = report.model != .causes
        return """
            \(isRatio ? "set logscale x" : "unset logscale x")
            set xrange [\(range.lowerBound):\(range.upperBound)]
            set yrange [\(Double(1 - report.lines.count) - 0.6):0.6]
            set ytics (\(labels)) noenhanced font ',10'
            set lmargin at screen \(min(0.6, (24 + 7.2 * Double(width)) / 900))
            set grid xtics
            set xlabel '\(report.model.ratioName)'
            \(isRatio ? "set arrow from 1, graph 0 to 1, graph 1 nohead linewidth 1.5" : "")
            $estimates << end
            \(rows.isEmpty ? "NaN NaN NaN NaN" : rows.joined(separator: "\n"))
            end
            plot $estimates using 1:4:2:3 with xerrorbars pointtype 7 linewidth 1.5 linecolor '#3366cc' notitle
            """
    }

    private var range: ClosedRange<Double> {
        if report.model == .causes { return 0 ... 1 }
        let values: [Double] = report.lines.flatMap { [$0.estimate, $0.lower, $0.upper] }.filter {
            $0 > 0 && $0.isFinite
        }
        return max(1e-6, min(values.min() ?? 1, 1)) / 1.25 ... min(1e6, max(values.max() ?? 1, 1)) * 1.25
    }
}
