internal import COpenBLAS
import Synchronization

/// Who may use OpenBLAS's own threads: nobody, but for large factorizations, which cannot be cut from outside.
package enum BLASThreads {
    /// How many calls of `withAll` are under way.
    private static let users = Mutex<Int>(0)

    /// OpenBLAS computes on the calling thread from now on: see `Parallelism`.
    package static func prepare() { setUp }

    private static let setUp: Void = openblas_set_num_threads(1)

    /// Runs `body` with `Parallelism.threadCount` threads in OpenBLAS. The last bits of what it computes may depend
    /// on their number. A matrix product that runs on another thread meanwhile may use them too.
    package static func withAll<Result>(_ body: () -> Result) -> Result {
        prepare()
        let threads = Int32(clamping: Parallelism.threadCount)
        if threads > 1 {
            users.withLock { users in
                users += 1
                openblas_set_num_threads(threads)
            }
        }
        defer {
            if threads > 1 {
                users.withLock { users in
                    users -= 1
                    if users == 0 { openblas_set_num_threads(1) }
                }
            }
        }
        return body()
    }
}
