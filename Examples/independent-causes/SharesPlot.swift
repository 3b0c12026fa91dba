import Interchange

/// A plot of the shares of the causes in the risk of the rows with an event: a bar for each row.
struct SharesPlot {
    let shares: SharesTable
    private static let colors: [String] = [
        "#999999", "#3366cc", "#cc3333", "#339966", "#ddaa33", "#8855bb", "#33aabb", "#bb6633", "#557700", "#dd77aa",
    ]

    /// Draws the plot into the file.
    ///
    /// - Throws: `PlotError` if gnuplot or the writing of the file fails.
    func draw(to file: PlotFile) throws(PlotError) { try file.draw(script, width: 1000, height: 480) }

    /// The gnuplot commands that draw the plot. The rows are sorted by the largest share, and causes without a share
    /// are left out.
    var script: String {
        let events: [Int] = shares.rows.indices.filter { shares.rows[$0].isEvent }
        let columns: [Int] = shares.names.indices.filter { column in events.contains { shares.shares[$0][column] > 0 } }
        func largest(_ row: Int) -> (column: Int, share: Double) {
            columns.map { ($0, shares.shares[row][$0]) }.max { $0.1 < $1.1 } ?? (0, 0)
        }
        let order: [Int] = events.sorted { first, second in
            let (a, b) = (largest(first), largest(second))
            return a.column != b.column ? a.column < b.column : a.share > b.share
        }
        let rows: [String] = order.map { row in
            columns.map { shares.shares[row][$0].isNaN ? "0" : "\(shares.shares[row][$0])" }.joined(separator: " ")
        }
        let curves: [String] = columns.enumerated().map { place, column in
            let color: String = Self.colors[place % Self.colors.count]
            return "$shares using \(place + 1) title \(PlotFile.quoted(shares.names[column])) noenhanced "
                + "linecolor '\(color)'"
        }
        return """
            set style data histograms
            set style histogram rowstacked
            set style fill solid border -1
            set boxwidth 1
            set xrange [-0.5:\(max(1, events.count)) - 0.5]
            set yrange [0:1]
            set key outside right
            set xtics ()
            set xlabel 'rows with an event'
            set ylabel 'share in the hazard'
            $shares << end
            \(rows.isEmpty ? "NaN" : rows.joined(separator: "\n"))
            end
            plot \(curves.isEmpty ? "$shares using 1 notitle" : curves.joined(separator: ", "))
            """
    }
}
