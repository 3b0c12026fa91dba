internal import COpenBLAS
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// How many threads the library computes with.
///
/// Work is cut into chunks that depend on shapes alone, and a chunk is computed the same way by whichever thread
/// takes it, so results are the same bits at every thread count. OpenBLAS runs on the calling thread: the library
/// splits matrix products itself, because OpenBLAS's own split depends on the thread count and so do its roundings.
public enum Parallelism {
    private static let count = Atomic<Int>(initialThreadCount())

    /// The number of threads: at the start the value of `SYNANN_NUM_THREADS`, else the machine's cores. At least 1.
    public static var threadCount: Int {
        get { count.load(ordering: .relaxed) }
        set {
            require(newValue >= 1, "threadCount must be at least 1, not \(newValue)")
            count.store(newValue, ordering: .relaxed)
        }
    }

    private static func initialThreadCount() -> Int {
        if let text = getenv("SYNANN_NUM_THREADS"), let wanted = Int(String(cString: text)), wanted >= 1 {
            return wanted
        }
        return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Elements that one chunk of elementwise work holds: enough to outweigh handing it over, few enough for balance.
    package static let elementsPerChunk = 1 << 15

    /// Runs `body` for each chunk in `0 ..< chunkCount`, in any order and on any of the library's threads.
    /// The cut into chunks must not depend on the thread count.
    package static func forEachChunk(_ chunkCount: Int, _ body: (Int) -> Void) {
        ThreadPool.shared.run(chunkCount: chunkCount, threadCount: threadCount, body: body)
    }

    /// Cuts `0 ..< count` into ranges of `length` and runs `body` for each, as `forEachChunk` does.
    package static func forEachRange(of count: Int, length: Int, _ body: (Range<Int>) -> Void) {
        guard count > 0 else { return }
        let chunkCount: Int = (count + length - 1) / length
        forEachChunk(chunkCount) { chunk in
            let start: Int = chunk * length
            body(start ..< min(start + length, count))
        }
    }
}
