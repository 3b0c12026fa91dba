import ArgumentParser
import Distributed
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

            `mpirun -n 4 ablation` divides the trainings among four processes, on one machine or several with the same \
            files. The results are in the same order.
            """)

    @Option(help: "The experiments, separated by commas: \(Experiment.all.map(\.name).joined(separator: ", ")).")
    var experiments: String = Experiment.all.map(\.name).joined(separator: ",")

    @Option(help: "The number of seeds. The seeds are 1, 2, … up to this number.")
    var seeds = 5

    @Option(help: "The directory of the MNIST files. The default is $MNIST_DIR.")
    var data: String?

    @Option(help: "The number of threads of each training. By default the processes of a machine divide its cores.")
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
        let world: Communicator = try .world
        do {
            try run(on: world)
        } catch {
            Communicator.announceFailure(error)
            // The rank that has failed prints the error.
            if let error = error as? CommunicatorError, case .rankFailed = error { throw ExitCode.failure }
            throw error
        }
    }

    private func run(on world: Communicator) throws {
        let heartbeat = try Heartbeat()
        defer { heartbeat.stop() }
        let chosen: [Experiment] = experiments.split(separator: ",").compactMap { Experiment.named(String($0)) }
        var store = try ResultFile<Result>(path: results)
        let trainings: [Training] = (1 ... seeds).flatMap { seed in
            chosen.flatMap { experiment in
                experiment.kinds.map { Training(experiment: experiment, kind: $0, seed: seed) }
            }
        }.filter { !store.has($0) }
        try world.verifyAgreement(trainings.map(\.name).joined(separator: "\n"), of: "trainings to do")
        let ranksOfHost: Int = world.hostNames.count { $0 == world.hostName }
        let programs = Programs(
            data: data, threads: threads ?? (ranksOfHost > 1 ? max(1, Programs.coreCount / ranksOfHost) : nil))
        if world.rank == 0 { try Programs.build(Set(trainings.map(\.experiment.program))) }
        try world.barrier()
        try world.performTasks(trainings.count) {
            try programs.train(trainings[$0])
        } receive: { _, result in
            try store.append(result)
            print(result.line)
            // Flushes the output: a pipe would otherwise deliver this line only after later trainings.
            fflush(nil)
        }
        guard world.rank == 0 else { return }
        try Table(results: store.results, experiments: Experiment.all).markdown
            .write(toFile: table, atomically: true, encoding: .utf8)
        print("\(table) written")
    }
}
