internal import COpenBLAS
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The number of threads inside OpenBLAS. The number is 1, except in large factorizations, which only OpenBLAS can
/// split.
///
/// OpenBLAS has a single thread count for the whole process, and the bits of a product depend on this count. So calls
/// that need a single thread (`withOne`, every matrix product) and calls that use all threads (`withAll`) exclude each
/// other.
package enum BLASThreads {
    /// The number of calls of `withOne` that run now.
    private static let callers = Atomic<Int>(0)
    /// Whether a call of `withAll` runs, or waits until all calls of `withOne` have ended.
    private static let isWide = Atomic<Bool>(false)
    /// A lock that `withAll` holds while it runs. `withOne` waits until the lock is free.
    private static let lock = Mutex<Void>(())

    /// Limits OpenBLAS to the calling thread, except during `withAll`. With several threads in OpenBLAS, the last bits
    /// of a product would depend on the thread count.
    package static func prepare() { setUp }

    private static let setUp: Void = openblas_set_num_threads(1)

    /// Runs `body` with a single thread in OpenBLAS, and returns the result of `body`. A call inside the body of
    /// `withAll` deadlocks or traps.
    package static func withOne<Result>(_ body: () -> Result) -> Result {
        callers.add(1, ordering: .sequentiallyConsistent)
        while isWide.load(ordering: .sequentiallyConsistent) {
            callers.subtract(1, ordering: .sequentiallyConsistent)
            lock.withLock { _ in }
            callers.add(1, ordering: .sequentiallyConsistent)
        }
        defer { callers.subtract(1, ordering: .releasing) }
        return body()
    }

    /// Runs `body` with `Parallelism.threadCount` threads in OpenBLAS, but at most `limit`, and returns the result of
    /// `body`. The last bits of the results of `body` may depend on the number of threads. Unless the number of threads
    /// is 1, a call inside the body of `withOne` or `withAll` deadlocks or traps.
    package static func withAll<Result>(limit: Int = .max, _ body: () -> Result) -> Result {
        prepare()
        let threads = Int32(clamping: min(limit, Parallelism.threadCount))
        guard threads > 1 else { return withOne(body) }
        return lock.withLock { _ in
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
