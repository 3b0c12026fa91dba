internal import CKernels
import Synchronization

/// State that only a single thread may use at a time. The class contains a `Mutex` of the standard library, and reports
/// each locking and unlocking to the thread sanitizer.
package final class LockedState<State: Sendable>: Sendable {
    private let mutex: Mutex<State>

    package init(_ state: State) { mutex = Mutex(state) }

    /// Calls `body` with exclusive access to the state, and returns the result of `body`. A call of `withLock` inside
    /// `body` deadlocks or traps.
    package func withLock<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        mutex.withLock { state in
            let lock: UnsafeMutableRawPointer = Unmanaged.passUnretained(self).toOpaque()
            synann_lock_taken(lock)
            defer { synann_lock_releasing(lock) }
            return body(&state)
        }
    }
}
