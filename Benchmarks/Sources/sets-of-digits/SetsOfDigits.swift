import ArgumentParser
import Foundation
import Results
import SynaNN

/// The result of a training. A training of the grid has a validation loss only; a test also has a quality.
struct Outcome: Codable {
    let rival: Rival
    /// The number of training sets.
    let sets: Int
    let seed: Int
    let settings: Settings
    let validationLoss: Double
    let quality: Quality?
    /// The duration of the training in seconds.
    let seconds: Double
}

@main
struct SetsOfDigits: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sets-of-digits",
        abstract: "Compares poolings of sets of MNIST digits that are labelled only with the digits that occur.",
        discussion: """
            Needs the real MNIST, in --data or MNIST_DIR. First, a grid of learning rates, widths and variants is tried \
            for every pooling on 100 and on 1000 sets. Then the best settings of each pooling are trained with several \
            seeds. Each training appends its result to a file of JSON Lines. The program skips trainings whose result is \
            already in the file, so a stopped run continues where it stopped.
            """)

    @Option(help: "The numbers of training sets, separated by commas.")
    var sets = "50,100,300,1000,3000"

    @Option(help: "The number of seeds. The seeds are 1, 2, … up to this number.")
    var seeds = 10

    @Option(help: "The directory of the MNIST files. The default is $MNIST_DIR.")
    var data: String?

    @Option(help: "The number of threads.")
    var threads = 1

    @Option(help: "The file of the results, with a JSON object on each line.")
    var results = "docs/sets-of-digits.jsonl"

    @Option(help: "The Markdown file of the tables.")
    var table = "docs/sets-of-digits.md"

    func validate() throws {
        if seeds < 2 { throw ValidationError("--seeds must be at least 2: one seed has no standard deviation") }
        if threads < 1 { throw ValidationError("--threads must be at least 1") }
        for word in sets.split(separator: ",", omittingEmptySubsequences: false)
        where Int(word).map({ !(10 ... 10_000).contains($0) }) ?? true {
            throw ValidationError("--sets must be numbers from 10 to 10000, not '\(word)'")
        }
    }

    func run() throws {
        Parallelism.threadCount = threads
        let counts: [Int] = sets.split(separator: ",").compactMap { Int($0) }
        var comparison = try Comparison(MNIST.load(directory: data), results: results)
        for tuningCount in Set(counts.map(Comparison.tuningCount)).sorted() {
            try comparison.tune(tuningCount)
            for count in counts where Comparison.tuningCount(count) == tuningCount {
                for seed in 1 ... seeds { try comparison.test(count, seed: seed) }
            }
        }
        try SetsTable(outcomes: comparison.outcomes).markdown.write(toFile: table, atomically: true, encoding: .utf8)
        print("\(table) written")
    }
}
