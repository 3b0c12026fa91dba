internal import CKernels
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Threads that help the calling thread through the chunks of one job at a time.
///
/// A job is a count of chunks and a body. Each thread begins with a share of its own, neighbouring chunks, the same in jobs of
/// as many: what it wrote in one job, its core's cache may hold in the next. Whoever is through takes chunks from the
/// others' shares, so which thread computes a chunk varies; what a chunk computes must not depend on it. The caller never
/// waits for a helper that has not begun: helpers enter a job (`active`), look whether it is still open, and leave.
final class ThreadPool: @unchecked Sendable {
    static let shared = ThreadPool()

    // Written by the caller while the job is closed and no helper is active; read by helpers while it is open.
    private var body: ((Int) -> Void)?
    private var chunkCount = 0
    private var shareCount = 1

    private let isOpen = Atomic<Bool>(false)
    private let active = Atomic<Int>(0)
    /// The chunks of each share that have been taken.
    private var taken = UnsafeMutablePointer<ShareCounter>.allocate(capacity: 0)
    private var takenCapacity = 0
    private let generation = Atomic<Int>(0)
    private let isBusy = Atomic<Bool>(false)
    private let helperLimit = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let callerSleeps = Atomic<Bool>(false)
    private var helperCount = 0
    /// As many as the system allows, once it has refused one.
    private var possibleHelpers = Int.max

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wakeUp = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let allDone = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// How often a helper looks for the next job before it sleeps: some 200 µs, longer than the gaps within a
    /// training step and shorter than anything a user would notice as a busy core.
    private static let spinCount = 8_000
    /// How often the caller looks for the helpers' end before it sleeps: some 50 µs, more than chunks differ by.
    private static let closingSpinCount = 2_000

    private init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(wakeUp, nil)
        pthread_cond_init(allDone, nil)
    }

    /// Runs `body` for every chunk below `chunkCount`, on up to `threadCount` threads, and returns when all are done.
    /// A job begun while another one runs (from a chunk, or from another thread) runs on its own thread alone.
    func run(chunkCount: Int, threadCount: Int, body: (Int) -> Void) {
        guard chunkCount > 1, threadCount > 1, !isBusy.exchange(true, ordering: .acquiring) else {
            for chunk in 0 ..< chunkCount { body(chunk) }
            return
        }
        startHelpers(threadCount - 1)
        withoutActuallyEscaping(body) { body in
            open(chunkCount: chunkCount, threadCount: threadCount, body: body)
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

    private func close() {
        isOpen.store(false, ordering: .sequentiallyConsistent)
        var turns = 0
        while active.load(ordering: .sequentiallyConsistent) != 0 && turns < Self.closingSpinCount {
            synann_spin_pause()
            turns += 1
        }
        if active.load(ordering: .sequentiallyConsistent) != 0 { sleepUntilHelpersAreDone() }
        body = nil
    }

    /// Where other programs want the cores too, a helper may be waiting for this very one.
    private func sleepUntilHelpersAreDone() {
        pthread_mutex_lock(mutex)
        callerSleeps.store(true, ordering: .sequentiallyConsistent)
        while active.load(ordering: .sequentiallyConsistent) != 0 { pthread_cond_wait(allDone, mutex) }
        callerSleeps.store(false, ordering: .sequentiallyConsistent)
        pthread_mutex_unlock(mutex)
    }

    private func leave() {
        let others: Int = active.subtract(1, ordering: .sequentiallyConsistent).newValue
        guard others == 0, callerSleeps.load(ordering: .sequentiallyConsistent) else { return }
        pthread_mutex_lock(mutex)
        pthread_cond_signal(allDone)
        pthread_mutex_unlock(mutex)
    }

    /// First those of the thread's own share, then those that are left of the others.
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

    /// Called while no job is open.
    private func makeShares(_ count: Int) {
        guard count > takenCapacity else { return }
        // Helpers look at them in an open job alone, and the end of the last one waited for all that had entered it.
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
            // The threads that there are do the work of those that the system refuses.
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

    /// A function of its own, so that the last reference to the job's body is gone before the helper leaves the job:
    /// the body lives no longer than the call that opened it.
    @inline(never)
    private func joinOpenJob(_ thread: Int) {
        guard isOpen.load(ordering: .sequentiallyConsistent), let body else { return }
        takeChunks(body, thread)
    }

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

/// A counter with a cache line to itself, or counting would be a contest for the line.
private struct ShareCounter: ~Copyable {
    let count = Atomic<Int>(0)
    private let padding: (Int, Int, Int, Int, Int, Int, Int) = (0, 0, 0, 0, 0, 0, 0)
}

/// Holds a thread's body on its way through the C interface.
private final class ThreadBody {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
}

#if canImport(Glibc)
private typealias ThreadArgument = UnsafeMutableRawPointer?
#else
private typealias ThreadArgument = UnsafeMutableRawPointer
#endif

/// Whether the system gave a thread for `run`.
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
