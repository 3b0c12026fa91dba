public import Tensors

/// A norm of matrices.
public enum MatrixNorm: Sendable, Hashable {
    /// The root of the sum of squares.
    case frobenius
    /// The greatest singular value: by how much a vector can grow.
    case spectral
    /// The sum of the singular values.
    case nuclear
    /// The greatest sum of |a| in a column.
    case one
    /// The greatest sum of |a| in a row.
    case infinity
}

/// A norm of a matrix, or of each of a stack: `[…, m, n]` → `[…]`; 0 where there is no element.
///
/// Where the norm has a kink (at 0, at ties) the derivative is a subgradient. For complex matrices `one` and `infinity`
/// have none, and trap on the tape.
///
/// - Throws: `noConvergence` and `notFinite`, for `spectral` and `nuclear`.
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

/// The Euclidean norm along the last axis: `[…, n]` → `[…]`. Scaled by the greatest element, so that squares neither
/// overflow nor underflow. The derivative at 0 is taken to be 0.
public func vectorNorm<Scalar: LinearAlgebraScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    require(x.rank >= 1, "vectorNorm: a scalar has no axis")
    if x.shape[-1] == 0 { return Tensor(zeros: Shape(x.shape.dimensions.dropLast())) }
    let absolute: Tensor<Scalar.Magnitude> = safeMagnitude(x.asConstant())
    let value: Tensor<Scalar.Magnitude> = scaledNorm(absolute)
    let result: Tensor<Scalar> = withDerivative(
        of: TensorOperation("vectorNorm", x), asField(value),
        .by(x) { cotangent, norm in
            let column: Tensor<Scalar.Magnitude> = norm.realPart().expandingShape(at: -1)
            let isZero: Tensor<Bool> = column .== 0
            let safe: Tensor<Scalar.Magnitude> = select(isZero, Tensor(1), column)
            // The quotient first: it is at most 1.
            return cotangent.expandingShape(at: -1) * (x / asField(safe))
        })
    return result.realPart()
}

private func scaledNorm<Scalar: RealScalar>(_ absolute: Tensor<Scalar>) -> Tensor<Scalar> {
    let greatest: Tensor<Scalar> = absolute.max(axis: -1, keepDims: true)
    let isPlain: Tensor<Bool> = (greatest .> 0) .&& (greatest .< Scalar.infinity)
    let scale: Tensor<Scalar> = select(isPlain, greatest, Tensor(1))
    let norm: Tensor<Scalar> = (absolute / scale).squared().sum(axis: -1).squareRoot()
    return norm * scale.reshaped(to: norm.shape)
}

/// |z| without overflow of its square.
private func safeMagnitude<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    if let real = a as? Tensor<Scalar.Magnitude> { return real.abs() }
    return Tensor(a.scalars.map(\._absolute), shape: a.shape)
}

private func magnitudes<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    if let real = a as? Tensor<Scalar.Magnitude> { return real.abs() }
    require(!a.isTracked, "matrixNorm: the norms one and infinity of a complex matrix have no derivative")
    return safeMagnitude(a)
}
