public import Tensors

/// Returns the rank of a matrix, or of each matrix of a stack: `[…, m, n]` → `[…]`.
///
/// The rank is the number of singular values that do not count as 0, as in NumPy's `matrix_rank`. A matrix without
/// elements has rank 0. The rank has no derivative, because it is an integer. In contrast, `Tensor.rank` is the number
/// of axes of a tensor.
///
/// - Parameters:
///   - a: A matrix or a stack of matrices: `[…, m, n]`. A tensor with fewer than two axes traps.
///   - tolerance: A singular value counts as 0 if it is at most `tolerance` times the greatest singular value of the
///     matrix. The default is max(m, n)·ε for an m × n matrix, with ε = `ulpOfOne`.
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
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

/// Returns the default tolerance max(m, n)·ε for matrices `[…, m, n]`, with ε = `ulpOfOne`.
func defaultTolerance<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Double {
    Double(max(a.matrixRows, a.matrixColumns)) * Double(Scalar.epsilon)
}
