import ArgumentParser
import Foundation
import Results

/// A program that trains the networks of the example programs with the Synapse and with other hidden layers.
@main
struct Ablation: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Trains the programs' networks with several hidden layers and seeds, and writes a table of the results.",
        discussion: """
            Needs the real MNIST, in --data or MNIST_DIR. Each training appends its result to a file of JSON Lines. The \
            program skips trainings whose result is already in the file, so a stopped run continues where it stopped.
            """)

    @Option(help: "The experiments, separated by commas: \(Experiment.all.map(\.name).joined(separator: ", ")).")
    var experiments: String = Experiment.all.map(\.name).joined(separator: ",")

    @Option(help: "The number of seeds. The seeds are 1, 2, … up to this number.")
    var seeds = 5

    @Option(help: "The directory of the MNIST files. The default is $MNIST_DIR.")
    var data: String?

    @Option(help: "The number of threads of each training.")
    var threads: Int?

    @Option(help: "The file of the results, with a JSON object on each line.")
    var results = "docs/ablation.jsonl"

    @Option(help: "The Markdown file of the tables.")
    var table = "docs/ablation.md"

    func validate() throws {
        if seeds < 2 { throw ValidationError("--seeds must be at least 2: one seed has no standard deviation") }
        for name in experiments.split(separator: ",") where Experiment.named(String(name)) == nil {
            throw ValidationError("there is no experiment '\(name)'")
        }
    }

    func run() throws {
        let chosen: [Experiment] = experiments.split(separator: ",").compactMap { Experiment.named(String($0)) }
        var store = try ResultFile<Result>(path: results)
        let programs = try Programs(of: chosen, data: data, threads: threads)
        for seed in 1 ... seeds {
            for experiment in chosen {
                for kind in experiment.kinds where !store.has(experiment.name, kind, seed) {
                    let result: Result = try programs.train(experiment, kind, seed)
                    try store.append(result)
                    print(result.line)
                    // Flushes the output: a pipe would otherwise deliver this line only after later trainings.
                    fflush(nil)
                }
            }
        }
        try Table(results: store.results, experiments: Experiment.all).markdown
            .write(toFile: table, atomically: true, encoding: .utf8)
        print("\(table) written")
    }
}
