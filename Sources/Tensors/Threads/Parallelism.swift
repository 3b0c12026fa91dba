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
    /// The greatest number of threads: more than the cores of any machine that this library was made for. Each thread
    /// costs a stack and its turn to look for work, so a number without a bound could stop the machine.
    public static let greatestThreadCount = 1024

    private static let count = Atomic<Int>(initialThreadCount())

    /// The number of threads, from 1 to `greatestThreadCount`; another number traps. At the start it is the value of
    /// `SYNANN_NUM_THREADS`, else the machine's cores. A value of `SYNANN_NUM_THREADS` that is no such number is ignored,
    /// and a line on standard error says so. Where the system refuses a thread, fewer compute; the results are the same.
    public static var threadCount: Int {
        get { count.load(ordering: .relaxed) }
        set {
            require(
                newValue >= 1 && newValue <= greatestThreadCount,
                "threadCount must be between 1 and \(greatestThreadCount), not \(newValue)")
            count.store(newValue, ordering: .relaxed)
        }
    }

    private static func initialThreadCount() -> Int {
        let cores: Int = min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), greatestThreadCount)
        let wanted: String? = getenv("SYNANN_NUM_THREADS").map { String(cString: $0) }
        let (count, warning): (Int, String?) = threadCount(named: wanted, cores: cores)
        if let warning {
            let bytes: [UInt8] = Array((warning + "\n").utf8)
            _ = write(STDERR_FILENO, bytes, bytes.count)
        }
        return count
    }

    /// The number of threads that `SYNANN_NUM_THREADS` asks for, and what to say where it asks for none that is possible.
    package static func threadCount(named text: String?, cores: Int) -> (count: Int, warning: String?) {
        guard let text, !text.isEmpty else { return (cores, nil) }
        if let wanted = Int(text), wanted >= 1, wanted <= greatestThreadCount { return (wanted, nil) }
        return (
            cores,
            "SYNANN_NUM_THREADS is '\(text)', which is no number between 1 and \(greatestThreadCount): "
                + "computing with \(cores), one for each core."
        )
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
