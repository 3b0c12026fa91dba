import LinearAlgebra
import Tensors

/// Matrices for which many algorithms are inaccurate or fail.
enum Notorious: String, CaseIterable, Sendable {
    /// The Hilbert matrix: element (i, j) is 1/(i + j + 1), with i and j from 0. With 10 rows the condition number is
    /// about 10¹³.
    case hilbert
    /// A row of ones above 10⁻⁶ times the identity. Normal equations would square 10⁻⁶, and 1 + 10⁻¹² is rounded to 1
    /// in `Float`.
    case läuchli
    /// An upper triangular matrix that is nearly singular, although no diagonal element is small. Column pivoting does
    /// not detect the deficient rank.
    case kahan
    /// Random rows, multiplied by factors that fall from 1 to 2·10⁻¹².
    case graded
    /// A single Jordan block, which has only one eigenvector.
    case defective
    /// An n × n matrix of rank 3, the product of an n × 3 and a 3 × n matrix.
    case rankDeficient

    func matrix<Scalar: LinearAlgebraScalar>(_ n: Int = 10) -> Tensor<Scalar> {
        switch self {
        case .hilbert: return elements(n, n) { 1 / Double($0 + $1 + 1) }
        case .läuchli: return elements(n + 1, n) { row, column in row == 0 ? 1 : row - 1 == column ? 1e-6 : 0 }
        case .kahan:
            let (sine, cosine): (Double, Double) = (0.9, 0.19.squareRoot())
            return elements(n, n) { row, column in
                let scale: Double = (0 ..< row).reduce(1) { product, _ in product * sine }
                return row == column ? scale : column > row ? -cosine * scale : 0
            }
        case .graded:
            let base: Tensor<Scalar> = numbers([n, n], seed: 9)
            return base * elements(n, 1) { row, _ in (0 ..< row).reduce(1) { product, _ in product / 20 } }
        case .defective: return elements(n, n) { row, column in row == column ? 2 : column == row + 1 ? 1 : 0 }
        case .rankDeficient: return matmul(numbers([n, 3], seed: 4), numbers([3, n], seed: 5))
        }
    }
}

/// Returns the matrix whose element in row i and column j is `formula(i, j)`, with i and j from 0.
func elements<Scalar: LinearAlgebraScalar>(
    _ rows: Int, _ columns: Int, _ formula: (Int, Int) -> Double
) -> Tensor<Scalar> {
    let values: [Scalar] = (0 ..< rows * columns).map { scalar(formula($0 / columns, $0 % columns)) }
    return Tensor(values, shape: [rows, columns])
}
