import Foundation
import SynaNN

/// The picture of an explanation, which gnuplot draws. The panels are side by side; each panel has a caption and a
/// colour scale.
struct ExplanationPlot {
    /// A panel of the picture: a drawing of numbers, `[1, height, width]`.
    struct Panel {
        /// The way in which colours show the numbers.
        enum Colors {
            /// The least number is black, and the greatest number is white.
            case gray
            /// Positive numbers are red, negative numbers are blue, and 0 is white. The greatest absolute value has the
            /// full colour.
            case signed
        }

        let values: Tensor<Float>
        let colors: Colors
        let caption: String
        /// The unit of the numbers, which the colour scale shows.
        let unit: String
    }

    private let file: PlotFile
    private static let panelWidth = 260, height = 360

    /// Creates a picture that `draw` writes to `path`.
    ///
    /// - Throws: `PlotError` if no picture can be written to the path: see `PlotFile`.
    init(path: String) throws(PlotError) { file = try PlotFile(path: path) }

    func draw(_ panels: [Panel], title: String) throws(PlotError) {
        var lines: [String] = [
            "set multiplot layout 1,\(panels.count) title \(PlotFile.quoted(title)) font ',13'", "unset key",
            "unset xtics", "unset ytics", "set size ratio -1", "set border lc rgb '#888888'",
            "set lmargin 1", "set rmargin 1", "set tmargin 4", "set bmargin 5", "set cbtics font ',9' offset 0,0.3",
            "set format cb '%.2g'",
        ]
        for (number, panel) in panels.enumerated() { lines += Self.commands(panel, number) }
        try file.draw(
            lines.joined(separator: "\n") + "\nunset multiplot\n", width: Self.panelWidth * panels.count,
            height: Self.height)
    }

    private static func commands(_ panel: Panel, _ number: Int) -> [String] {
        let (height, width): (Int, Int) = (panel.values.shape[1], panel.values.shape[2])
        let range: ClosedRange<Float> = scale(panel)
        let palette: String =
            panel.colors == .gray
            ? "set palette gray" : "set palette defined (-1 '#2050c0', 0 '#ffffff', 1 '#c02020')"
        let rows: [String] = (0 ..< height).map { row in
            panel.values[0, row].scalars.map { "\($0)" }.joined(separator: " ")
        }
        return ["$panel\(number) << end"] + rows + [
            "end", palette, "set cbrange [\(range.lowerBound):\(range.upperBound)]",
            "set cbtics \((range.upperBound - range.lowerBound) / 2)",
            "set colorbox horizontal user origin graph 0.05,-0.12 size graph 0.9,0.04",
            "set title \(PlotFile.quoted(panel.caption)) font ',11'",
            "set cblabel \(PlotFile.quoted(panel.unit)) font ',9' offset 0,0.6",
            "set xrange [-0.5:\(width).0-0.5]", "set yrange [-0.5:\(height).0-0.5]",
            "plot $panel\(number) matrix using 1:(\(height - 1)-$2):3 with image",
        ]
    }

    /// Returns the range of numbers that the colours cover. The ends of the range differ, because gnuplot cannot draw
    /// an empty range.
    private static func scale(_ panel: Panel) -> ClosedRange<Float> {
        let (least, greatest): (Float, Float) = (panel.values.min().scalar, panel.values.max().scalar)
        switch panel.colors {
        case .gray: return least ... max(greatest, least + 1e-3)
        case .signed:
            let bound: Float = max(abs(least), abs(greatest), 1e-6)
            return -bound ... bound
        }
    }
}
