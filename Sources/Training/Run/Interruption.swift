import Foundation
import Synchronization

/// Ctrl-C, and SIGTERM, as a wish that a training hears after its step.
public enum Interruption {
    private static let wish = Atomic<Bool>(false)

    /// Whether it was asked for.
    public static var isRequested: Bool { wish.load(ordering: .relaxed) }

    /// From now on the first signal is a wish. The second ends the program as it always does.
    public static func listen() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.wish.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }
}

/// A training that was asked to stop, and did so between two steps.
public struct TrainingInterrupted: Error, Sendable, Hashable, CustomStringConvertible {
    /// How many steps have been made.
    public let step: Int
    /// Where all of them are saved, if anywhere.
    public let checkpoint: String?

    public var description: String {
        guard let checkpoint else {
            return "stopped after step \(step). Nothing is saved: give --save DIR to be able to go on."
        }
        return "stopped after step \(step), all of it saved in \(checkpoint)."
    }
}
