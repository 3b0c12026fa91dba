import Foundation
import Interchange
import Statistics

/// A forest plot with a logarithmic axis. The plot shows each ratio of each comparison as a point, and the ratio's
/// interval as a bar. A vertical line marks the ratio 1, at which the groups do not differ.
struct ForestPlot {
    let reports: [Report]

    private static let colors: [String] = ["#3366cc", "#cc3333", "#888888"]
    private static let width = 960, rowHeight = 60, margins = 110, longestLabel = 75

    /// Draws the plot into the file.
    ///
    /// - Throws: `PlotError` if gnuplot or the writing of the file fails.
    func draw(to file: PlotFile) throws(PlotError) {
        try file.draw(script, width: Self.width, height: Self.margins + Self.rowHeight * reports.count)
    }

    /// The gnuplot commands that draw the plot.
    var script: String {
        let measures: [String] = Report.ratioMeasures
        let blocks: [String] = measures.indices.map { "$series\($0) << end\n\(rows(measures[$0], $0))\nend" }
        let curves: [String] = measures.indices.map { index in
            "$series\(index) using 1:4:2:3 with xerrorbars pointtype 7 linewidth 1.5 linecolor '\(Self.colors[index])' "
                + "title \(PlotFile.quoted(title(measures[index])))"
        }
        return """
            set logscale x
            set xrange [\(axis.lowerBound):\(axis.upperBound)]
            set yrange [\(Double(1 - reports.count) - 0.5):0.5]
            set ytics (\(labelTicks)) noenhanced font ',10'
            set format x '\(decades.count <= 4 ? "%g" : "10^{%T}")'
            set xtics (\(ticks))
            set grid xtics
            set lmargin at screen \(leftMargin)
            set tmargin 4
            set key at screen 0.98, screen 0.98 right top vertical maxrows 3
            set arrow from 1, graph 0 to 1, graph 1 nohead linewidth 1.5
            set xlabel 'ratio of odds, or of risks'
            \(blocks.joined(separator: "\n"))
            plot \(curves.joined(separator: ", "))
            """
    }

    /// The positions of the axis labels, as gnuplot reads them: 1, 2, 5, 10 and so on. If the axis has more than four
    /// decades, only powers of 10 have labels. If the axis has more than fifteen decades, only some powers of 10 have
    /// labels.
    private var ticks: String {
        let step: Int = max(1, decades.count / 8)
        let digits: [Int] = decades.count <= 4 ? [1, 2, 5] : [1]
        return decades.filter { $0.isMultiple(of: step) }.flatMap { decade in digits.map { "\($0)e\(decade)" } }
            .joined(separator: ", ")
    }

    /// The exponents of the powers of 10 that cover the axis: from the greatest power that is at most the lower end of
    /// the axis to the least power that is at least the upper end.
    private var decades: ClosedRange<Int> {
        Int(log10(axis.lowerBound).rounded(.down)) ... Int(log10(axis.upperBound).rounded(.up))
    }

    private var labelTicks: String {
        labels.enumerated().map { "\(PlotFile.quoted($0.element)) \(-$0.offset)" }.joined(separator: ", ")
    }

    /// The labels of the comparisons. A label that is too long is cut, and ends with "…".
    private var labels: [String] {
        reports.map { report in
            let comparison: Comparison = report.comparison
            let text = "\(comparison.outcome): \(comparison.exposed) against \(comparison.control)"
            return text.count <= Self.longestLabel ? text : text.prefix(Self.longestLabel - 1) + "…"
        }
    }

    /// The width of the longest label, as a fraction of the picture's width. The margin that gnuplot would choose
    /// assumes larger letters.
    private var leftMargin: Double {
        let letters: Int = labels.map(\.count).max() ?? 0
        return (20 + 7.2 * Double(letters)) / Double(Self.width)
    }

    /// Returns the name of a measure in the legend, followed by the method of its interval if the measure has
    /// intervals.
    private func title(_ measure: String) -> String {
        let methods: [String] = reports.flatMap(\.ratios).filter { $0.measure == measure }.map(\.method)
        return ([measure] + methods.filter { !$0.isEmpty }.prefix(1)).joined(separator: ", ")
            .replacingOccurrences(of: "  ", with: " ")
    }

    /// Returns the lines of data for a measure, one line for each comparison. `place` is the position of the measure in
    /// `Report.ratioMeasures`, from 0. A line contains the estimate, the two ends of the interval, and the height in
    /// the plot. Values outside the axis are moved to the edge of the axis, so an interval can be longer than a bar
    /// that touches the edge.
    private func rows(_ measure: String, _ place: Int) -> String {
        let lines: [String] = reports.indices.flatMap { index in
            reports[index].ratios.filter { $0.measure == measure && !$0.estimate.isNaN }.map { line in
                let ends: [Double] = line.interval.map { [$0.lower, $0.upper] } ?? [line.estimate, line.estimate]
                let values: [Double] = ([line.estimate] + ends).map { min(max($0, axis.lowerBound), axis.upperBound) }
                return values.map { "\($0)" }.joined(separator: " ") + " \(0.22 * Double(1 - place) - Double(index))"
            }
        }
        // Returns a line of NaN for a measure without data, because gnuplot refuses an empty block.
        return lines.isEmpty ? "NaN NaN NaN NaN" : lines.joined(separator: "\n")
    }

    /// The range of the axis. The range contains 1, and the estimates and interval ends of all ratios in `reports`,
    /// except those that are 0, infinite or NaN. The ends of the range are limited to 1e-300 and 1e300, and then moved
    /// outwards by a factor of 1.25.
    private var axis: ClosedRange<Double> {
        let values: [Double] = reports.flatMap(\.ratios).flatMap { line in
            [line.estimate] + (line.interval.map { [$0.lower, $0.upper] } ?? [])
        }.filter { $0 > 0 && $0.isFinite }
        let (least, greatest): (Double, Double) = (min(values.min() ?? 1, 1), max(values.max() ?? 1, 1))
        return max(least, 1e-300) / 1.25 ... min(greatest, 1e300) * 1.25
    }
}
