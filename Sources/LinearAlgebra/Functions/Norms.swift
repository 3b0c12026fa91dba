public import Tensors

/// A norm of a matrix with elements a.
public enum MatrixNorm: Sendable, Hashable {
    /// The square root of the sum of |a|² over all elements a.
    case frobenius
    /// The greatest singular value, which is the maximum of ‖A·x‖/‖x‖ for the matrix A over all vectors x ≠ 0, in the
    /// Euclidean norm.
    case spectral
    /// The sum of the singular values.
    case nuclear
    /// The greatest sum of absolute values in a column.
    case one
    /// The greatest sum of absolute values in a row.
    case infinity
}

/// Returns a norm of a matrix, or of each matrix of a stack: `[…, m, n]` → `[…]`. The norm of a matrix without elements
/// is 0. A tensor with fewer than two axes traps.
///
/// Where a norm is not differentiable, for example at 0, the derivative is a subgradient. The norms `one` and
/// `infinity` of a complex matrix have no derivative: a tracked input traps.
///
/// - Throws: `LinearAlgebraError.tooLarge` if the number of rows or columns exceeds `Int32.max`. For the norms
///   `spectral` and `nuclear` the function also throws `noConvergence` if LAPACK's iteration does not converge, and
///   `notFinite` if an element is NaN or infinite.
public func matrixNorm<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ norm: MatrixNorm = .frobenius
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    try requireMatrix(a, "matrixNorm")
    if a.matrixRows == 0 || a.matrixColumns == 0 { return Tensor(zeros: a.batchShape) }
    switch norm {
    case .frobenius:
        return vectorNorm(a.reshaped(to: Shape(a.batchShape.dimensions + [a.matrixRows * a.matrixColumns])))
    case .spectral: return try singularValues(a)[.ellipsis, 0]
    case .nuclear: return try singularValues(a).sum(axis: -1)
    case .one: return magnitudes(a).sum(axis: -2).max(axis: -1)
    case .infinity: return magnitudes(a).sum(axis: -1).max(axis: -1)
    }
}

/// Returns the Euclidean norm along the last axis: `[…, n]` → `[…]`. The norm is 0 if n is 0. A scalar traps.
///
/// If a sum of squares overflows, or is so small that squares may have underflowed, the elements are first divided by
/// their greatest absolute value. The derivative at the zero vector is 0.
public func vectorNorm<Scalar: LinearAlgebraScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    require(x.rank >= 1, "vectorNorm: a scalar has no axis")
    if x.shape[-1] == 0 { return Tensor(zeros: Shape(x.shape.dimensions.dropLast())) }
    let constant: Tensor<Scalar> = x.asConstant()
    let value: Tensor<Scalar.Magnitude> =
        (constant as? Tensor<Scalar.Magnitude>).flatMap(plainNorm) ?? scaledNorm(safeMagnitude(constant))
    let result: Tensor<Scalar> = withDerivative(
        of: TensorOperation("vectorNorm", x), asField(value),
        .by(x) { cotangent, norm in
            let column: Tensor<Scalar.Magnitude> = norm.realPart().expandingShape(at: -1)
            let isZero: Tensor<Bool> = column .== 0
            let safe: Tensor<Scalar.Magnitude> = select(isZero, Tensor(1), column)
            // The division comes first: the absolute values of the quotients are at most 1, so the product does not
            // overflow.
            return cotangent.expandingShape(at: -1) * (x / asField(safe))
        })
    return result.realPart()
}

/// Returns the norm (Σ |x|ᵖ)^(1/p) of the elements along several axes, as NumPy's `vector_norm` does.
///
/// The function is differentiable. Where the norm has no derivative, for example at 0, the derivative is a subgradient
/// or NaN.
///
/// - Parameters:
///   - x: A tensor of any shape.
///   - order: The exponent p. For p = ∞ the result is the greatest absolute value, for p = −∞ the least absolute value,
///     and for p = 0 the number of elements that are not 0. NaN traps. With p = ±∞, axes without elements trap.
///   - axes: The axes that are reduced, or `nil` for all axes. Negative axes count from the end. Traps if an axis is
///     out of range or repeated.
///   - keepDims: Whether the result keeps the reduced axes with length 1.
public func vectorNorm<Scalar: RealScalar & LinearAlgebraScalar>(
    _ x: Tensor<Scalar>, order: Double, axes: [Int]? = nil, keepDims: Bool = false
) -> Tensor<Scalar> where Scalar.Magnitude == Scalar {
    require(!order.isNaN, "vectorNorm: the order is NaN")
    let axes: [Int] = x.shape.normalized(axes: axes ?? Array(0 ..< x.rank))
    switch order {
    case .infinity: return x.abs().max(axes: axes, keepDims: keepDims)
    case -.infinity: return x.abs().min(axes: axes, keepDims: keepDims)
    case 0: return Tensor<Scalar>(x.countNonzero(axes: axes, keepDims: keepDims))
    case 1: return x.sumOfAbsolutes(axes: axes, keepDims: keepDims)
    case 2:
        let kept: [Int] = (0 ..< x.rank).filter { !axes.contains($0) }
        let lengths: [Int] = kept.map { x.shape[$0] }
        let count: Int = axes.reduce(1) { $0 * x.shape[$1] }
        let rows: Tensor<Scalar> = x.permuted(kept + axes).reshaped(to: Shape(lengths + [count]))
        let norms: Tensor<Scalar> = vectorNorm(rows)
        let shape = Shape((0 ..< x.rank).map { axes.contains($0) ? 1 : x.shape[$0] })
        return keepDims ? norms.reshaped(to: shape) : norms
    default:
        return pow(pow(x.abs(), Scalar(order)).sum(axes: axes, keepDims: keepDims), Scalar(1 / order))
    }
}

/// Returns the norms along the last axis from the sums of squares. Returns `nil` if a sum is infinite or NaN, or so small
/// that squares which underflowed may contribute to it.
private func plainNorm<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar>? {
    let squares: Tensor<Scalar> = x.sumOfSquares(axis: -1)
    let least: Scalar = .leastNormalMagnitude / (.ulpOfOne * .ulpOfOne)
    let areSafe: Bool = ((squares .>= least) .&& (squares .<= .greatestFiniteMagnitude)).all()
    return areSafe ? squares.squareRoot() : nil
}

private func scaledNorm<Scalar: RealScalar>(_ absolute: Tensor<Scalar>) -> Tensor<Scalar> {
    let greatest: Tensor<Scalar> = absolute.max(axis: -1, keepDims: true)
    let isScalable: Tensor<Bool> = (greatest .> 0) .&& (greatest .< Scalar.infinity)
    let scale: Tensor<Scalar> = select(isScalable, greatest, Tensor(1))
    let norm: Tensor<Scalar> = (absolute / scale).squared().sum(axis: -1).squareRoot()
    return norm * scale.reshaped(to: norm.shape)
}

/// Returns the absolute value |z| of every element z without computing |z|², which may overflow.
private func safeMagnitude<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    if let real = a as? Tensor<Scalar.Magnitude> { return real.abs() }
    return Tensor(a.scalars.map(\._absolute), shape: a.shape)
}

private func magnitudes<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    if let real = a as? Tensor<Scalar.Magnitude> { return real.abs() }
    require(!a.isTracked, "matrixNorm: the norms one and infinity of a complex matrix have no derivative")
    return safeMagnitude(a)
}
