internal import CKernels
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The helper threads, which compute the chunks of a job together with the calling thread. Only a single job runs at a
/// time.
///
/// A job consists of a number of chunks and a body. Each thread starts on a contiguous share of the chunks. The share
/// is the same in every job with the same numbers of chunks and threads, because the cache of the thread's core may
/// still contain what the thread wrote in the previous job. A thread that has finished its share takes chunks from the
/// other shares. So any thread may compute a chunk, and the result of the chunk must not depend on the thread. The
/// caller never waits for a helper that has not entered the job. A helper enters by incrementing `active`, then checks
/// that the job is still open, and finally leaves by decrementing `active`.
final class ThreadPool: @unchecked Sendable {
    static let shared = ThreadPool()

    // The caller writes the following three properties while the job is closed and no helper is active. Helpers read
    // these properties while the job is open.
    private var body: ((Int) -> Void)?
    private var chunkCount = 0
    private var shareCount = 1

    private let isOpen = Atomic<Bool>(false)
    private let active = Atomic<Int>(0)
    /// The number of chunks of each share that threads have started.
    private var taken = UnsafeMutablePointer<ShareCounter>.allocate(capacity: 0)
    private var takenCapacity = 0
    private let generation = Atomic<Int>(0)
    private let isBusy = Atomic<Bool>(false)
    private let helperLimit = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let callerSleeps = Atomic<Bool>(false)
    private var helperCount = 0
    /// The greatest number of helpers: `Int.max` until the system has refused to start a helper.
    private var possibleHelpers = Int.max

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wakeUp = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let allDone = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// The number of times that a helper looks for the next job before it sleeps. The search takes about 200 µs. This
    /// is longer than the pauses between the jobs of a training step, and too short to keep a core busy visibly.
    private static let spinCount = 8_000
    /// The number of times that the caller checks whether the helpers are done before it sleeps. The checks take about
    /// 50 µs, which is more than the usual difference between the times of two chunks.
    private static let closingSpinCount = 2_000

