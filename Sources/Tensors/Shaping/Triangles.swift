/// Returns the elements on and above a diagonal of the last two axes, and 0 below it: NumPy's `triu`. Differentiable. Traps
/// below two axes.
///
/// - Parameters:
///   - x: A tensor of shape `[…, m, n]`.
///   - diagonal: 0 is the main diagonal, 1 the one above, −1 the one below.
public func upperTriangle<Scalar: TensorScalar & Numeric>(_ x: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    select(triangleMask(x, "upperTriangle", diagonal, isLower: false), x, Tensor(0))
}

/// Returns the elements on and below a diagonal of the last two axes, and 0 above it: NumPy's `tril`. Differentiable. Traps
/// below two axes.
///
/// - Parameters:
///   - x: A tensor of shape `[…, m, n]`.
///   - diagonal: 0 is the main diagonal, 1 the one above, −1 the one below.
public func lowerTriangle<Scalar: TensorScalar & Numeric>(_ x: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    select(triangleMask(x, "lowerTriangle", diagonal, isLower: true), x, Tensor(0))
}

/// Returns the mask of shape `[m, n]` that is true in one triangle, which includes the diagonal, and false elsewhere.
private func triangleMask<Scalar>(
    _ x: Tensor<Scalar>, _ name: String, _ diagonal: Int, isLower: Bool
) -> Tensor<Bool> {
    require(x.rank >= 2, "\(name): shape \(x.shape) is not that of a matrix")
    let (rows, columns): (Int, Int) = (x.shape[-2], x.shape[-1])
    // Any diagonal outside the matrix is like the nearest one outside. The limit also avoids overflow.
    let first: Int = min(max(diagonal, -rows), columns) + (isLower ? 1 : 0)
    return Tensor<Bool>(uninitialized: [rows, columns]) { mask in
        for row in 0 ..< rows {
            let split: Int = min(max(first + row, 0), columns)
            mask[row * columns ..< row * columns + split].update(repeating: isLower)
            mask[row * columns + split ..< (row + 1) * columns].update(repeating: !isLower)
        }
    }
}
