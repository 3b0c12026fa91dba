import Distributed
import Foundation

/// The result of a task of `performOnAllRanks`.
private struct Square: Codable, Sendable {
    let number: Int
    let square: Double
}

private struct TaskError: Error, CustomStringConvertible {
    let description: String
}

/// Performs tasks of different lengths on all ranks, twice, and prints the results on rank 0.
///
/// - Parameter words: `fails=N`: task N throws an error. `hurts=N`: the rank that performs task N dies.
func performOnAllRanks(_ world: Communicator, _ words: [String]) throws {
    func number(_ name: String) -> Int? {
        words.first { $0.hasPrefix(name + "=") }.flatMap { Int($0.dropFirst(name.count + 1)) }
    }
    let (failing, hurting): (Int?, Int?) = (number("fails"), number("hurts"))
    for count in [number("count") ?? 20, 0, 1] {
        try world.performTasks(count) { task -> Square in
            usleep(UInt32(task * 7919 % 13) * 1000)
            if task == failing { throw TaskError(description: "task \(task): the image is damaged.") }
            if task == hurting { kill(getpid(), SIGKILL) }
            return Square(number: task, square: task == 3 ? .nan : 1 / Double(task))
        } receive: { task, result in
            print("task \(task) of \(count): \(result.number) \(result.square)")
        }
    }
}
