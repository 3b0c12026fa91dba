/// The durations of the repetitions of a piece of work.
public struct Timing: Sendable {
    /// The durations in milliseconds, in ascending order.
    private let times: [Double]

    init(_ durations: [Duration]) { times = durations.map { $0 / .milliseconds(1) }.sorted() }

    public var minimum: Double { times[0] }
    public var median: Double { times[times.count / 2] }
}

/// Measures pieces of work alternately (a, b, c, a, b, c, …), so that other load on the machine affects all pieces.
/// Returns the timing of each piece.
///
/// First, each piece runs once without measurement, to map memory and to warm the caches. Then each piece runs at least
/// five times, and until the sum of all measured durations reaches `seconds`.
public func measureInterleaved(seconds: Double, _ works: [() -> Void]) -> [Timing] {
    let clock = ContinuousClock()
    return measureTimed(seconds: seconds, works.map { work in { clock.measure(work) } })
}

/// Measures pieces of work that return their own duration, in the manner of `measureInterleaved`. Use this function if
/// a part of the work must not be measured.
public func measureTimed(seconds: Double, _ works: [() -> Duration]) -> [Timing] {
    works.forEach { _ = $0() }
    var durations = [[Duration]](repeating: [], count: works.count)
    var total: Duration = .zero
    while durations[0].count < 5 || total < .seconds(seconds) {
        for (index, work) in works.enumerated() {
            let duration: Duration = work()
            durations[index].append(duration)
            total += duration
        }
    }
    return durations.map(Timing.init)
}

/// Uses the value, so that the compiler does not remove the work that computes the value.
@inline(never)
public func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
