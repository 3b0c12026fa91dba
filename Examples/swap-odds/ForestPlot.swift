import Foundation
import SynaNN

/// A forest plot on a logarithmic axis. It shows each ratio of each comparison as a point, and its interval as a bar. A
/// line marks the ratio 1, at which the groups do not differ.
struct ForestPlot {
    let reports: [Report]

    private static let colors: [String] = ["#3366cc", "#cc3333", "#888888"]
    private static let width = 960, rowHeight = 60, margins = 110, longestLabel = 75

    /// Draws the plot into the file.
    func draw(to file: PlotFile) throws(PlotError) {
        try file.draw(script, width: Self.width, height: Self.margins + Self.rowHeight * reports.count)
    }

    /// gnuplot's commands.
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

    /// The labels of the axis: 1, 2, 5, 10, …. If the axis has more than four decades, only powers of 10; if it has more
    /// than fifteen, only some powers.
    private var ticks: String {
        let step: Int = max(1, decades.count / 8)
        let digits: [Int] = decades.count <= 4 ? [1, 2, 5] : [1]
        return decades.filter { $0.isMultiple(of: step) }.flatMap { decade in digits.map { "\($0)e\(decade)" } }
            .joined(separator: ", ")
    }

    /// The powers of 10 that enclose the axis.
    private var decades: ClosedRange<Int> {
        Int(log10(axis.lowerBound).rounded(.down)) ... Int(log10(axis.upperBound).rounded(.up))
    }

    private var labelTicks: String {
        labels.enumerated().map { "\(PlotFile.quoted($0.element)) \(-$0.offset)" }.joined(separator: ", ")
    }

    /// A name for each comparison.
    private var labels: [String] {
        reports.map { report in
            let comparison: Comparison = report.comparison
            let text = "\(comparison.outcome): \(comparison.exposed) against \(comparison.control)"
            return text.count <= Self.longestLabel ? text : text.prefix(Self.longestLabel - 1) + "…"
        }
    }

    /// The width of the longest label, as a fraction of the picture. gnuplot's own margin assumes larger letters.
    private var leftMargin: Double {
        let letters: Int = labels.map(\.count).max() ?? 0
        return (20 + 7.2 * Double(letters)) / Double(Self.width)
    }

    /// Returns the name of a measure in the legend, with the method of its interval.
    private func title(_ measure: String) -> String {
        let methods: [String] = reports.flatMap(\.ratios).filter { $0.measure == measure }.map(\.method)
        return ([measure] + methods.filter { !$0.isEmpty }.prefix(1)).joined(separator: ", ")
            .replacingOccurrences(of: "  ", with: " ")
    }

    /// Returns the rows of a measure. Each row contains the estimate, both ends of the interval, and the height in the
    /// plot. Values outside of the axis are moved to its edge, so a bar that reaches the edge may continue there.
    private func rows(_ measure: String, _ place: Int) -> String {
        let lines: [String] = reports.indices.flatMap { index in
            reports[index].ratios.filter { $0.measure == measure && !$0.estimate.isNaN }.map { line in
                let ends: [Double] = line.interval.map { [$0.lower, $0.upper] } ?? [line.estimate, line.estimate]
                let values: [Double] = ([line.estimate] + ends).map { min(max($0, axis.lowerBound), axis.upperBound) }
                return values.map { "\($0)" }.joined(separator: " ") + " \(0.22 * Double(1 - place) - Double(index))"
            }
        }
        // gnuplot refuses a block without lines.
        return lines.isEmpty ? "NaN NaN NaN NaN" : lines.joined(separator: "\n")
    }

    /// The range of all positive finite values and 1, extended by a quarter at both ends. It stays within the range of
    /// `Double`.
    private var axis: ClosedRange<Double> {
        let values: [Double] = reports.flatMap(\.ratios).flatMap { line in
            [line.estimate] + (line.interval.map { [$0.lower, $0.upper] } ?? [])
        }.filter { $0 > 0 && $0.isFinite }
        let (least, greatest): (Double, Double) = (min(values.min() ?? 1, 1), max(values.max() ?? 1, 1))
        return max(least, 1e-300) / 1.25 ... min(greatest, 1e300) * 1.25
    }
}
