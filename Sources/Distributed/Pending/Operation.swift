internal import CMPICalls
import Synchronization
internal import Tensors

/// A nonblocking operation. It has one or several steps: a step starts requests of MPI, and the next step begins when
/// these requests are complete.
final class Operation: Sendable {
    /// A step of an operation.
    struct Step: Sendable {
        /// The requests that must be complete before the next step.
        var requests: [synann_mpi_handle] = []
        /// Receives, which must also be complete. The next step gets the lengths of their messages in bytes.
        var receives: [synann_mpi_handle] = []
        var lengths: [Int] = []
        /// The next step, or `nil` at the end of the operation.
        var next: (@Sendable (_ lengths: [Int]) throws(CommunicatorError) -> Step)?
    }

    private enum State: Sendable {
        case running(Step)
        case finished
        case failed(CommunicatorError)
    }

    let name: String
    private let state: LockedState<State>
    /// The tensors whose memory the requests use.
    private let memory: [any Sendable]

    /// Starts an operation whose first step has been started. The operation makes progress in each call of
    /// `Progress.advance`.
    init(_ name: String, _ step: Step, using memory: [any Sendable]) {
        self.name = name
        self.memory = memory
        state = LockedState(.running(step))
    }

    /// Returns whether the operation is finished. Throws its error.
    func isFinished() throws(CommunicatorError) -> Bool {
        switch state.withLock({ $0 }) {
        case .running: return false
        case .finished: return true
        case .failed(let error): throw error
        }
    }

    /// Begins the next steps if their requests are complete. Returns whether the operation still runs.
    func advance() -> Bool {
        state.withLock { state in
            guard case .running(var step) = state else { return false }
            do throws(CommunicatorError) {
                while try step.isComplete(name) {
                    guard let next = step.next else {
                        state = .finished
                        return false
                    }
                    step = try next(step.lengths)
                }
                state = .running(step)
                return true
            } catch {
                state = .failed(error)
                return false
            }
        }
    }
}

extension Operation.Step {
    /// Tests the requests of the step.
    fileprivate mutating func isComplete(_ name: String) throws(CommunicatorError) -> Bool {
        var areFinished: Int32 = 1
        let count: Int = requests.count
        try check(
            name, requests.withUnsafeMutableBufferPointer { synann_mpi_test($0.baseAddress, count, &areFinished) })
        if lengths.isEmpty { lengths = Array(repeating: -1, count: receives.count) }
        for index in receives.indices where lengths[index] < 0 {
            var (isFinished, length): (Int32, Int) = (0, 0)
            try check(name, synann_mpi_test_receive(&receives[index], &isFinished, &length))
            // MPI_Get_count gives a negative number for more than Int32.max bytes.
            if isFinished != 0 { lengths[index] = length >= 0 ? length : Int.max } else { areFinished = 0 }
        }
        return areFinished != 0
    }
}

/// The operations of this process that are not finished.
///
/// Every wait advances all of them, in the order of their start. So two ranks may wait for the same operations in
/// different orders, and an operation whose result nobody awaits still sends what other ranks need. The list keeps the
/// memory of an operation as long as MPI may use it.
enum Progress {
    private static let running = LockedState<[Operation]>([])

    static func add(_ operation: Operation) {
        running.withLock { $0.append(operation) }
    }

    /// How often the program has waited for ranks or has shown otherwise that it makes progress.
    static let signs = Atomic<Int>(0)

    /// Advances the operations on behalf of the program, and notes that the program makes progress.
    static func advance() {
        signs.add(1, ordering: .relaxed)
        advanceOperations()
    }

    /// Advances the operations. Says nothing about the program.
    static func advanceOperations() {
        let operations: [Operation] = running.withLock { $0 }
        let finished: Set<ObjectIdentifier> = Set(operations.filter { !$0.advance() }.map(ObjectIdentifier.init))
        if !finished.isEmpty { running.withLock { $0.removeAll { finished.contains(ObjectIdentifier($0)) } } }
    }

    /// The names of the operations that are not finished.
    static var names: [String] { running.withLock { $0.map(\.name) } }
}
