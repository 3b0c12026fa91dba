extension Tensor where Scalar: RealScalar {
    /// The covariance matrix of variables in rows, `[variables, observations] → [variables, variables]`: NumPy's `cov`.
    /// Differentiable. Traps unless the tensor is a matrix. NaN unless there are more than `correction` observations.
    ///
    /// - Parameter correction: 1 for the unbiased estimate from a sample, 0 for a population.
    public func covariance(correction: Int = 1) -> Tensor {
        require(rank == 2, "covariance: shape \(shape) is not that of a matrix [variables, observations]")
        let divisor: Int = shape[1] - correction
        let distance: Tensor = self - mean(axis: 1, keepDims: true)
        return matmul(distance, distance.transposed()) * (divisor > 0 ? 1 / Scalar(divisor) : .nan)
    }

    /// The matrix of Pearson's correlation coefficients of variables in rows: NumPy's `corrcoef`. Differentiable. NaN for
    /// a variable without variance. Traps unless the tensor is a matrix `[variables, observations]`.
    public func correlation() -> Tensor {
        let covariance: Tensor = covariance(correction: 0)
        let positions = Tensor<Int>((0 ..< shape[0]).map { $0 * (shape[0] + 1) })
        let deviation: Tensor = covariance.gatheredElements(positions).squareRoot()
        return (covariance / deviation.expandingShape(at: 1) / deviation).clipped(to: -1 ... 1)
    }

    /// The integral along an axis by the trapezoidal rule, for points at equal distances. Differentiable.
    ///
    /// - Parameters:
    ///   - spacing: The distance between neighbouring points.
    ///   - axis: The axis; a negative one counts from the end.
    public func trapezoid(spacing: Scalar = 1, axis: Int = -1) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let length: Int = shape.dimensions[axis]
        if length < 2 { return narrowed(axis: axis, to: 0 ..< 0).sum(axis: axis) }
        let sides: Tensor = narrowed(axis: axis, to: 1 ..< length) + narrowed(axis: axis, to: 0 ..< length - 1)
        return sides.sum(axis: axis) * (spacing / 2)
    }

    /// The integral along an axis by the trapezoidal rule, for values at the points `x`. Differentiable with respect to
    /// the values and the points.
    ///
    /// - Parameters:
    ///   - x: The points, a vector of the axis's length or a tensor that broadcasts to this shape; otherwise traps.
    ///   - axis: The axis; a negative one counts from the end.
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
    /// The differences of neighbours along an axis, `order` times: NumPy's `diff`. Differentiable.
    ///
    /// - Parameters:
    ///   - order: How many times differences are taken; each makes the axis one shorter. A negative order traps.
    ///   - axis: The axis; a negative one counts from the end.
    public func diff(order: Int = 1, axis: Int = -1) -> Tensor {
        neighbours(order, axis) { $0 - $1 }
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// The differences of neighbours along an axis, `order` times; overflow wraps around, so unsigned differences do.
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
