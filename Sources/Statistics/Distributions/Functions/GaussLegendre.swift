import Foundation

/// The Gauss–Legendre rule with 64 points on [−1, 1]. The rule integrates polynomials up to degree 127 exactly.
enum GaussLegendre {
    static let points: [Double] = rule.map(\.point)
    static let weights: [Double] = rule.map(\.weight)

    private static let count = 64
    private static let rule: [(point: Double, weight: Double)] = (0 ..< count).map { index in
        var x: Double = cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
        var slope = 0.0
        // Newton's method starts from Tricomi's estimate. The last step only improves the slope.
        for _ in 0 ..< 6 {
            let (value, derivative): (Double, Double) = polynomial(at: x)
            slope = derivative
            x -= value / derivative
        }
        return (x, 2 / ((1 - x * x) * slope * slope))
    }

    /// Returns the value at `x` of the Legendre polynomial of degree `count`, and the value at `x` of its derivative.
    /// `x` is not ±1.
    private static func polynomial(at x: Double) -> (value: Double, derivative: Double) {
        var (former, value) = (1.0, x)
        for degree in 2 ... count {
            let n = Double(degree)
            (former, value) = (value, ((2 * n - 1) * x * value - (n - 1) * former) / n)
        }
        return (value, Double(count) * (x * value - former) / (x * x - 1))
    }
}
