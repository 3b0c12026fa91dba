import Foundation

/// The example programs, built in release mode for the experiments.
struct Programs {
    private let directory: String
    private let data: String?
    private let threads: Int?

    /// Builds the programs of the parent package that the experiments need. `data` and `threads` become the flags
    /// `--data` and `--threads` of every training; without a value, the flag is omitted. Throws an `AblationError` if a
    /// build fails.
    init(of experiments: [Experiment], data: String?, threads: Int?) throws {
        (self.data, self.threads) = (data, threads)
        let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        directory = root.appendingPathComponent(".build/release").path
        for program in Set(experiments.map(\.program)) {
            try Self.call("swift", ["build", "-c", "release", "--package-path", root.path, "--product", program])
        }
    }

    /// Trains the network of an experiment with the hidden layer `kind` and the seed `seed`, and returns the metrics of
    /// the last epoch. Throws if the program fails or writes no metrics.
    func train(_ experiment: Experiment, _ kind: String, _ seed: Int) throws -> Result {
        let metrics: String = NSTemporaryDirectory() + "ablation-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: metrics) }
        var arguments: [String] = experiment.flags
        arguments += ["--hidden", kind, "--seed", String(seed), "--quiet", "--calibration", "--metrics", metrics]
        arguments += data.map { ["--data", $0] } ?? []
        arguments += threads.map { ["--threads", String($0)] } ?? []
        try Self.call("\(directory)/\(experiment.program)", arguments)
        guard let last = try String(contentsOfFile: metrics, encoding: .utf8).split(separator: "\n").last else {
            throw AblationError("\(experiment.program) wrote no metrics")
        }
        let epoch: EpochLine = try JSONDecoder().decode(EpochLine.self, from: Data(last.utf8))
        return Result(
            experiment: experiment.name, hidden: kind, seed: seed, accuracy: epoch.test_accuracy, loss: epoch.test_loss,
            calibration: epoch.test_calibration_error)
    }

    private struct EpochLine: Decodable {
        let test_accuracy, test_loss, test_calibration_error: Double
    }

    private static func call(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = FileHandle.standardError
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw AblationError("'\(program) \(arguments.joined(separator: " "))' failed; its output is above")
        }
    }
}

/// An error that ends the experiments. The description says why.
struct AblationError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
