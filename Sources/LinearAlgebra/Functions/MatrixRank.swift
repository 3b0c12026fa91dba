public import Tensors

/// The rank of a matrix, or of each matrix of a stack: the number of singular values above a tolerance. `[…, m, n]` →
/// `[…]`. NumPy's `matrix_rank`. For the number of a tensor's axes see `Tensor.rank`.
///
/// - Parameters:
///   - a: `[…, m, n]`. The result is an integer, so it has no derivative.
///   - tolerance: The share of the greatest singular value up to which a singular value counts as 0; max(m, n)·ε by
///     default.
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
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

/// The tolerance unless one is given: max(m, n)·ε.
func defaultTolerance<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Double {
    Double(max(a.matrixRows, a.matrixColumns)) * Double(Scalar.epsilon)
}
