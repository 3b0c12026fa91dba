import Interchange

/// A picture of a loss curve, drawn by gnuplot: the training loss as a line against the examples seen, the test loss as
/// points.
public struct LossPlot: Sendable, Hashable {
    private let file: PlotFile

    /// - Throws: What stands in the way of a picture there: see `PlotFile`.
    public init(path: String) throws(PlotError) { file = try PlotFile(path: path) }

    /// Where the picture is written.
    public var path: String { file.path }

    /// Writes the picture: whole, or not at all. A curve without points draws nothing.
    public func draw(_ curve: LossCurve) throws(PlotError) {
        if curve.training.isEmpty, curve.test.isEmpty { return }
        try file.draw(script(curve), width: 960, height: 600)
    }

    private func script(_ curve: LossCurve) -> String {
        """
        set xlabel 'examples seen'
        set ylabel 'cross-entropy'
        set logscale y
        set grid
        set format x '%.0f'
        $training << end
        \(Self.lines(curve.training))
        end
        $test << end
        \(Self.lines(curve.test))
        end
        plot $training using 1:2 with lines linecolor '#8888cc' title 'training', \
        $test using 1:2 with points pointtype 7 linecolor '#cc3333' title 'test'
        """
    }

    /// A loss that a logarithmic axis has no place for is left out.
    private static func lines(_ points: [LossCurve.Point]) -> String {
        let drawn: [LossCurve.Point] = points.filter { $0.loss.isFinite && $0.loss > 0 }
        // gnuplot takes a block without lines for a mistake.
        if drawn.isEmpty { return "NaN NaN" }
        return drawn.map { "\($0.examples) \($0.loss)" }.joined(separator: "\n")
    }
}
