/// The definition of a quantile that lies between two elements. There are the nine definitions of Hyndman and Fan,
/// "Sample quantiles in statistical packages", 1996, and four simpler definitions of NumPy. In the definitions, n is
/// the number of elements, and i counts the elements from 1, in ascending order.
public enum QuantileMethod: String, Sendable, Hashable, CaseIterable {
    /// Definition 1: the inverse of the empirical distribution function.
    case invertedCDF
    /// Definition 2: as `invertedCDF`, but the mean of two neighbouring elements if the empirical distribution function
    /// equals the probability between these elements.
    case averagedInvertedCDF
    /// Definition 3: the i-th least of n elements, where i is the whole number that is nearest to n · probability. If
    /// two whole numbers are equally near, i is the even number.
    case closestObservation
    /// Definition 4: linear interpolation of the empirical distribution function.
    case interpolatedInvertedCDF
    /// Definition 5: linear interpolation between the middles of the steps of the empirical distribution function.
    case hazen
    /// Definition 6: the i-th least of n elements is the quantile of the probability i / (n + 1), with linear
    /// interpolation between the elements.
    case weibull
    /// Definition 7, the default of NumPy and R: the i-th least of n elements is the quantile of the probability (i −
    /// 1) / (n − 1), with linear interpolation between the elements.
    case linear
    /// Definition 8: linear interpolation that is approximately median-unbiased for every distribution.
    case medianUnbiased
    /// Definition 9: linear interpolation that is approximately unbiased for the normal distribution.
    case normalUnbiased
    /// The lower of the two elements between which `linear` interpolates.
    case lower
    /// The higher of the two elements between which `linear` interpolates.
    case higher
    /// The mean of the two elements between which `linear` interpolates.
    case midpoint
    /// The nearer of the two elements between which `linear` interpolates. If the elements are equally near, the
    /// element at an even position, counted from 0.
    case nearest

    /// Returns the position of the quantile `q` among `n` sorted elements, counted from 0. A position that is not a
    /// whole number lies between two elements. The position may be outside of 0 … n − 1.
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

