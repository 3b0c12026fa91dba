internal import CKernels
import Synchronization

/// State that only one thread may use at a time: the standard library's `Mutex`, reported to the thread sanitizer.
package final class LockedState<State: Sendable>: Sendable {
    private let mutex: Mutex<State>

    package init(_ state: State) { mutex = Mutex(state) }

    /// Calls `body` with exclusive access to the state. A nested call deadlocks.
    package func withLock<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        mutex.withLock { state in
            let lock: UnsafeMutableRawPointer = Unmanaged.passUnretained(self).toOpaque()
            synann_lock_taken(lock)
            defer { synann_lock_releasing(lock) }
            return body(&state)
        }
    }
}