    private init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wakeUp, nil)
        pthread_cond_init(allDone, nil)
    }

    /// Runs `body` for every chunk in `0 ..< chunkCount`, on up to `threadCount` threads, and returns when all chunks
    /// are done. A job that starts while another job runs (from a chunk, or from another thread) uses only the calling
    /// thread, as does every job inside `Parallelism.withoutHelpers`.
    func run(chunkCount: Int, threadCount: Int, body: (Int) -> Void) {
        guard chunkCount > 1, threadCount > 1, !synann_is_serial(), !isBusy.exchange(true, ordering: .acquiring) else {
            for chunk in 0 ..< chunkCount { body(chunk) }
            return
        }
        // A helper without a chunk would only delay the end of the job.
        let used: Int = min(threadCount, chunkCount)
        startHelpers(used - 1)
        withoutActuallyEscaping(body) { body in
            open(chunkCount: chunkCount, threadCount: used, body: body)
            takeChunks(body, 0)
            close()
        }
        isBusy.store(false, ordering: .releasing)
    }

    private func open(chunkCount: Int, threadCount: Int, body: @escaping (Int) -> Void) {
        self.body = body
        (self.chunkCount, shareCount) = (chunkCount, threadCount)
        for share in 0 ..< threadCount { taken[share].count.store(0, ordering: .relaxed) }
        isOpen.store(true, ordering: .sequentiallyConsistent)
        generation.add(1, ordering: .sequentiallyConsistent)
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(wakeUp)
        pthread_mutex_unlock(mutex)
    }

    /// Closes the job and waits until all helpers have left the job.
    private func close() {
        isOpen.store(false, ordering: .sequentiallyConsistent)
        var attempts = 0
        while active.load(ordering: .sequentiallyConsistent) != 0 && attempts < Self.closingSpinCount {
            synann_spin_pause()
            attempts += 1
        }
        if active.load(ordering: .sequentiallyConsistent) != 0 { sleepUntilHelpersAreDone() }
        body = nil
    }

    /// Sleeps until all helpers have left the job. If other programs use the cores too, a helper may be waiting for the
    /// core that this thread uses.
    private func sleepUntilHelpersAreDone() {
        pthread_mutex_lock(mutex)
        callerSleeps.store(true, ordering: .sequentiallyConsistent)
        while active.load(ordering: .sequentiallyConsistent) != 0 { pthread_cond_wait(allDone, mutex) }
        callerSleeps.store(false, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(mutex)
    }

    /// Leaves the job, and wakes the caller if no other helper is in the job.
    private func leave() {
        let others: Int = active.subtract(1, ordering: .sequentiallyConsistent).newValue
        guard others == 0, callerSleeps.load(ordering: .sequentiallyConsistent) else { return }
        pthread_mutex_lock(mutex)
        pthread_cond_signal(allDone)
        pthread_mutex_unlock(mutex)
    }

    /// Runs `body` for the chunks of the share with the number `thread`, then for the remaining chunks of the other
    /// shares.
    private func takeChunks(_ body: (Int) -> Void, _ thread: Int) {
        let (chunkCount, shareCount): (Int, Int) = (chunkCount, shareCount)
        for step in 0 ..< shareCount {
            let share: Int = (thread + step) % shareCount
            let (start, end): (Int, Int) = (share * chunkCount / shareCount, (share + 1) * chunkCount / shareCount)
            while true {
                let chunk: Int = start + taken[share].count.add(1, ordering: .relaxed).oldValue
                guard chunk < end else { break }
                body(chunk)
            }
        }
    }

    /// Creates counters for `count` shares, unless there are enough. The caller must ensure that no job is open.
    private func makeShares(_ count: Int) {
        guard count > takenCapacity else { return }
        // Helpers read the counters only in an open job, and `close` has waited for all helpers of the last job.
        taken.deallocate()
        taken = .allocate(capacity: count)
        for share in 0 ..< count { (taken + share).initialize(to: ShareCounter()) }
        takenCapacity = count
    }

    private func startHelpers(_ count: Int) {
        makeShares(count + 1)
        helperLimit.store(count, ordering: .relaxed)
        while helperCount < min(count, possibleHelpers) {
            let index: Int = helperCount
            // If the system refuses to start a thread, the existing threads do the work of the missing thread.
            guard startThread({ [self] in help(index) }) else {
                possibleHelpers = index
                return
            }
            helperCount += 1
        }
    }

    private func help(_ index: Int) -> Never {
        var seen = 0
        while true {
            seen = waitForJob(after: seen)
            guard index < helperLimit.load(ordering: .relaxed) else { continue }
            active.add(1, ordering: .sequentiallyConsistent)
            joinOpenJob(index + 1)
            leave()
        }
    }

    /// Computes chunks as the thread with the number `thread`, if the job is still open.
    ///
    /// The code is in a separate function, because the last reference to the job's body must be released before the
    /// helper leaves the job. The body exists only during the call that opened the job.
    @inline(never)
    private func joinOpenJob(_ thread: Int) {
        guard isOpen.load(ordering: .sequentiallyConsistent), let body else { return }
        takeChunks(body, thread)
    }

    /// Waits until the number of the last job, `generation`, differs from `seen`, and returns that number.
    private func waitForJob(after seen: Int) -> Int {
        for _ in 0 ..< Self.spinCount {
            let current: Int = generation.load(ordering: .acquiring)
            if current != seen { return current }
            synann_spin_pause()
        }
        pthread_mutex_lock(mutex)
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while generation.load(ordering: .sequentiallyConsistent) == seen { pthread_cond_wait(wakeUp, mutex) }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(mutex)
        return generation.load(ordering: .acquiring)
    }
}

/// A counter on a separate cache line. If several counters shared a line, each write would slow down the other threads.
private struct ShareCounter: ~Copyable {
    let count = Atomic<Int>(0)
    private let padding: (Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0)
}

/// The body of a thread, as an object whose address can be passed through the C interface.
private final class ThreadBody {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}

#if canImport(Glibc)
private typealias ThreadArgument = UnsafeMutableRawPointer?
#else
private typealias ThreadArgument = UnsafeMutableRawPointer
#endif

/// Starts a thread that calls `run`. Returns false if the system refuses to start a thread.
private func startThread(_ run: @escaping () -> Void) -> Bool {
    let body = Unmanaged.passRetained(ThreadBody(run))
    let argument = body.toOpaque()
    let entry: @convention(c) (ThreadArgument) -> UnsafeMutableRawPointer? = { argument in
        let address: UnsafeMutableRawPointer? = argument
        if let address { Unmanaged<ThreadBody>.fromOpaque(address).takeRetainedValue().run() }
        return nil
    }
    #if canImport(Glibc)
    var thread: pthread_t = 0
    #else
    var thread: pthread_t?
    #endif
    let status: Int32 = pthread_create(&thread, nil, entry, argument)
    guard status == 0 else {
        body.release()
        return false
    }
    pthread_detach(thread)
    return true
}
