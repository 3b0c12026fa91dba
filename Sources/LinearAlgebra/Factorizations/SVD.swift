internal import COpenBLAS
public import Tensors

/// A = U·diag(σ)·Vᴴ.
public struct SingularValueDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// Left singular vectors, in columns: `[…, m, k]`; `[…, m, m]` where full.
    public let u: Tensor<Scalar>
    /// The singular values, descending: `[…, k]`, k = min(m, n).
    public let singularValues: Tensor<Scalar.Magnitude>
    /// Vᴴ, the right singular vectors in rows: `[…, k, n]`; `[…, n, n]` where full.
    public let vt: Tensor<Scalar>
}

/// The singular value decomposition: LAPACK `gesdd` (divide and conquer), and `gesvd` for a matrix where it fails.
///
/// The vectors are determined but for a sign (a phase where complex) each. The derivative (Townsend, "Differentiating
/// the singular value decomposition", 2016) loses digits as ε over the gap between singular values. It is NaN where the loss
/// looks at vectors of singular values that are equal to rounding, at vectors of values that are 0 to rounding and not
/// determined, or at both vectors of a value 0, whose common sign jumps: the cotangents do not tell whether a derivative
/// exists. `singularValueFunction` and `singularValueThresholding` are right there too. A loss of the values alone has always
/// a finite derivative, a subgradient where values coincide. Full vectors have no derivative: they trap on the tape.
///
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func svd<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, full: Bool = false
) throws(LinearAlgebraError) -> SingularValueDecomposition<Scalar> {
    try requireMatrix(a, "svd")
    let parts = try plainSVD(a.asConstant(), vectors: full ? .all : .some, "svd")
    require(
        !full || !a.isTracked || a.matrixRows == a.matrixColumns,
        "svd: full singular vectors of a rectangular matrix have no derivative")
    guard a.isTracked else {
        return SingularValueDecomposition(u: parts.u, singularValues: parts.values, vt: parts.vt)
    }
    let joint: [Tensor<Scalar>] = withJointDerivative(
        of: "svd",
        [parts.u, asField(parts.values), parts.vt], by: a
    ) { cotangents, results in
        svdPullback(
            u: results[0], values: results[1].realPart(), vt: results[2],
            uSlope: cotangents[0], valueSlope: cotangents[1], vtSlope: cotangents[2])
    }
    return SingularValueDecomposition(u: joint[0], singularValues: joint[1].realPart(), vt: joint[2])
}

/// The singular values alone, descending: `[…, m, n]` → `[…, min(m, n)]`, by LAPACK `gesdd`.
///
/// The derivative is U·diag(G)·Vᴴ, which takes the singular vectors too.
public func singularValues<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar.Magnitude> {
    if a.isTracked { return try svd(a).singularValues }
    try requireMatrix(a, "singularValues")
    return try plainSVD(a.asConstant(), vectors: .plain, "singularValues").values
}

func svdPullback<Scalar: LinearAlgebraScalar>(
    u: Tensor<Scalar>, values: Tensor<Scalar.Magnitude>, vt: Tensor<Scalar>,
    uSlope: Tensor<Scalar>, valueSlope: Tensor<Scalar>, vtSlope: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (v, vSlope): (Tensor<Scalar>, Tensor<Scalar>) = (vt.adjoint(), vtSlope.adjoint())
    let (left, right): (Tensor<Scalar>, Tensor<Scalar>) = (matmul(u.adjoint(), uSlope), matmul(vt, vSlope))
    let (leftSkew, rightSkew): (Tensor<Scalar>, Tensor<Scalar>) = (skewPart(left), skewPart(right))
    let scale: Tensor<Scalar.Magnitude> = greatestMagnitude(asField(values.expandingShape(at: -1)) as Tensor<Scalar>)
    let (uSizes, vSizes): (Tensor<Scalar.Magnitude>, Tensor<Scalar.Magnitude>) = (
        columnSizes(uSlope), columnSizes(vSlope)
    )
    let bound: Tensor<Scalar.Magnitude> = phaseBound(uSlope, vSlope)
    // K_U·s_k/E + s_j·K_V/E with E = s_k² − s_j², cut into a part that diverges where values are equal and one that
    // does not.
    let unequal: Tensor<Scalar> = guardedQuotient(
        leftSkew + rightSkew, by: differences(values), scale: scale, sizes: uSizes + vSizes, phases: bound)
    let sums: Tensor<Scalar.Magnitude> = values.expandingShape(at: -2) + values.expandingShape(at: -1)
    // Through a value 0 the sign of u·vᴴ jumps: what looks at both has no derivative.
    let isJoint: Tensor<Bool> = (uSizes .!= 0) .&& (vSizes .!= 0)
    let equal: Tensor<Scalar> = guardedQuotient(
        leftSkew - rightSkew, by: sums, scale: scale, sizes: uSizes + vSizes,
        phases: select(isJoint, Tensor(-1), bound))
    let core: Tensor<Scalar> = unequal + equal + diagonalMatrix(valueSlope)
    var slope: Tensor<Scalar> = matmul(matmul(u, core), vt)
    let columnValues: Tensor<Scalar.Magnitude> = values.expandingShape(at: -2)
    if u.matrixRows > u.matrixColumns {
        let outside: Tensor<Scalar> = uSlope - matmul(u, left)
        let quotient = guardedQuotient(ofColumns: outside, by: columnValues, scale: scale, sizes: uSizes)
        slope = slope + matmul(quotient, vt)
    }
    if vt.matrixColumns > vt.matrixRows {
        let outside: Tensor<Scalar> = vSlope - matmul(v, right)
        let quotient = guardedQuotient(ofColumns: outside, by: columnValues, scale: scale, sizes: vSizes)
        slope = slope + matmul(u, quotient.adjoint())
    }
    return slope
}
