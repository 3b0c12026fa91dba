extension Tensor {
    /// Returns a diagonal of each matrix that two axes form, as a view: NumPy's `diagonal`. In the result, these two
    /// axes are removed, and the elements of the diagonal are along a new last axis. Differentiable for real and
    /// complex scalars.
    ///
    /// - Parameters:
    ///   - offset: The number of the diagonal: 0 for the main diagonal, 1 for the next diagonal above the main
    ///     diagonal, −1 for the next diagonal below. A diagonal outside of the matrix is empty.
    ///   - rows: The axis of the rows; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - columns: The axis of the columns; a negative axis counts from the end. Traps if the axis is out of range or
    ///     equals `rows`.
    public func diagonal(offset: Int = 0, rows: Int = -2, columns: Int = -1) -> Tensor {
        let (rows, columns): (Int, Int) = (shape.normalized(axis: rows), shape.normalized(axis: columns))
        require(rows != columns, "diagonal: axis \(rows) of shape \(shape) cannot be both rows and columns")
        let others: [Int] = (0 ..< rank).filter { $0 != rows && $0 != columns }
        return Scalar._moved(permuted(others + [rows, columns]), by: Diagonal(offset: offset))
    }
}

/// A diagonal of the matrices that the last two axes form.
private struct Diagonal: _ElementMovement {
    let offset: Int

    func operation<Scalar>(on x: Tensor<Scalar>) -> TensorOperation {
        TensorOperation("diagonal", x, attributes: ["offset": .integer(offset)])
    }

    func moved<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        let (row, column): (Int, Int) = (Swift.max(0, -offset), Swift.max(0, offset))
        let length: Int = Swift.max(0, Swift.min(x.shape[-2] - row, x.shape[-1] - column))
        let (down, right): (Int, Int) = (x.strides[x.rank - 2], x.strides[x.rank - 1])
        return x.view(
            shape: Shape(x.shape.dimensions.dropLast(2) + [length]), strides: x.strides.dropLast(2) + [down + right],
            offset: length == 0 ? x.offset : x.offset + row * down + column * right)
    }

    func adjoint<Scalar: FieldScalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar> {
        let zeros = Tensor<Scalar>(zeros: source)
        let all = Tensor<Int>(from: 0, to: source.elementCount).reshapedView(to: source)
        return zeros.addingElements(cotangent, at: moved(all).contiguous())
    }
}

extension Tensor where Scalar: FieldScalar {
    /// Returns the sum of a diagonal of each matrix that the last two axes form: `[…, m, n] → […]`. Differentiable.
    /// Traps if the rank is below 2.
    ///
    /// - Parameter offset: The number of the diagonal: 0 for the main diagonal, 1 for the next diagonal above the main
    ///   diagonal, −1 for the next diagonal below. The sum of a diagonal outside of the matrix is 0.
    public func trace(offset: Int = 0) -> Tensor { diagonal(offset: offset).sum(axis: -1) }
}

extension Tensor where Scalar: IntegerScalar {
    /// Returns the sum of a diagonal of each matrix that the last two axes form: `[…, m, n] → […]`. The sum has 64
    /// bits; overflow wraps around. Traps if the rank is below 2.
    ///
    /// - Parameter offset: The number of the diagonal: 0 for the main diagonal, 1 for the next diagonal above the main
    ///   diagonal, −1 for the next diagonal below. The sum of a diagonal outside of the matrix is 0.
    public func trace(offset: Int = 0) -> Tensor<Scalar.Total> { diagonal(offset: offset).sum(axis: -1) }
}
