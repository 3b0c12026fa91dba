public import Tensors

/// The Moore–Penrose inverse A⁺ = V·Σ⁺·Uᴴ of a matrix of any rank: `[…, m, n]` → `[…, n, m]`, from LAPACK `gesdd`.
///
/// The derivative −A⁺ᴴGA⁺ᴴ + (I − AA⁺)GᴴA⁺A⁺ᴴ + A⁺ᴴA⁺Gᴴ(I − A⁺A) (Golub and Pereyra, 1973) exists where A is of full
/// rank; elsewhere A⁺ jumps and the derivative is NaN.
///
/// - Parameter tolerance: The share of the greatest singular value up to which one counts as 0; max(m, n)·ε unless given.
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func pseudoInverse<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, tolerance: Double? = nil
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireMatrix(a, "pseudoInverse")
    let parts = try plainSVD(a.asConstant(), vectors: .some, "pseudoInverse")
    let limit: Double = tolerance ?? defaultTolerance(a)
    let (values, k): (Tensor<Scalar.Magnitude>, Int) = (parts.values, parts.values.shape[-1])
    var ranksAreFull = true
    let scalars: [Scalar.Magnitude] = values.scalars
    let reciprocals: [Scalar.Magnitude] = scalars.indices.map { index in
        let isZero: Bool = Double(scalars[index]) <= limit * Double(scalars[index / k * k])
        if isZero { ranksAreFull = false }
        return isZero ? 0 : 1 / scalars[index]
    }
    let inverted: Tensor<Scalar> = asField(Tensor(reciprocals, shape: values.shape))
    let value: Tensor<Scalar> = matmul(
        parts.vt.adjoint() * inverted.expandingShape(at: -2), parts.u.adjoint())
    return withDerivative(
        value,
        .by(a) { [ranksAreFull] cotangent, p in
            if !ranksAreFull { return Tensor(repeating: Scalar(_real: .nan), shape: a.shape) }
            let (slope, adjoint): (Tensor<Scalar>, Tensor<Scalar>) = (cotangent.adjoint(), p.adjoint())
            let left: Tensor<Scalar> = slope - matmul(a, matmul(p, slope))
            let right: Tensor<Scalar> = slope - matmul(matmul(slope, p), a)
            return matmul(matmul(left, p), adjoint) + matmul(adjoint, matmul(p, right))
                - matmul(matmul(adjoint, cotangent), adjoint)
        })
}
