import ArgumentParser
import Foundation

/// What the Synapse does: the programs, with something else in its place.
@main
struct Ablation: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trains the programs with each kind of hidden layer and several seeds, and writes a table of them.",
        discussion: """
            Needs the real MNIST, in --data or MNIST_DIR. Results are appended to a file of JSON Lines as they come; what \
            stands there already is not trained again, so that a run which was stopped goes on where it was.
            """)

    @Option(help: "Experiments, separated by commas: \(Experiment.all.map(\.name).joined(separator: ", ")).")
    var experiments: String = Experiment.all.map(\.name).joined(separator: ",")

    @Option(help: "Seeds 1 to this number.")
    var seeds = 5

    @Option(help: "The directory of the MNIST files. Else $MNIST_DIR.")
    var data: String?

    @Option(help: "Threads of each training.")
    var threads: Int?

    @Option(help: "The results, one JSON object for each training.")
    var results = "docs/ablation.jsonl"

    @Option(help: "The table.")
    var table = "docs/ablation.md"

    func validate() throws {
        if seeds < 2 { throw ValidationError("--seeds must be at least 2: one number has no spread") }
        for name in experiments.split(separator: ",") where Experiment.named(String(name)) == nil {
            throw ValidationError("there is no experiment '\(name)'")
        }
    }

    func run() throws {
        let chosen: [Experiment] = experiments.split(separator: ",").compactMap { Experiment.named(String($0)) }
        var store = try ResultStore(path: results)
        let programs = try Programs(of: chosen, data: data, threads: threads)
        for seed in 1 ... seeds {
            for experiment in chosen {
                for kind in experiment.kinds where !store.has(experiment.name, kind, seed) {
                    let result: Result = try programs.train(experiment, kind, seed)
                    try store.append(result)
                    print(result.line)
                    // Whoever follows the file wants the line now.
                    fflush(nil)
                }
            }
        }
        try Table(results: store.results, experiments: Experiment.all).markdown
            .write(toFile: table, atomically: true, encoding: .utf8)
        print("\(table) written")
    }
}