    /// Returns `place` if `place` is a whole odd number, otherwise the least whole number above `place`.
    private static func closestObservation(_ place: Double) -> Double {
        let lower: Double = place.rounded(.down)
        let isExact: Bool = place == lower && lower.truncatingRemainder(dividingBy: 2) == 1
        return isExact ? lower : lower + 1
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns the quantile for every probability along an axis, or of all elements without an axis. The quantile is
    /// NaN if an element is NaN, or if there are no elements. Differentiable with respect to the elements.
    ///
    /// - Parameters:
    ///   - probabilities: The probabilities. Traps if a probability is not in [0, 1], such as NaN.
    ///   - axis: The axis; a negative axis counts from the end. `nil` stands for all elements. Traps if the axis is out
    ///     of range.
    ///   - method: The definition of a quantile between two elements.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    /// - Returns: A tensor of quantiles for each probability, stacked along a new first axis.
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
        if length == 0 || probabilities.isEmpty {
            return Tensor(repeating: .nan, shape: Shape([probabilities.count] + kept.dimensions))
        }
        let sorted: Tensor = source.sorted(axis: reduced)
        // If an element is NaN, the last sorted element is NaN. The addition of NaN then makes every quantile NaN.
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

    /// Returns the weighted quantile of every probability p along an axis, or of all elements: the least element for
    /// which the sum of the weights of all elements up to and including this element, in ascending order, is at least p
    /// times the sum of all weights. This is `invertedCDF` with weights, NumPy's only method with weights.
    /// Differentiable with respect to the elements.
    ///
    /// The result is NaN if an element or a weight is NaN, if a weight is negative, if the sum of the weights is 0 or
    /// infinite, or if there are no elements. An element with the weight 0 is never the result.
    ///
    /// - Parameters:
    ///   - probabilities: The probabilities. Traps if a probability is not in [0, 1], such as NaN.
    ///   - weights: A weight for each element. Traps unless the shape is the shape of this tensor.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range. `nil` stands for all
    ///     elements.
    /// - Returns: A tensor of quantiles for each probability, stacked along a new first axis.
    public func quantiles(_ probabilities: [Double], weights: Tensor, axis: Int? = nil) -> Tensor {
        require(
            probabilities.allSatisfy { (0 ... 1).contains($0) },
            "quantiles: the probabilities \(probabilities) are not all in 0 ... 1")
        require(weights.shape == shape, "quantiles: weights of shape \(weights.shape) for elements of shape \(shape)")
        guard let axis else {
            return reshaped(to: [count]).quantiles(probabilities, weights: weights.reshaped(to: [count]), axis: 0)
        }
        let (last, length): (Int, Int) = (rank - 1, shape[axis])
        let (x, w): (Tensor, Tensor) = (movingAxis(axis, to: last), weights.asConstant().movingAxis(axis, to: last))
        let kept = Shape(Array(x.shape.dimensions.dropLast()))
        if length == 0 { return Tensor(repeating: .nan, shape: Shape([probabilities.count] + kept.dimensions)) }
        let order: Tensor<Int> = x.argsort(axis: last)
        let sums: [Scalar] = w.takenAlong(order, axis: last).cumulativeSum(axis: last).scalars
        let faults: Tensor<Bool> =
            (w .< 0).any(axes: [last]) .|| x.asConstant().isNaN().any(axes: [last]) .|| w.isNaN().any(axes: [last])
        let faulty: [Bool] = faults.scalars
        var places: [Int] = []
        var poison: [Scalar] = []
        for probability in probabilities {
            for line in 0 ..< kept.elementCount {
                let values: ArraySlice<Scalar> = sums[line * length ..< (line + 1) * length]
                let total: Scalar = values.last ?? 0
                // If the probability is 0, the bound is the least positive number, so that the first element with a
                // positive weight is selected.
                let wanted: Scalar = Swift.max(Scalar(probability) * total, .leastNonzeroMagnitude)
                places.append(values.firstIndex { $0 >= wanted }.map { $0 - line * length } ?? length - 1)
                poison.append(faulty[line] || !(total > 0 && total < .infinity) ? .nan : 0)
            }
        }
        let stacked = Shape([probabilities.count] + kept.dimensions)
        let chosen: Tensor<Int> = Tensor<Int>(places, shape: stacked).movingAxis(0, to: last)
        let positions: Tensor<Int> = order.takenAlong(chosen, axis: last)
        return x.takenAlong(positions, axis: last).movingAxis(last, to: 0) + Tensor(poison, shape: stacked)
    }

    /// Returns the quantile for a single probability along an axis, or of all elements without an axis. The quantile is
    /// NaN if an element is NaN, or if there are no elements. Differentiable.
    ///
    /// - Parameters:
    ///   - probability: The probability. Traps if the probability is NaN or not in [0, 1].
    ///   - axis: The axis; a negative axis counts from the end. `nil` stands for all elements. Traps if the axis is out
    ///     of range.
    ///   - method: The definition of a quantile between two elements.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func quantile(
        _ probability: Double, axis: Int? = nil, method: QuantileMethod = .linear, keepDims: Bool = false
    ) -> Tensor {
        quantiles([probability], axis: axis, method: method, keepDims: keepDims)[0]
    }

    /// Returns the median along an axis, or of all elements without an axis. The median is the middle element, or the
    /// mean of the two middle elements. The median is NaN if an element is NaN, or if there are no elements.
    /// Differentiable.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. `nil` stands for all elements. Traps if the axis is out
    ///     of range.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func median(axis: Int? = nil, keepDims: Bool = false) -> Tensor {
        quantile(0.5, axis: axis, keepDims: keepDims)
    }

    /// Returns low + fraction · (high − low), exact for the fractions 0 and 1. With fraction 0 the result is `low`,
    /// even if `high` is infinite.
    private static func interpolated(_ low: Tensor, _ high: Tensor, _ fraction: Scalar) -> Tensor {
        if fraction == 0 { return low }
        return fraction < 0.5 ? low + (high - low) * fraction : high - (high - low) * (1 - fraction)
    }

    /// Returns NaN where an element is NaN, and 0 elsewhere.
    private func isNaNAsNumber() -> Tensor { select(asConstant().isNaN(), Tensor(.nan), Tensor(0)) }
}
