import ArgumentParser
import Interchange
import Statistics
import Tensors

/// Explains the events by the causes.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say how much each cause contributes to the events.",
        discussion: """
            Fits the model of independent causes. The first table shows for each cause the fraction of the events that \
            would not occur without it, and the number of events that its removal would prevent. The second table shows \
            for some rows with an event the share of each cause: the probability that it acted first. With --output, the \
            file has the shares of all rows.
            """)

    @OptionGroup var columns: DataFlags
    @OptionGroup var flags: ModelFlags

    @Option(help: "The number of rows with an event that are printed.")
    var rows = 10

    @Option(help: "Write the shares of all rows to this .csv or .json file.")
    var output: String?

    @Option(help: "Draw the shares of the rows with an event to this .png or .svg file. Needs gnuplot.")
    var sharesPlot: String?

    func validate() throws {
        if rows < 0 { throw ValidationError("--rows: the number must be at least 0, not \(rows)") }
    }

    func run() throws {
        let file: OutputFile? = try output.map(OutputFile.init)
        let plot: PlotFile? = try sharesPlot.map { path throws(PlotError) in try PlotFile(path: path) }
        let prepared = try PreparedData(columns)
        let (model, note): (IndependentCauses, String?) = try flags.model(prepared)
        let fit: IndependentCausesFit = try prepared.fit(model)
        print(Headline(prepared).text)
        print("\n" + attributableFractions(fit) + "\n")
        let shares = SharesTable(fit)
        if rows > 0 { print(shares.text(limit: rows) + "\n") }
        for remark in (note.map { [$0] } ?? []) + fit.findings.map(\.description) { print("note: \(remark)") }
        try file?.write(json: try shares.json, table: try shares.csvTable)
        if let plot { try SharesPlot(shares: shares).draw(to: plot) }
    }

    private func attributableFractions(_ fit: IndependentCausesFit) -> String {
        let level: String = Numbers.level(flags.confidence)
        var table = TextTable(
            ["cause", "attributable", "\(level) interval", "events prevented", "\(level) interval"],
            rightAligned: [1, 2, 3, 4])
        for estimate in fit.estimates {
            let fraction: AttributableFraction = fit.attributableFraction(
                of: estimate.name, confidence: flags.confidence)
            let ends: ConfidenceInterval = fraction.interval
            table.add([
                estimate.name + (estimate.role == .preventive ? " (prevents)" : ""),
                Numbers.percent(fraction.fraction),
                ends.lower.isNaN ? "–" : "\(Numbers.percent(ends.lower)) to \(Numbers.percent(ends.upper))",
                Numbers.short(fraction.events), Numbers.interval(fraction.eventsInterval),
            ])
        }
        return table.description
    }
}
