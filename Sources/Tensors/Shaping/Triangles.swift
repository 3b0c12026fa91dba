/// Returns the elements on and above a diagonal of the last two axes, and 0 below it: NumPy's `triu`. Differentiable. Traps
/// below two axes.
///
/// - Parameters:
///   - x: A tensor of shape `[…, m, n]`.
///   - diagonal: 0 is the main diagonal, 1 the one above, −1 the one below.
public func upperTriangle<Scalar: TensorScalar & Numeric>(_ x: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    select(triangleMask(x, "upperTriangle") { row, column in column - row >= diagonal }, x, Tensor(0))
}

/// Returns the elements on and below a diagonal of the last two axes, and 0 above it: NumPy's `tril`. Differentiable. Traps
/// below two axes.
///
/// - Parameters:
///   - x: A tensor of shape `[…, m, n]`.
///   - diagonal: 0 is the main diagonal, 1 the one above, −1 the one below.
public func lowerTriangle<Scalar: TensorScalar & Numeric>(_ x: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    select(triangleMask(x, "lowerTriangle") { row, column in column - row <= diagonal }, x, Tensor(0))
}

private func triangleMask<Scalar>(
    _ x: Tensor<Scalar>, _ name: String, _ isKept: (_ row: Int, _ column: Int) -> Bool
) -> Tensor<Bool> {
    require(x.rank >= 2, "\(name): shape \(x.shape) is not that of a matrix")
    let (rows, columns): (Int, Int) = (x.shape[-2], x.shape[-1])
    return Tensor<Bool>(uninitialized: [rows, columns]) { mask in
        for row in 0 ..< rows { for column in 0 ..< columns { mask[row * columns + column] = isKept(row, column) } }
    }
}
