/// Returns a tensor of the same shape with the elements on and above a diagonal of the last two axes, and 0 below the
/// diagonal: NumPy's `triu`. Differentiable for real and complex scalars.
///
/// - Parameters:
///   - x: A tensor of shape `[…, m, n]`. Traps if the rank is below 2.
///   - diagonal: The number of the diagonal: 0 for the main diagonal, 1 for the next diagonal above the main diagonal,
///     −1 for the next diagonal below.
public func upperTriangle<Scalar: TensorScalar & Numeric>(_ x: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    select(triangleMask(x, "upperTriangle", diagonal, isLower: false), x, Tensor(0))
}

/// Returns a tensor of the same shape with the elements on and below a diagonal of the last two axes, and 0 above the
/// diagonal: NumPy's `tril`. Differentiable for real and complex scalars.
///
/// - Parameters:
///   - x: A tensor of shape `[…, m, n]`. Traps if the rank is below 2.
///   - diagonal: The number of the diagonal: 0 for the main diagonal, 1 for the next diagonal above the main diagonal,
///     −1 for the next diagonal below.
public func lowerTriangle<Scalar: TensorScalar & Numeric>(_ x: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    select(triangleMask(x, "lowerTriangle", diagonal, isLower: true), x, Tensor(0))
}

/// Returns a mask of shape `[m, n]` for `x` of shape `[…, m, n]`. The mask is true on and below the diagonal with the
/// number `diagonal` if `isLower` is true, otherwise on and above this diagonal. The main diagonal has the number 0,
/// the next diagonal above the number 1. Traps if the rank of `x` is below 2; the message starts with `name`.
private func triangleMask<Scalar>(
    _ x: Tensor<Scalar>, _ name: String, _ diagonal: Int, isLower: Bool
) -> Tensor<Bool> {
    require(x.rank >= 2, "\(name): shape \(x.shape) is not that of a matrix")
    let (rows, columns): (Int, Int) = (x.shape[-2], x.shape[-1])
    // Every diagonal outside of the matrix gives the same mask as the nearest diagonal outside. The limit also avoids
    // overflow.
    let first: Int = min(max(diagonal, -rows), columns) + (isLower ? 1 : 0)
    return Tensor<Bool>(uninitialized: [rows, columns]) { mask in
        for row in 0 ..< rows {
            let split: Int = min(max(first + row, 0), columns)
            mask[row * columns ..< row * columns + split].update(repeating: isLower)
            mask[row * columns + split ..< (row + 1) * columns].update(repeating: !isLower)
        }
    }
}
