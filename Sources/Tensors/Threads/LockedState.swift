internal import CKernels
import Synchronization

/// State that one thread at a time may use: the standard library's `Mutex`, made known to the thread sanitizer.
package final class LockedState<State: Sendable>: Sendable {
    private let mutex: Mutex<State>

    package init(_ state: State) { mutex = Mutex(state) }

    /// Calls `body` with the state, while no other thread has it. Calls must not be nested.
    package func withLock<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
        mutex.withLock { state in
            let lock: UnsafeMutableRawPointer = Unmanaged.passUnretained(self).toOpaque()
            synann_lock_taken(lock)
            defer { synann_lock_releasing(lock) }
            return body(&state)
        }
    }
}
