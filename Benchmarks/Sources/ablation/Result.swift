import Foundation
import Results

/// The result of a single training.
struct Result: Codable, Sendable {
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

extension ResultFile<Result> {
    func has(_ training: Training) -> Bool {
        results.contains {
            $0.experiment == training.experiment.name && $0.hidden == training.kind && $0.seed == training.seed
        }
    }
}
