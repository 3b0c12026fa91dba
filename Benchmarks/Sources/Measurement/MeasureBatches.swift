/// Measures a piece of work of any duration, also of less than a microsecond.
///
/// The work runs in batches, and each batch takes at least a tenth of a millisecond. The timing contains the duration
/// of a batch divided by its number of runs, less the duration of an empty closure. There are at least three batches,
/// and they take about `seconds` in total. A piece of work that takes longer than `seconds` runs twice.
public func measureBatches(seconds: Double, _ work: () -> Void) -> Timing {
    let clock = ContinuousClock()
    // The first run maps memory and warms the caches.
    let first: Duration = clock.measure(work)
    if first > .seconds(seconds) {
        return Timing([clock.measure(work)])
    }
    let count: Int = runsPerBatch(clock, work)
    var durations: [Duration] = []
    var total: Duration = .zero
    while durations.count < 3 || total < .seconds(seconds) {
        let duration: Duration = clock.measure { repeated(count, work) }
        durations.append(duration / count)
        total += duration
    }
    let empty: Duration = clock.measure { repeated(10_000, {}) } / 10_000
    return Timing(durations.map { $0 > empty ? $0 - empty : .zero })
}

/// Returns the least power of two of runs that take at least a tenth of a millisecond.
private func runsPerBatch(_ clock: ContinuousClock, _ work: () -> Void) -> Int {
    var count = 1
    while clock.measure({ repeated(count, work) }) < .microseconds(100) { count *= 2 }
    return count
}

/// Runs the work `count` times. The compiler must not see into the closure: it would remove an empty one.
@inline(never)
private func repeated(_ count: Int, _ work: () -> Void) {
    for _ in 0 ..< count { work() }
}
