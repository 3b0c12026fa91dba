import Foundation

/// The result of a single training.
struct Result: Codable {
    let experiment, hidden: String
    let seed: Int
    /// The accuracy on the test images, from 0 to 1.
    let accuracy: Double
    /// The mean cross-entropy on the test images, in nats.
    let loss: Double
    /// The expected calibration error on the test images, from 0 to 1; `nil` if the line of the file has no such key.
    let calibration: Double?

    var line: String {
        String(format: "%@ %@ seed %d: %.2f %%, %.4f nats", experiment, hidden, seed, 100 * accuracy, loss)
    }
}

/// A file of results, with a JSON object on each line.
struct ResultStore {
    private let path: String
    private(set) var results: [Result] = []

    init(path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { return }
        let lines: [Substring] = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        for (number, line) in lines.enumerated() {
            guard let result = try? JSONDecoder().decode(Result.self, from: Data(line.utf8)) else {
                throw AblationError(
                    "\(path), line \(number + 1): this line is not a result. Remove the line, or name another file.")
            }
            results.append(result)
        }
    }

    func has(_ experiment: String, _ kind: String, _ seed: Int) -> Bool {
        results.contains { $0.experiment == experiment && $0.hidden == kind && $0.seed == seed }
    }

    mutating func append(_ result: Result) throws {
        results.append(result)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let lines: [String] = try results.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
    }
}
