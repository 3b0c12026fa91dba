internal import CKernels

extension Tensor {
    /// Returns this tensor surrounded by elements that are `value`, before and after the elements along each axis.
    /// Differentiable for real and complex scalars.
    ///
    /// - Parameters:
    ///   - widths: The numbers of positions to add before and after the elements, a pair for each axis. Traps if the
    ///     number of pairs is not the rank, or if a width is negative.
    ///   - value: The value of the new elements.
    public func padded(by widths: [(before: Int, after: Int)], with value: Scalar) -> Tensor {
        require(widths.count == rank, "padded: \(widths.count) widths for shape \(shape)")
        require(
            widths.allSatisfy { $0.before >= 0 && $0.after >= 0 },
            "padded: a width of \(widths) for shape \(shape) is negative")
        return Scalar._moved(self, by: Padding(before: widths.map(\.before), after: widths.map(\.after), value: value))
    }
}

extension Tensor where Scalar: Numeric {
    /// Returns this tensor surrounded by zeros, before and after the elements along each axis. Differentiable for real
    /// and complex scalars.
    ///
    /// - Parameter widths: The numbers of positions to add before and after the elements, a pair for each axis. Traps
    ///   if the number of pairs is not the rank, or if a width is negative.
    public func padded(by widths: [(before: Int, after: Int)]) -> Tensor { padded(by: widths, with: 0) }
}

private struct Padding<Value: TensorScalar>: _ElementMovement {
    let before: [Int]
    let after: [Int]
    let value: Value

    func operation<Scalar>(on x: Tensor<Scalar>) -> TensorOperation {
        TensorOperation(
            "pad", x,
            attributes: [
                "before": .integers(before), "after": .integers(after),
                "value": .number((value as? any NumericScalar)?._double ?? .nan),
            ])
    }

    func moved<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        // `padded` calls this method only with `Scalar` equal to `Value`.
        guard let value = value as? Scalar else { fatalError("padded: \(Value.self) is not \(Scalar.self)") }
        if let padded = x.paddedByMatrices(before, after, value) { return padded }
        let target = Shape(x.shape.dimensions.indices.map { x.shape.dimensions[$0] + before[$0] + after[$0] })
        let padded: Tensor<Scalar> = Tensor(uninitialized: target, memoryOrder: x.memoryOrder)
        fill(padded.mutableAddress, with: value, count: target.elementCount)
        let start: Int = zip(before, padded.strides).reduce(0) { $0 + $1.0 * $1.1 }
        var window: Tensor<Scalar> = padded.view(shape: x.shape, strides: padded.strides, offset: start)
        window.assignElements(of: x)
        return padded
    }

    func adjoint<Scalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar> {
        cotangent[before.indices.map { (before[$0] ..< before[$0] + source.dimensions[$0]).tensorIndex }]
    }
}

extension Tensor {
    /// Returns this tensor surrounded by elements that are `value`, if this tensor is contiguous and only two neighbouring
    /// axes are padded; otherwise `nil`. The function writes each element once. The tape does not record the operation.
    fileprivate func paddedByMatrices(_ before: [Int], _ after: [Int], _ value: Scalar) -> Tensor? {
        let padded: [Int] = (0 ..< rank).filter { before[$0] > 0 || after[$0] > 0 }
        guard let last = padded.last, padded[0] >= last - 1, isContiguous, count > 0 else { return nil }
        // The axes after the last padded axis are part of the columns.
        let inner: Int = shape.dimensions[(last + 1)...].reduce(1, *)
        let (rows, columns): (Int, Int) = (last > 0 ? shape.dimensions[last - 1] : 1, shape.dimensions[last] * inner)
        let padding = synann_matrix_padding(
            above: last > 0 ? before[last - 1] : 0, below: last > 0 ? after[last - 1] : 0, left: before[last] * inner,
            right: after[last] * inner)
        let result = Tensor(uninitialized: Shape((0 ..< rank).map { shape.dimensions[$0] + before[$0] + after[$0] }))
        let matrices: Int = count / (rows * columns)
        let (size, length): (Int, Int) = (MemoryLayout<Scalar>.stride, result.count / matrices)
        let (from, to) = (UnsafeRawPointer(address), UnsafeMutableRawPointer(result.mutableAddress))
        withUnsafePointer(to: value) { value in
            Parallelism.forEachRange(of: matrices, length: Swift.max(1, Parallelism.elementsPerChunk / length)) {
                range in
                for matrix in range {
                    synann_pad_matrix(
                        size, rows, columns, from + matrix * rows * columns * size, padding, value,
                        to + matrix * length * size)
                }
            }
        }
        return result
    }
}
