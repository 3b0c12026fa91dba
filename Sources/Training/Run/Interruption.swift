import Foundation
import Synchronization

/// Requests to stop a training: Ctrl-C and SIGTERM. The training stops after the current step.
public enum Interruption {
    private static let wish = Atomic<Bool>(false)

    /// Whether a signal has requested a stop.
    public static var isRequested: Bool { wish.load(ordering: .relaxed) }

    /// Handles the signals of Ctrl-C (SIGINT) and SIGTERM. The first signal requests a stop. A second signal of the
    /// same kind ends the program at once.
    public static func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.wish.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }
}

/// The error of a training that a signal stopped between two steps.
public struct TrainingInterrupted: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number of steps made.
    public let step: Int
    /// The directory of the checkpoint that contains all steps made; nil if the training is not saved.
    public let checkpoint: String?

    public var description: String {
        guard let checkpoint else {
            return "stopped after step \(step). Nothing is saved. Give --save DIR to be able to resume the training."
        }
        return "stopped after step \(step). The training is saved in \(checkpoint)."
    }
}
