extension Tensor where Scalar: RealScalar {
    /// Returns the covariance matrix of variables in rows: NumPy's `cov`. The shape changes from
    /// `[variables, observations]` to `[variables, variables]`. All elements are NaN unless there are more than
    /// `correction` observations. Differentiable. Traps unless the tensor is a matrix.
    ///
    /// - Parameter correction: The number that is subtracted from the number of observations in the divisor: 1 for the
    ///   unbiased estimate from a sample, 0 for a population.
    public func covariance(correction: Int = 1) -> Tensor {
        require(rank == 2, "covariance: shape \(shape) is not that of a matrix [variables, observations]")
        let divisor: Int = shape[1] - correction
        let distance: Tensor = self - mean(axis: 1, keepDims: true)
        return matmul(distance, distance.transposed()) * (divisor > 0 ? 1 / Scalar(divisor) : .nan)
    }

    /// Returns the matrix of Pearson's correlation coefficients of variables in rows: NumPy's `corrcoef`. The shape
    /// changes from `[variables, observations]` to `[variables, variables]`. The coefficients of a variable without
    /// variance are NaN. Differentiable. Traps unless the tensor is a matrix.
    public func correlation() -> Tensor {
        let covariance: Tensor = covariance(correction: 0)
        let positions = Tensor<Int>((0 ..< shape[0]).map { $0 * (shape[0] + 1) })
        let deviation: Tensor = covariance.gatheredElements(positions).squareRoot()
        return (covariance / deviation.expandingShape(at: 1) / deviation).clipped(to: -1 ... 1)
    }

    /// Returns the integral along an axis by the trapezoidal rule, for values at points with equal distances. The
    /// result does not have this axis; the integral over fewer than two points is 0. Differentiable.
    ///
    /// - Parameters:
    ///   - spacing: The distance between neighbouring points.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func trapezoid(spacing: Scalar = 1, axis: Int = -1) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let length: Int = shape.dimensions[axis]
        if length < 2 { return narrowed(axis: axis, to: 0 ..< 0).sum(axis: axis) }
        let sides: Tensor = narrowed(axis: axis, to: 1 ..< length) + narrowed(axis: axis, to: 0 ..< length - 1)
        return sides.sum(axis: axis) * (spacing / 2)
    }

    /// Returns the integral along an axis by the trapezoidal rule, for values at the points `x`. The result does not
    /// have this axis; the integral over fewer than two points is 0. Differentiable with respect to the values and the
    /// points.
    ///
    /// - Parameters:
    ///   - x: The points: a vector of the length of the axis, or a tensor that broadcasts to this shape. Traps for any
    ///     other shape.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func trapezoid(x: Tensor, axis: Int = -1) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let length: Int = shape.dimensions[axis]
        var lengths = [Int](repeating: 1, count: rank)
        lengths[axis] = length
        let points: Tensor = x.rank == 1 && x.count == length ? x.reshaped(to: Shape(lengths)) : x
        require(
            Shape.broadcast(points.shape, shape) == shape,
            "trapezoid: points of shape \(x.shape) do not fit shape \(shape) along axis \(axis)")
        if length < 2 { return narrowed(axis: axis, to: 0 ..< 0).sum(axis: axis) }
        let widths: Tensor = points.broadcast(to: shape).diff(axis: axis)
        let sides: Tensor = narrowed(axis: axis, to: 1 ..< length) + narrowed(axis: axis, to: 0 ..< length - 1)
        return (sides * widths).sum(axis: axis) * 0.5
    }
}

extension Tensor where Scalar: FieldScalar {
    /// Returns the differences of neighbouring elements along an axis, next minus previous: NumPy's `diff`.
    /// Differentiable.
    ///
    /// - Parameters:
    ///   - order: The number of times that differences are taken. Each time the axis becomes shorter by 1, until its
    ///     length is 0. Traps if the order is negative.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func diff(order: Int = 1, axis: Int = -1) -> Tensor {
        neighbours(order, axis) { $0 - $1 }
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// Returns the differences of neighbouring elements along an axis, next minus previous. Overflow wraps around, and
    /// so does a negative difference of unsigned integers.
    ///
    /// - Parameters:
    ///   - order: The number of times that differences are taken. Each time the axis becomes shorter by 1, until its
    ///     length is 0. Traps if the order is negative.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func diff(order: Int = 1, axis: Int = -1) -> Tensor { neighbours(order, axis) { $0 - $1 } }
}

extension Tensor {
    fileprivate func neighbours(_ order: Int, _ axis: Int, _ combine: (Tensor, Tensor) -> Tensor) -> Tensor {
        require(order >= 0, "diff: the order \(order) is negative")
        let axis: Int = shape.normalized(axis: axis)
        return (0 ..< order).reduce(self) { x, _ in
            let length: Int = x.shape.dimensions[axis]
            if length == 0 { return x }
            return combine(
                x.narrowed(axis: axis, to: 1 ..< length), x.narrowed(axis: axis, to: 0 ..< length - 1))
        }
    }
}
