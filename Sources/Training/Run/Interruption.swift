import Foundation
import Synchronization

/// Requests to stop a training: Ctrl-C and SIGTERM. The training stops after its current step.
public enum Interruption {
    private static let wish = Atomic<Bool>(false)

    /// Whether a signal has requested a stop.
    public static var isRequested: Bool { wish.load(ordering: .relaxed) }

    /// Makes the first signal a request to stop. The second signal ends the program at once.
    public static func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.wish.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }
}

/// A training stopped between two steps, because a signal requested it.
public struct TrainingInterrupted: Error, Sendable, Hashable, CustomStringConvertible {
    /// The number of steps made.
    public let step: Int
    /// The checkpoint that contains all these steps; nil if the training is not saved.
    public let checkpoint: String?

    public var description: String {
        guard let checkpoint else {
            return "stopped after step \(step). Nothing is saved: give --save DIR to be able to go on."
        }
        return "stopped after step \(step), all of it saved in \(checkpoint)."
    }
}
