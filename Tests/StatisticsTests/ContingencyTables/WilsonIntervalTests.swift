import Statistics
import Testing

@Suite("Wilson's interval")
struct WilsonIntervalTests {
    /// The numbers are those of statsmodels 0.15.0, `proportion_confint(k, n, method="wilson")`.
    @Test(arguments: [
        (8.0, 10.0, 0.4901624715366987, 0.9433178485456247), (0.0, 10.0, 0.0, 0.2775327998628892),
        (10.0, 10.0, 0.7224672001371107, 1.0), (45.0, 73.0, 0.5017408347468358, 0.719493903126487),
    ])
    func equalsStatsmodels(events: Double, trials: Double, lower: Double, upper: Double) {
        let interval = wilsonInterval(events: events, trials: trials)
        #expect(isClose(interval.lower, lower, 1e-12) && isClose(interval.upper, upper, 1e-12))
    }

    @Test func isEverythingWithoutTrials() {
        let interval = wilsonInterval(events: 0, trials: 0)
        #expect(interval.lower == 0 && interval.upper == 1)
    }
}
