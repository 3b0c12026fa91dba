import LinearAlgebra
import Tensors

/// Returns the columns of a design matrix `[N, n]` that are linear combinations of others among the rows of positive
/// weight, as `dependentColumns` does.
///
/// First the function looks at the smallest eigenvalue of the matrix of the columns' cosines. If it is above 1e-6, the
/// columns are independent, and the slow factorization with pivoting is not needed. The product of the cosines takes
/// N·n² multiplications and reads the matrix once.
///
/// - Throws: `LinearAlgebraError` if the factorization fails.
func dependentPredictors(
    _ design: Tensor<Double>, weights: Tensor<Double>
) throws(LinearAlgebraError) -> [DependentColumn<Double>] {
    let gram: Tensor<Double> = weightedProduct(design, weights, design)
    let norms: Tensor<Double> = gram.diagonal().squareRoot()
    if gram.count > 0, norms.min().scalar > 0 {
        let cosines: Tensor<Double> = gram / norms / norms.expandingShape(at: 1)
        let least: Double? = try symmetricEigenvalues(cosines).scalars.min()
        if let least, least > 1e-6 { return [] }
    }
    return try dependentColumns(of: design * weights.squareRoot().expandingShape(at: 1))
}

/// Returns Aᵀ·diag(w)·B for matrices `[N, a]` and `[N, b]`.
///
/// The function treats 2048 rows at a time, so that their columns stay in the cache between the two products.
func weightedProduct(_ a: Tensor<Double>, _ weights: Tensor<Double>, _ b: Tensor<Double>) -> Tensor<Double> {
    var product: Tensor<Double> = Tensor(zeros: [a.shape[1], b.shape[1]])
    for start in stride(from: 0, to: weights.count, by: 2048) {
        let rows: Range<Int> = start ..< min(weights.count, start + 2048)
        product += matmul(a[rows].transposed(), b[rows] * weights[rows].expandingShape(at: 1))
    }
    return product
}
