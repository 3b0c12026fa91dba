import Tensors

/// A point of a line search. The parameters at this point are the parameters before the search plus `length` times the
/// direction of the search.
struct LinePoint {
    let length: Double
    let value: Double
    let gradient: Tensor<Double>
    /// The derivative of the loss along the direction.
    let slope: Double
}

/// A search along a line for a point that satisfies the strong Wolfe conditions. A point is the vector of the
/// parameters at the start plus length · direction. Let s be the magnitude of the slope at the start. The first
/// condition is that the loss at the point is less than the loss at the start by at least 10⁻⁴ · length · s. The second
/// condition is that the magnitude of the slope at the point is at most 0.9 · s.
///
/// The search computes the same numbers as PyTorch's search (`torch.optim.lbfgs._strong_wolfe`), with a single
/// difference: a NaN loss counts as too great.
struct StrongWolfeSearch {
    private static let sufficientDecrease = 1e-4
    private static let curvature = 0.9

    let start: LinePoint
    let greatestDirection: Double
    let changeTolerance: Double
    let maximumEvaluations: Int

    /// Returns a point that satisfies the strong Wolfe conditions, and the number of evaluations, which is at most
    /// `maximumEvaluations` + 1. If the search finds no such point, the method returns a point whose loss is not above
    /// the loss at the start. `length` is the first length to try, and `evaluate` returns the point at a length.
    func minimum(
        from length: Double, evaluate: (Double) -> LinePoint
    ) -> (point: LinePoint, evaluations: Int) {
        var (trial, previous, step): (LinePoint, LinePoint, Int) = (evaluate(length), start, 0)
        while step < maximumEvaluations {
            if !isLowEnough(trial) || step > 1 && trial.value >= previous.value || trial.slope >= 0 && !isFlat(trial) {
                return narrowed([previous, trial], step, evaluate)
            }
            if isFlat(trial) { return (trial, step + 1) }
            let next: Double = cubicMinimum(
                previous, trial,
                within: trial.length + 0.01 * (trial.length - previous.length) ... trial.length * 10)
            (previous, trial) = (trial, evaluate(next))
            step += 1
        }
        return (trial.value < start.value ? trial : start, step + 1)
    }

    /// Narrows the interval between the two points `ends` until a point satisfies the strong Wolfe conditions, and
    /// returns this point and the number of evaluations. If the search finds no such point, the function returns the
    /// end with the lower loss. `stepsMade` is the number of evaluations before the call, minus 1.
    private func narrowed(
        _ ends: [LinePoint], _ stepsMade: Int, _ evaluate: (Double) -> LinePoint
    ) -> (point: LinePoint, evaluations: Int) {
        var (bracket, step, wasNearAnEnd) = (ends, stepsMade, false)
        var low: Int = bracket[1].value < bracket[0].value ? 1 : 0
        while step < maximumEvaluations {
            let lower: Double = min(bracket[0].length, bracket[1].length)
            let upper: Double = max(bracket[0].length, bracket[1].length)
            if (upper - lower) * greatestDirection < changeTolerance { break }
            var length: Double = cubicMinimum(bracket[0], bracket[1], within: lower ... upper)
            // A second successive point near an end would make no progress. The search moves such a point to a distance
            // of a tenth of the interval from the end.
            let margin: Double = 0.1 * (upper - lower)
            let isNearAnEnd: Bool = min(upper - length, length - lower) < margin
            let isMoved: Bool = isNearAnEnd && (wasNearAnEnd || length >= upper || length <= lower)
            if isMoved { length = upper - length < length - lower ? upper - margin : lower + margin }
            wasNearAnEnd = isNearAnEnd && !isMoved
            let trial: LinePoint = evaluate(length)
            step += 1
            if !isLowEnough(trial) || !(trial.value < bracket[low].value) {
                bracket[1 - low] = trial
                low = bracket[1].value < bracket[0].value ? 1 : 0
            } else {
                let isDone: Bool = isFlat(trial)
                if !isDone, trial.slope * (bracket[1 - low].length - bracket[low].length) >= 0 {
                    bracket[1 - low] = bracket[low]
                }
                bracket[low] = trial
                if isDone { break }
            }
        }
        return (bracket[low], step + 1)
    }

    private func isLowEnough(_ point: LinePoint) -> Bool {
        point.value <= start.value + Self.sufficientDecrease * point.length * start.slope
    }

    private func isFlat(_ point: LinePoint) -> Bool { abs(point.slope) <= -Self.curvature * start.slope }

    /// Returns the length at the minimum of the cubic polynomial that has the values and slopes of a and b, limited to
    /// the range. Returns the middle of the range if the polynomial has no minimum.
    private func cubicMinimum(_ a: LinePoint, _ b: LinePoint, within range: ClosedRange<Double>) -> Double {
        let (a, b): (LinePoint, LinePoint) = a.length <= b.length ? (a, b) : (b, a)
        let first: Double = a.slope + b.slope - 3 * (a.value - b.value) / (a.length - b.length)
        let root: Double = (first * first - a.slope * b.slope).squareRoot()
        let fraction: Double = (b.slope + root - first) / (b.slope - a.slope + 2 * root)
        let length: Double = b.length - (b.length - a.length) * fraction
        guard length.isFinite else { return (range.lowerBound + range.upperBound) / 2 }
        return min(max(length, range.lowerBound), range.upperBound)
    }
}
