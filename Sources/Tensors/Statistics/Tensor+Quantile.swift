/// How a quantile between two elements is computed: the nine definitions of Hyndman and Fan, "Sample quantiles in
/// statistical packages", 1996, and NumPy's four simpler ones.
public enum QuantileMethod: String, Sendable, Hashable, CaseIterable {
    /// Definition 1: the inverse of the empirical distribution function.
    case invertedCDF
    /// Definition 2: as 1, with the mean of two elements at a jump.
    case averagedInvertedCDF
    /// Definition 3: the nearest even order statistic.
    case closestObservation
    /// Definition 4: linear interpolation of the empirical distribution function.
    case interpolatedInvertedCDF
    /// Definition 5: linear interpolation where the distribution function passes the middles of its steps.
    case hazen
    /// Definition 6: the element i is the quantile of i / (n + 1).
    case weibull
    /// Definition 7, the default of NumPy and R: the element i is the quantile of (i − 1) / (n − 1).
    case linear
    /// Definition 8: approximately median-unbiased for every distribution.
    case medianUnbiased
    /// Definition 9: approximately unbiased for the normal distribution.
    case normalUnbiased
    /// The lower of the two elements of `linear`.
    case lower
    /// The higher of the two elements of `linear`.
    case higher
    /// The mean of the two elements of `linear`.
    case midpoint
    /// The nearest of the two elements of `linear`; the one at an even position if both are equally near.
    case nearest

    /// The position of the quantile q among n sorted elements, counted from 0: between two elements if not whole.
    fileprivate func position(of q: Double, count n: Int) -> Double {
        let n = Double(n)
        func virtual(_ alpha: Double, _ beta: Double) -> Double { n * q + (alpha + q * (1 - alpha - beta)) - 1 }
        switch self {
        case .invertedCDF: return (n * q).rounded(.up) - 1
        case .averagedInvertedCDF:
            let place: Double = n * q - 1
            return place == place.rounded(.down) ? place + 0.5 : place.rounded(.up)
        case .closestObservation: return Self.closestObservation(n * q - 1.5)
        case .interpolatedInvertedCDF: return virtual(0, 1)
        case .hazen: return virtual(0.5, 0.5)
        case .weibull: return virtual(0, 0)
        case .medianUnbiased: return virtual(1 / 3.0, 1 / 3.0)
        case .normalUnbiased: return virtual(3 / 8.0, 3 / 8.0)
        case .linear: return (n - 1) * q
        case .lower: return ((n - 1) * q).rounded(.down)
        case .higher: return ((n - 1) * q).rounded(.up)
        case .midpoint:
            let place: Double = (n - 1) * q
            return 0.5 * (place.rounded(.down) + place.rounded(.up))
        case .nearest: return ((n - 1) * q).rounded(.toNearestOrEven)
        }
    }

    /// The element at or above a position, the even one of two if the position is whole.
    private static func closestObservation(_ place: Double) -> Double {
        let lower: Double = place.rounded(.down)
        let isExact: Bool = place == lower && lower.truncatingRemainder(dividingBy: 2) == 1
        return isExact ? lower : lower + 1
    }
}

extension Tensor where Scalar: RealScalar {
    /// The quantile of every probability along an axis, or of all elements without an axis. Differentiable with respect
    /// to the elements. NaN if an element is NaN, or if there are no elements.
    ///
    /// - Parameters:
    ///   - probabilities: The probabilities, a vector. A probability outside of [0, 1], such as NaN, traps.
    ///   - axis: The axis; a negative one counts from the end. `nil` for all elements.
    ///   - method: How a quantile between two elements is computed.
    ///   - keepDims: Whether the result has the reduced axis with length 1.
    /// - Returns: One tensor of quantiles for each probability, stacked along a new first axis.
    public func quantiles(
        _ probabilities: [Double], axis: Int? = nil, method: QuantileMethod = .linear, keepDims: Bool = false
    ) -> Tensor {
        require(
            probabilities.allSatisfy { (0 ... 1).contains($0) },
            "quantiles: the probabilities \(probabilities) are not all in 0 ... 1")
        let source: Tensor = axis == nil ? reshaped(to: [count] as Shape) : self
        let reduced: Int = axis.map { shape.normalized(axis: $0) } ?? 0
        var kept: Shape = source.shape.removing(axes: [reduced], keepDimensions: keepDims)
        if axis == nil, keepDims { kept = Shape([Int](repeating: 1, count: rank)) }
        let length: Int = source.shape.dimensions[reduced]
        if length == 0 { return Tensor(repeating: .nan, shape: Shape([probabilities.count] + kept.dimensions)) }
        let sorted: Tensor = source.sorted(axis: reduced)
        // NaN is the last element, if there is any: its product with 0 makes every quantile NaN.
        let poison: Tensor = sorted.narrowed(axis: reduced, to: length - 1 ..< length).isNaNAsNumber()
        let parts: [Tensor] = probabilities.map { probability in
            let place: Double = Swift.min(
                Swift.max(method.position(of: probability, count: length), 0), Double(length - 1))
            let below = Int(place.rounded(.down))
            let fraction = Scalar(place - place.rounded(.down))
            let low: Tensor = sorted.narrowed(axis: reduced, to: below ..< below + 1)
            let high: Tensor = sorted.narrowed(
                axis: reduced, to: Swift.min(below + 1, length - 1) ..< Swift.min(below + 1, length - 1) + 1)
            return Self.interpolated(low, high, fraction) + poison
        }
        return Tensor(stacking: parts.map { $0.reshaped(to: kept) })
    }

    /// The quantile of one probability: see `quantiles(_:axis:method:keepDims:)`.
    public func quantile(
        _ probability: Double, axis: Int? = nil, method: QuantileMethod = .linear, keepDims: Bool = false
    ) -> Tensor {
        quantiles([probability], axis: axis, method: method, keepDims: keepDims)[0]
    }

    /// The median along an axis, or of all elements without an axis: the middle element, or the mean of both.
    /// Differentiable. NaN if an element is NaN, or if there are no elements.
    public func median(axis: Int? = nil, keepDims: Bool = false) -> Tensor {
        quantile(0.5, axis: axis, keepDims: keepDims)
    }

    /// low + fraction · (high − low), exact at both ends. An element is itself, even if its neighbour is infinite.
    private static func interpolated(_ low: Tensor, _ high: Tensor, _ fraction: Scalar) -> Tensor {
        if fraction == 0 { return low }
        return fraction < 0.5 ? low + (high - low) * fraction : high - (high - low) * (1 - fraction)
    }

    /// NaN where an element is NaN, else 0.
    private func isNaNAsNumber() -> Tensor { select(asConstant().isNaN(), Tensor(.nan), Tensor(0)) }
}
