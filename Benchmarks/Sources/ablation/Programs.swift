import Foundation

/// The example programs, built in release mode for the experiments.
struct Programs: Sendable {
    private static let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The flags `--data` and `--threads` of every training; without a value, the flag is omitted.
    let data: String?
    let threads: Int?

    /// The number of cores of this machine.
    static var coreCount: Int { ProcessInfo.processInfo.activeProcessorCount }

    /// Builds programs of the parent package. Throws an `AblationError` if a build fails.
    static func build(_ programs: Set<String>) throws {
        for program in programs.sorted() {
            try call("swift", ["build", "-c", "release", "--package-path", root.path, "--product", program])
        }
    }

    /// Makes a training, and returns the metrics of the last epoch. Throws an `AblationError` if the program fails or
    /// writes no metrics.
    func train(_ training: Training) throws -> Result {
        let metrics: String = NSTemporaryDirectory() + "ablation-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: metrics) }
        let program: String = training.experiment.program
        var arguments: [String] = training.experiment.flags + ["--hidden", training.kind]
        arguments += ["--seed", String(training.seed), "--quiet", "--calibration", "--metrics", metrics]
        arguments += data.map { ["--data", $0] } ?? []
        arguments += threads.map { ["--threads", String($0)] } ?? []
        try Self.call(Self.root.appendingPathComponent(".build/release/\(program)").path, arguments)
        guard let last = try String(contentsOfFile: metrics, encoding: .utf8).split(separator: "\n").last else {
            throw AblationError("\(program) wrote no metrics")
        }
        let epoch: EpochLine = try JSONDecoder().decode(EpochLine.self, from: Data(last.utf8))
        return Result(
            experiment: training.experiment.name, hidden: training.kind, seed: training.seed,
            accuracy: epoch.test_accuracy, loss: epoch.test_loss, calibration: epoch.test_calibration_error)
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
