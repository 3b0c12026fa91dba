import ArgumentParser
import Interchange
import Statistics
import Tensors

/// Fits a model and prints its estimates.
struct Fit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fit a model to a table and print the estimates.",
        discussion: """
            The table shows for each cause the events and persons with and without it, the probability that one unit of \
            the cause brings the event about, its profile-likelihood interval, and the p-value of the hypothesis that the \
            cause has no effect.
            """)

    @OptionGroup var columns: DataFlags

    @Option(help: "The model.")
    var model: ModelKind = .causes

    @OptionGroup var flags: ModelFlags

    @Option(help: "Add percentile intervals from this number of bootstrap samples.")
    var bootstrap: Int?

    @Option(help: "Write the fit to this .json file, which predict reads, or the estimates to this .csv file.")
    var output: String?

    @Option(help: "Draw the estimates and intervals to this .png or .svg file. Needs gnuplot.")
    var forestPlot: String?

    @Option(help: "Draw predicted and observed risks to this .png or .svg file. Needs gnuplot.")
    var calibrationPlot: String?

    func validate() throws {
        if let bootstrap, !(1 ... 1_000_000).contains(bootstrap) {
            throw ValidationError("--bootstrap: the number must be from 1 to 1000000, not \(bootstrap)")
        }
        guard model != .causes else { return }
        let useless: [(String, Bool)] = [
            ("--bootstrap", bootstrap != nil), ("--penalty", flags.penalty != nil),
            ("--pseudo-events", flags.pseudoEvents > 0),
            ("--no-background", flags.noBackground), ("--preventive", !columns.preventive.isEmpty),
        ]
        if let flag = useless.first(where: \.1)?.0 {
            throw ValidationError("\(flag) needs --model causes. Leave it out")
        }
    }

    func run() throws {
        let file: OutputFile? = try output.map(OutputFile.init)
        let forest: PlotFile? = try forestPlot.map { path throws(PlotError) in try PlotFile(path: path) }
        let calibration: PlotFile? = try calibrationPlot.map { path throws(PlotError) in try PlotFile(path: path) }
        let prepared = try PreparedData(columns)
        let (fitted, note): (FittedModel, String?) = try fit(prepared)
        var report = FitReport(fitted, model, prepared, confidence: flags.confidence)
        if let bootstrap, case .causes(let fit) = fitted {
            var generator = PhiloxGenerator(seed: flags.seed)
            report = report.adding(try fit.bootstrap(replicates: bootstrap, using: &generator))
        }
        let remarks: [String] = Remarks(fitted, prepared).sentences
        print(Headline(prepared).text)
        print("\n" + report.table + "\n")
        print(GoodnessOfFit(fitted.fit, prepared.data).text)
        for remark in (note.map { [$0] } ?? []) + remarks { print("note: \(remark)") }
        try file?.write(json: try SavedFit(fitted, report, prepared, remarks).json, table: report.csvTable)
        if let forest { try CausesForestPlot(report: report).draw(to: forest) }
        if let calibration {
            try CalibrationPlot(table: fitted.fit.calibrationTable(prepared.data)).draw(to: calibration)
        }
    }

    private func fit(_ prepared: PreparedData) throws -> (FittedModel, String?) {
        if let linear = model.linear { return (.linear(try prepared.fit(linear)), nil) }
        let (model, note): (IndependentCauses, String?) = try flags.model(prepared)
        return (.causes(try prepared.fit(model)), note)
    }
}
