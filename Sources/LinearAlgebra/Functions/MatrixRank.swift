public import Tensors

/// Returns the rank of a matrix, or of each matrix of a stack: `[…, m, n]` → `[…]`.
///
/// The rank is the number of singular values above a tolerance, as in NumPy's `matrix_rank`. It has no derivative,
/// because it is an integer. `Tensor.rank` is the number of axes of a tensor.
///
/// - Parameters:
///   - a: `[…, m, n]`.
///   - tolerance: A singular value is counted if it is greater than `tolerance` times the greatest singular value; by
///     default `tolerance` is max(m, n)·ε.
/// - Throws: `LinearAlgebraError`: `noConvergence`, `notFinite` or `tooLarge`.
public func matrixRank<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, tolerance: Double? = nil
) throws(LinearAlgebraError) -> Tensor<Int> {
    try requireMatrix(a, "matrixRank")
    let values: Tensor<Scalar.Magnitude> = try svdFactors(a.asConstant(), vectors: .none, "matrixRank").values
    let k: Int = values.shape[-1]
    let scalars: [Double] = values.scalars.map { Double($0) }
    let limit: Double = tolerance ?? defaultTolerance(a)
    let ranks: [Int] = (0 ..< a.batchShape.elementCount).map { matrix in
        let own: ArraySlice<Double> = scalars[matrix * k ..< (matrix + 1) * k]
        return own.count { $0 > limit * (own.first ?? 0) }
    }
    return Tensor(ranks, shape: a.batchShape)
}

/// Returns the default tolerance max(m, n)·ε.
func defaultTolerance<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Double {
    Double(max(a.matrixRows, a.matrixColumns)) * Double(Scalar.epsilon)
}
