internal import CKernels

/// Returns a tensor of the same shape with the elements on and above a diagonal of the last two axes, and 0 below the
/// diagonal: NumPy's `triu`. Differentiable for real and complex scalars.
///
/// - Parameters:
///   - x: A tensor of shape `[…, m, n]`. Traps if the rank is below 2.
///   - diagonal: The number of the diagonal: 0 for the main diagonal, 1 for the next diagonal above the main diagonal,
///     −1 for the next diagonal below.
public func upperTriangle<Scalar: TensorScalar & Numeric>(_ x: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    triangle(x, "upperTriangle", diagonal, isLower: false)
}

/// Returns a tensor of the same shape with the elements on and below a diagonal of the last two axes, and 0 above the
/// diagonal: NumPy's `tril`. Differentiable for real and complex scalars.
///
/// - Parameters:
///   - x: A tensor of shape `[…, m, n]`. Traps if the rank is below 2.
///   - diagonal: The number of the diagonal: 0 for the main diagonal, 1 for the next diagonal above the main diagonal,
///     −1 for the next diagonal below.
public func lowerTriangle<Scalar: TensorScalar & Numeric>(_ x: Tensor<Scalar>, diagonal: Int = 0) -> Tensor<Scalar> {
    triangle(x, "lowerTriangle", diagonal, isLower: true)
}

private func triangle<Scalar: TensorScalar & Numeric>(
    _ x: Tensor<Scalar>, _ name: String, _ diagonal: Int, isLower: Bool
) -> Tensor<Scalar> {
    require(x.rank >= 2, "\(name): shape \(x.shape) is not that of a matrix")
    // Every diagonal outside of the matrix gives the same triangle as the nearest diagonal outside. The limit also
    // avoids overflow.
    let diagonal: Int = min(max(diagonal, -x.shape[-2]), x.shape[-1])
    // The tape and traces record the operation `select`.
    guard TraceRecorder.current == nil, x.variable.node < 0 else {
        return select(triangleMask(x, diagonal, isLower: isLower), x, Tensor(0))
    }
    let exchanged: [Int] = Array(0 ..< x.rank - 2) + [x.rank - 1, x.rank - 2]
    let transposed: Tensor<Scalar> = x.permutedView(exchanged)
    if !x.isContiguous, transposed.isContiguous {
        return copiedTriangle(transposed, -diagonal, isLower: !isLower).permutedView(exchanged)
    }
    return copiedTriangle(x.contiguous(), diagonal, isLower: isLower)
}

/// Returns the triangle of contiguous matrices. Each row is a copied and a constant part, which is faster than the
/// choice of each element by a mask.
private func copiedTriangle<Scalar: TensorScalar & Numeric>(
    _ x: Tensor<Scalar>, _ diagonal: Int, isLower: Bool
) -> Tensor<Scalar> {
    let (rows, columns): (Int, Int) = (x.shape[-2], x.shape[-1])
    let first: Int = diagonal + (isLower ? 1 : 0)
    let size: Int = MemoryLayout<Scalar>.stride
    let result = Tensor<Scalar>(uninitialized: x.shape)
    if result.count == 0 { return result }
    let (source, target) = (x.address, result.mutableAddress)
    Parallelism.forEachRange(of: x.count / columns, length: max(1, Parallelism.elementsPerChunk / columns)) { range in
        for line in range {
            let start: Int = line * columns
            let split: Int = min(max(first + line % rows, 0), columns)
            let kept: Range<Int> = isLower ? start ..< start + split : start + split ..< start + columns
            synann_copy(size, kept.count, source + kept.lowerBound, 1, target + kept.lowerBound, 1)
            fill(target + (isLower ? start + split : start), with: 0, count: columns - kept.count)
        }
    }
    return result
}

/// Returns a mask of shape `[m, n]` for `x` of shape `[…, m, n]`. The mask is true on and below the diagonal with the
/// number `diagonal` if `isLower` is true, otherwise on and above this diagonal. The main diagonal has the number 0,
/// the next diagonal above the number 1.
private func triangleMask<Scalar>(_ x: Tensor<Scalar>, _ diagonal: Int, isLower: Bool) -> Tensor<Bool> {
    let (rows, columns): (Int, Int) = (x.shape[-2], x.shape[-1])
    let first: Int = diagonal + (isLower ? 1 : 0)
    return Tensor<Bool>(uninitialized: [rows, columns]) { mask in
        for row in 0 ..< rows {
            let split: Int = min(max(first + row, 0), columns)
            mask[row * columns ..< row * columns + split].update(repeating: isLower)
            mask[row * columns + split ..< (row + 1) * columns].update(repeating: !isLower)
        }
    }
}
