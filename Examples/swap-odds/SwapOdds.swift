import ArgumentParser
import Foundation
import Synapses

/// Tables that come with the program: see data/README.md for their sources.
enum WorkedExample: String, CaseIterable, ExpressibleByArgument {
    case healthcare, finance, insurance

    var source: String {
        switch self {
        case .healthcare: return "Physicians' Health Study, N Engl J Med 318 (1988), 262–264"
        case .finance: return "H. Hofmann, Statlog (German Credit Data), UCI 1994"
        case .insurance: return "Florida Department of Highway Safety and Motor Vehicles, 1988"
        }
    }

    var path: String { Bundle.module.path(forResource: "data/\(rawValue)", ofType: "csv") ?? "data/\(rawValue).csv" }
}

@main
struct SwapOdds: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap-odds", abstract: "Odds ratios, relative risks and swap ratios of the rows of a CSV file.",
        discussion: """
            The file's first line names its columns: either name, events, nonevents, reference_events, reference_nonevents \
            (counts), or name, probability, reference_probability. The swap ratio is S(x, y) / S(y, x) of the synapse with \
            --beta: 1 makes it the odds ratio, 0 the relative risk.
            """)

    @Argument(help: "A CSV file.")
    var file: String?

    @Option(help: "A table that comes with the program.")
    var example: WorkedExample?

    @Option(help: "The confidence of the intervals.")
    var confidence = 0.95

    @Option(help: "The β of the swap ratio.")
    var beta = 0.5

    func validate() throws {
        if (file == nil) == (example == nil) { throw ValidationError("name a CSV file, or an --example") }
        if !(confidence > 0 && confidence < 1) { throw ValidationError("--confidence must lie above 0 and below 1") }
        if !(beta >= 0 && beta <= 1) { throw ValidationError("--beta must lie within 0 and 1") }
    }

    func run() throws {
        let rows: [Comparison] = try Comparison.rows(ofFile: file ?? example!.path)
        if let example { print("Source: \(example.source)\n") }
        print(Report(confidence: confidence, beta: beta).text(rows))
    }
}
