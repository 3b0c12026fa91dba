/// How long a piece of work took, over its repetitions.
public struct Timing: Sendable {
    /// Sorted, in milliseconds.
    private let times: [Double]

    init(_ durations: [Duration]) { times = durations.map { $0 / .milliseconds(1) }.sorted() }

    public var minimum: Double { times[0] }
    public var median: Double { times[times.count / 2] }
}

/// Measures pieces of work in turn (a, b, c, a, b, c, …), so that what happens on the machine meanwhile meets them all.
///
/// Each runs once before, so that memory is mapped and caches and clocks are warm, and at least five times, until the
/// measured time reaches `seconds` for all of them together.
public func measureInterleaved(seconds: Double, _ works: [() -> Void]) -> [Timing] {
    let clock = ContinuousClock()
    return measureTimed(seconds: seconds, works.map { work in { clock.measure(work) } })
}

/// The same for work that says itself how long the part took that counts.
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

/// Keeps the compiler from dropping work whose result nobody looks at.
@inline(never)
public func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
