import Interchange
import Statistics

/// A plot of predicted and observed risks.
struct CalibrationPlot {
    let table: CalibrationTable

    /// Draws the plot into the file.
    ///
    /// - Throws: `PlotError` if gnuplot or the writing of the file fails.
    func draw(to file: PlotFile) throws(PlotError) { try file.draw(script, width: 640, height: 640) }

    /// The gnuplot commands that draw the plot. The bars are Wilson's intervals of 95 %.
    var script: String {
        let rows: [String] = table.rows.map { row in
            let interval: ConfidenceInterval = wilsonInterval(events: row.observed, trials: row.trials)
            return "\(row.expected / row.trials) \(row.observed / row.trials) \(interval.lower) \(interval.upper)"
        }
        return """
            set xrange [0:1]
            set yrange [0:1]
            set size square
            set grid
            set xlabel 'predicted risk'
            set ylabel 'observed risk'
            $groups << end
            \(rows.joined(separator: "\n"))
            end
            plot x with lines linecolor '#888888' notitle, \\
              $groups using 1:2:3:4 with yerrorbars pointtype 7 linewidth 1.5 linecolor '#3366cc' notitle
            """
    }
}
