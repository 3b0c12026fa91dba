internal import CKernels
internal import COpenBLAS
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The number of threads that the library uses, and the functions that run work on these threads.
///
/// The library divides work into chunks. The order of the operations for an element depends only on the shapes, neither
/// on the thread nor on the number of threads, so results have the same bits at every thread count. OpenBLAS runs on
/// the calling thread. The library splits matrix products itself, because the split of OpenBLAS depends on the thread
/// count, and the rounding depends on the split.
public enum Parallelism {
    /// The greatest possible number of threads. Each thread needs a stack and time to look for work, so an unlimited
    /// number of threads could stop the machine.
    public static let greatestThreadCount = 1024

    private static let count = Atomic<Int>(initialThreadCount())

    /// The number of threads, from 1 to `greatestThreadCount`. Traps if the property is set to another number.
    ///
    /// The initial value is the value of the environment variable `SYNANN_NUM_THREADS`, or the number of cores on
    /// which the system lets the process run if the variable is not set or empty. The library ignores an invalid value
    /// of the variable and writes a warning to standard error. If the system refuses to start a thread, fewer threads
    /// compute the same results.
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
        let cores: Int = min(max(1, synann_usable_core_count()), greatestThreadCount)
        let wanted: String? = getenv("SYNANN_NUM_THREADS").map { String(cString: $0) }
        let (count, warning): (Int, String?) = threadCount(named: wanted, cores: cores)
        if let warning {
            let bytes: [UInt8] = Array((warning + "\n").utf8)
            _ = write(STDERR_FILENO, bytes, bytes.count)
        }
        return count
    }

    /// Returns the number of threads for `text`, the value of `SYNANN_NUM_THREADS`. If the value is missing, empty or
    /// invalid, this number is `cores`. The warning is `nil` unless the value is invalid.
    package static func threadCount(named text: String?, cores: Int) -> (count: Int, warning: String?) {
        guard let text, !text.isEmpty else { return (cores, nil) }
        if let wanted = Int(text), wanted >= 1, wanted <= greatestThreadCount { return (wanted, nil) }
        return (
            cores,
            "SYNANN_NUM_THREADS is '\(text)', which is no number between 1 and \(greatestThreadCount): "
                + "computing with \(cores), one for each core."
        )
    }

    /// The number of elements in a chunk of elementwise work. The number is large enough to make the cost of starting a
    /// chunk negligible, and small enough to balance the load of the threads.
    package static let elementsPerChunk = 1 << 15

    /// Runs `body` for each chunk in `0 ..< chunkCount`, in any order and on any of the library's threads. Returns when
    /// all chunks are done. The caller must choose chunks that do not depend on the thread count.
    package static func forEachChunk(_ chunkCount: Int, _ body: (Int) -> Void) {
        ThreadPool.shared.run(chunkCount: chunkCount, threadCount: threadCount, body: body)
    }

    /// Runs `body`, and returns its result. All work inside `body` is done on the calling thread. A thread that prepares
    /// data beside a training uses this method, so that the helper threads remain free for the training.
    package static func withoutHelpers<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let before: Bool = synann_is_serial()
        synann_set_serial(true)
        defer { synann_set_serial(before) }
        return try body()
    }

    /// Divides `0 ..< count` into ranges of `length` positions, and runs `body` for each range as `forEachChunk` does.
    /// `length` must be positive. The last range may be shorter.
    package static func forEachRange(of count: Int, length: Int, _ body: (Range<Int>) -> Void) {
        guard count > 0 else { return }
        if count <= length { return body(0 ..< count) }
        let chunkCount: Int = (count + length - 1) / length
        forEachChunk(chunkCount) { chunk in
            let start: Int = chunk * length
            body(start ..< min(start + length, count))
        }
    }
}
