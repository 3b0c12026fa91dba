import LinearAlgebra
import Tensors

/// Matrices that are known to defeat factorizations.
enum Notorious: String, CaseIterable, Sendable {
    /// 1/(i + j + 1): the condition number is 10¹³ for 10 rows.
    case hilbert
    /// A row of ones above a small multiple of the identity, which the normal equations lose.
    case läuchli
    /// Upper triangular and nearly singular without a small diagonal element, which misleads column pivoting.
    case kahan
    /// Rows scaled from 1 down to 10⁻¹².
    case graded
    /// One Jordan block: a single eigenvector.
    case defective
    /// Rank 3.
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

/// A matrix from a formula.
func elements<Scalar: LinearAlgebraScalar>(
    _ rows: Int, _ columns: Int, _ formula: (Int, Int) -> Double
) -> Tensor<Scalar> {
    let values: [Scalar] = (0 ..< rows * columns).map { scalar(formula($0 / columns, $0 % columns)) }
    return Tensor(values, shape: [rows, columns])
}
