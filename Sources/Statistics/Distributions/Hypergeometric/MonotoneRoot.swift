/// Returns the root of an increasing function. The function must change its sign; otherwise the search does not end.
/// The error of the root is at most `tolerance` plus two units in the last place of the root.
///
/// The search starts at `start`. The first step has the length `step`, and each further step is twice as long, until
/// two points bracket the root. Then inverse quadratic interpolation narrows the bracket, or bisection where
/// interpolation is not safe. The search ends, because every pass shrinks the bracket. A rounding error of the function
/// moves the root further, by the rounding error divided by the derivative of the function.
///
/// Source: T. R. Chandrupatla, "A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function
/// without using derivatives", Advances in Engineering Software 28 (1997) 145–149.
func rootOfRising(
    near start: Double, step: Double, tolerance: Double, _ function: (Double) -> Double
) -> Double {
    var (newest, other): (Point, Point) = bracket(near: start, step: step, function)
    var fraction = 0.5
    while true {
        let x: Double = newest.x + fraction * (other.x - newest.x)
        let point = Point(x: x, value: function(x))
        let oldest: Point
        if (point.value < 0) == (newest.value < 0) {
            oldest = newest
        } else {
            (oldest, other) = (other, newest)
        }
        newest = point
        let width: Double = abs(other.x - newest.x)
        let best: Point = abs(newest.value) < abs(other.value) ? newest : other
        let reached: Double = tolerance + 2 * best.x.ulp
        if best.value == 0 || width <= reached { return best.x }
        fraction = nextFraction(newest, other, oldest, margin: reached / width / 2)
    }
}

/// A point of the graph of the function.
private struct Point {
    let x: Double
    let value: Double
}

/// Returns two points between which the function changes its sign. The search starts at `start`; the first step has the
/// length `step`, and each further step is twice as long. The search does not end if the function does not change its
/// sign.
private func bracket(near start: Double, step: Double, _ function: (Double) -> Double) -> (Point, Point) {
    var last = Point(x: start, value: function(start))
    let direction: Double = last.value < 0 ? 1 : -1
    var width: Double = step
    while true {
        let x: Double = last.x + direction * width
        let next = Point(x: x, value: function(x))
        if (next.value < 0) != (last.value < 0) { return (next, last) }
        (last, width) = (next, width * 2)
    }
}

/// Returns the position of the next point as a fraction of the distance from `newest` to `other`, at least `margin` and
/// at most 1 − `margin`. The fraction is ½ if inverse quadratic interpolation through the three given points is not
/// safe.
private func nextFraction(_ newest: Point, _ other: Point, _ oldest: Point, margin: Double) -> Double {
    let xi: Double = (newest.x - other.x) / (oldest.x - other.x)
    let phi: Double = (newest.value - other.value) / (oldest.value - other.value)
    // This is Chandrupatla's condition for inverse quadratic interpolation to be monotone in the bracket.
    guard phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi else { return 0.5 }
    let first: Double = newest.value / (other.value - newest.value) * oldest.value / (other.value - oldest.value)
    let scale: Double = (oldest.x - newest.x) / (other.x - newest.x)
    let second: Double = newest.value / (oldest.value - newest.value) * other.value / (oldest.value - other.value)
    return min(1 - margin, max(margin, first + scale * second))
}
