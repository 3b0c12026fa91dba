/// The times of the repetitions of a piece of work.
public struct Timing: Sendable {
    /// The times in milliseconds, in ascending order.
    private let times: [Double]

    init(_ durations: [Duration]) { times = durations.map { $0 / .milliseconds(1) }.sorted() }

    public var minimum: Double { times[0] }
    public var median: Double { times[times.count / 2] }
}

/// Measures pieces of work alternately (a, b, c, a, b, c, …), so that other load on the machine affects all of them.
///
/// Each piece runs once to map memory and warm caches and clocks, then at least five times, until the measured time of
/// all pieces reaches `seconds`.
public func measureInterleaved(seconds: Double, _ works: [() -> Void]) -> [Timing] {
    let clock = ContinuousClock()
    return measureTimed(seconds: seconds, works.map { work in { clock.measure(work) } })
}

/// Measures work that answers its own time, for work with parts that do not count.
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

/// Prevents the compiler from removing work whose result is unused.
@inline(never)
public func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
