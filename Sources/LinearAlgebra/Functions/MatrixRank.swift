public import Tensors

/// The number of singular values above a tolerance, of a matrix or each of a stack: `[…, m, n]` → `[…]`.
///
/// - Parameter tolerance: The share of the greatest singular value up to which one counts as 0; max(m, n)·ε unless given.
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func rank<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, tolerance: Double? = nil
) throws(LinearAlgebraError) -> Tensor<Int> {
    try requireMatrix(a, "rank")
    let values: Tensor<Scalar.Magnitude> = try plainSVD(a.asConstant(), vectors: .plain, "rank").values
    let k: Int = values.shape[-1]
    let scalars: [Double] = values.scalars.map { Double($0) }
    let limit: Double = tolerance ?? defaultTolerance(a)
    let ranks: [Int] = (0 ..< a.batchShape.elementCount).map { matrix in
        let own: ArraySlice<Double> = scalars[matrix * k ..< (matrix + 1) * k]
        return own.count { $0 > limit * (own.first ?? 0) }
    }
    return Tensor(ranks, shape: a.batchShape)
}

/// The ratio of the greatest to the least singular value, which says by how much relative errors may grow: `[…, m, n]` →
/// `[…]`. +∞ where the least one is exactly 0, also for a matrix of zeros; a matrix that is singular to rounding has about
/// 1/ε or more. A subgradient where singular values coincide, as `singularValues` has it; NaN where the least one is 0.
///
/// - Throws: `empty`, `noConvergence`, `notFinite`, `tooLarge`.
public func conditionNumber<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    try requireMatrix(a, "conditionNumber")
    if a.matrixRows == 0 || a.matrixColumns == 0 { throw .empty(operation: "conditionNumber") }
    let values: Tensor<Scalar.Magnitude> = try singularValues(a)
    let (greatest, least) = (values[.ellipsis, 0], values[.ellipsis, -1])
    let isSingular: Tensor<Bool> = least.asConstant() .== 0
    let ratio: Tensor<Scalar.Magnitude> =
        select(isSingular, Tensor(.infinity), greatest.asConstant() / least.asConstant())
    let missing = Tensor<Scalar.Magnitude>(.nan)
    return withDerivative(
        of: TensorOperation("conditionNumber", greatest, least), ratio,
        .by(greatest) { cotangent in select(isSingular, missing, cotangent / least) },
        .by(least) { cotangent, ratio in select(isSingular, missing, -cotangent * ratio / least) })
}

/// An orthonormal basis, in columns, of all x with A·x = 0: `[m, n]` → `[n, n − rank]`. Has no derivative.
///
/// - Parameter tolerance: As for `rank`.
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func nullSpace<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, tolerance: Double? = nil
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireMatrix(a, "nullSpace")
    requireConstant(a, "nullSpace")
    require(a.rank == 2, "nullSpace: the dimension may differ within a stack: \(a.shape)")
    let parts = try plainSVD(a.asConstant(), vectors: .all, "nullSpace")
    let limit: Double = (tolerance ?? defaultTolerance(a)) * Double(parts.values.scalars.first ?? 0)
    let rank: Int = parts.values.scalars.count { Double($0) > limit }
    return parts.vt[rank..., .all].adjoint()
}

/// max(m, n)·ε.
func defaultTolerance<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Double {
    Double(max(a.matrixRows, a.matrixColumns)) * Double(Scalar.epsilon)
}
