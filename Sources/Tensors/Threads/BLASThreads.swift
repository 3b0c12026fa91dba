internal import COpenBLAS
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Who may use OpenBLAS's own threads: nobody, but for large factorizations, which cannot be cut from outside.
///
/// Their number is one for the whole process, and the bits of a product depend on it. So calls that count on one thread
/// (`withOne`: every matrix product) and calls that take all (`withAll`) keep out of each other's way.
package enum BLASThreads {
    /// How many calls that count on one thread are under way.
    private static let callers = Atomic<Int>(0)
    /// Whether a call that takes all threads is under way, or waits for the others to end.
    private static let isWide = Atomic<Bool>(false)
    /// Held by the call that takes all threads; the others wait here for its end.
    private static let turn = Mutex<Void>(())

    /// OpenBLAS computes on the calling thread from now on: see `Parallelism`.
    package static func prepare() { setUp }

    private static let setUp: Void = openblas_set_num_threads(1)

    /// Runs `body`, in which OpenBLAS has one thread.
    package static func withOne<Result>(_ body: () -> Result) -> Result {
        callers.add(1, ordering: .sequentiallyConsistent)
        while isWide.load(ordering: .sequentiallyConsistent) {
            callers.subtract(1, ordering: .sequentiallyConsistent)
            turn.withLock { _ in }
            callers.add(1, ordering: .sequentiallyConsistent)
        }
        defer { callers.subtract(1, ordering: .releasing) }
        return body()
    }

    /// Runs `body` with `Parallelism.threadCount` threads in OpenBLAS. The last bits of what it computes may depend
    /// on their number.
    package static func withAll<Result>(_ body: () -> Result) -> Result {
        prepare()
        let threads = Int32(clamping: Parallelism.threadCount)
        guard threads > 1 else { return withOne(body) }
        return turn.withLock { _ in
            isWide.store(true, ordering: .sequentiallyConsistent)
            while callers.load(ordering: .sequentiallyConsistent) > 0 { sched_yield() }
            openblas_set_num_threads(threads)
            defer {
                openblas_set_num_threads(1)
                isWide.store(false, ordering: .sequentiallyConsistent)
            }
            return body()
        }
    }
}
