internal import CKernels

// The compiler makes a separate version of the following functions for `Float` and `Double`, because generic code takes
// longer than an operation on a few elements.

extension synann_unary_operation {
    /// The number of elements in a chunk of work. The error function and GELU take more than a microsecond for a thousand
    /// elements, so two threads gain from smaller chunks.
    fileprivate var elementsPerChunk: Int {
        switch self {
        case SYNANN_ERF, SYNANN_GELU: Parallelism.elementsPerChunk / 8
        default: Parallelism.elementsPerChunk
        }
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns `operation` of every element, in the same shape. The tape does not record the operation.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func applying(_ operation: synann_unary_operation) -> Tensor {
        guard isContiguous else {
            guard let order = denseOrder else { return copied().applying(operation) }
            return permutedView(order).applying(operation).permutedBack(order)
        }
        let result = Tensor(uninitializedLike: self)
        let (from, to) = (address, result.mutableAddress)
        Parallelism.forEachRange(of: count, length: operation.elementsPerChunk) { range in
            synann_unary(
                Scalar.kernelType, operation, range.count, from + range.lowerBound, to + range.lowerBound)
        }
        return result
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns `operation` of each pair of elements of this tensor and `other`, after broadcasting to a common shape.
    /// The tape does not record the operation. Traps if the shapes do not broadcast; the message starts with `name`.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func combining(_ operation: synann_binary_operation, _ other: Tensor, named name: String) -> Tensor {
        let common: Shape = other.rank == 0 ? shape : Shape.broadcast(shape, other.shape, for: name)
        if let order = (shape == common ? self : other).denseOrder {
            let (first, second) = (broadcastView(to: common), other.broadcastView(to: common))
            return first.permutedView(order).combining(operation, second.permutedView(order), named: name)
                .permutedBack(order)
        }
        let result = shape == common ? Tensor(uninitializedLike: self) : Tensor(uninitialized: common)
        result.writeCombination(of: self, and: other, operation, named: name)
        return result
    }

    /// Writes `operation(a, b)` for each pair of elements to this tensor's memory. `a` and `b` must broadcast to this
    /// tensor's shape; `a` may be this tensor. This tensor must be contiguous.
    private func writeCombination(of a: Tensor, and b: Tensor, _ operation: synann_binary_operation, named name: String)
    {
        if let aStride = a.lineStride(in: shape), let bStride = b.lineStride(in: shape) {
            return writeLines(a, aStride, b, bStride, operation)
        }
        if a.lineStride(in: shape) == 1, let pattern = b.repeatedRows(in: shape) {
            return writeRows(a, RepeatedRows(columns: pattern.columns), b, pattern, operation)
        }
        if b.lineStride(in: shape) == 1, let pattern = a.repeatedRows(in: shape) {
            return writeRows(a, pattern, b, RepeatedRows(columns: pattern.columns), operation)
        }
        writeLoops(a, b, operation)
    }

    /// Writes `operation(a, b)` as `writeCombination` does, with loops over the axes. The last axis of this tensor must be
    /// contiguous.
    private func writeLoops(_ a: Tensor, _ b: Tensor, _ operation: synann_binary_operation) {
        let nest = LoopNest(
            shape: shape,
            strides: [strides, a.broadcastStrides(to: shape), b.broadcastStrides(to: shape)])
        let (target, first, second) = (mutableAddress, a.address, b.address)
        if nest.isTransposed(operand: 1) || nest.isTransposed(operand: 2) {
            return nest.writeTiles(target, [UnsafeRawPointer(first), UnsafeRawPointer(second)], Scalar.self) {
                rows, columns, a, b, target, stride in
                synann_binary_rows(Scalar.kernelType, operation, rows, columns, a, b, target, stride)
            }
        }
        if nest.outer.isEmpty {
            return nest.forEachPiece { offsets, count in
                synann_binary(
                    Scalar.kernelType, operation, count,
                    synann_strided(data: first + offsets[1], stride: nest.rowStrides[1]),
                    synann_strided(data: second + offsets[2], stride: nest.rowStrides[2]), target + offsets[0])
            }
        }
        nest.forEachMatrix { offsets, rows, columns in
            synann_binary_rows(
                Scalar.kernelType, operation, rows, columns, nest.rows(first + offsets[1], operand: 1),
                nest.rows(second + offsets[2], operand: 2), target + offsets[0], nest.lastOuterStride(operand: 0))
        }
    }

    /// Writes `operation(a, b)` as `writeCombination` does. The elements of each operand are `stride` apart in memory. The
    /// function avoids the loops over several axes, which cost more than the work on a small tensor.
    private func writeLines(
        _ a: Tensor, _ aStride: Int, _ b: Tensor, _ bStride: Int, _ operation: synann_binary_operation
    ) {
        let (target, first, second) = (mutableAddress, a.address, b.address)
        Parallelism.forEachRange(of: count, length: Parallelism.elementsPerChunk) { range in
            let start: Int = range.lowerBound
            synann_binary(
                Scalar.kernelType, operation, range.count,
                synann_strided(data: first + start * aStride, stride: aStride),
                synann_strided(data: second + start * bStride, stride: bStride), target + start)
        }
    }

    /// Writes `operation(a, b)` as `writeCombination` does. The operands are matrices with the same number of columns.
    private func writeRows(
        _ a: Tensor, _ aRows: RepeatedRows, _ b: Tensor, _ bRows: RepeatedRows, _ operation: synann_binary_operation
    ) {
        let (target, first, second) = (mutableAddress, a.address, b.address)
        let columns: Int = aRows.columns
        Parallelism.forEachRange(
            of: count / columns, length: Swift.max(1, Parallelism.elementsPerChunk / columns)
        ) { range in
            let row: Int = range.lowerBound
            synann_binary_rows(
                Scalar.kernelType, operation, range.count, columns,
                synann_strided_rows(
                    data: first + row * aRows.rowStride, row_stride: aRows.rowStride, stride: aRows.stride),
                synann_strided_rows(
                    data: second + row * bRows.rowStride, row_stride: bRows.rowStride, stride: bRows.stride),
                target + row * columns, columns)
        }
    }

    /// Replaces each element by `operation(element, element of other)`. Writes in place if the tensor is the only owner of
    /// its memory and is contiguous or has contiguous rows, otherwise to new memory. Traps unless `other` broadcasts to
    /// this shape; the message starts with `name`.
    mutating func combine(_ operation: synann_binary_operation, _ other: Tensor, named name: String) {
        require(
            Shape.broadcast(shape, other.shape) == shape,
            "\(name): shape \(other.shape) does not broadcast to \(shape) in place")
        let canWrite: Bool = isKnownUniquelyReferenced(&storage)
        if canWrite, isContiguous {
            writeCombination(of: self, and: other, operation, named: name)
        } else if canWrite, hasContiguousRows {
            writeLoops(self, other, operation)
        } else {
            self = combining(operation, other, named: name)
        }
    }
}

/// The strides of a matrix between its rows and within a row, and its number of columns.
struct RepeatedRows {
    let columns, rowStride, stride: Int

    /// Creates the strides of a contiguous matrix.
    init(columns: Int) { self.init(columns: columns, rowStride: columns, stride: 1) }

    init(columns: Int, rowStride: Int, stride: Int) {
        (self.columns, self.rowStride, self.stride) = (columns, rowStride, stride)
    }
}

extension Tensor {
    /// Returns this tensor, broadcast to the shape `target`, as a matrix with equal rows or equal columns: the tensor has
    /// the last axes of `target`, or its first axes followed by axes of length 1. Returns `nil` for other shapes, for a
    /// tensor that is not contiguous, for a single element and for no elements.
    func repeatedRows(in target: Shape) -> RepeatedRows? {
        guard isContiguous, count > 1, target.elementCount > 0 else { return nil }
        let missing: Int = target.rank - rank
        var (axis, columns): (Int, Int) = (rank - 1, 1)
        while axis >= 0, shape.dimensions[axis] == target.dimensions[axis + missing] {
            columns *= shape.dimensions[axis]
            axis -= 1
        }
        if columns == count { return RepeatedRows(columns: columns, rowStride: 0, stride: 1) }
        if missing > 0 { return nil }
        (axis, columns) = (rank - 1, 1)
        while axis >= 0, shape.dimensions[axis] == 1 {
            columns *= target.dimensions[axis]
            axis -= 1
        }
        return columns * count == target.elementCount ? RepeatedRows(columns: columns, rowStride: 1, stride: 0) : nil
    }

    /// Returns 1 if the tensor has the shape `target` and is contiguous, otherwise 0 if the tensor has a single element,
    /// and otherwise `nil`. If all operands have such a stride, a kernel needs no loops over several axes, which cost
    /// more than the work on a small tensor.
    func lineStride(in target: Shape) -> Int? {
        if shape == target && isContiguous { return 1 }
        return count == 1 ? 0 : nil
    }

    /// Returns the strides of this tensor broadcast to the shape `target`. The shape of this tensor must broadcast to
    /// `target`.
    func broadcastStrides(to target: Shape) -> [Int] {
        if shape == target { return strides }
        let missing: Int = target.rank - rank
        return (0 ..< target.rank).map { axis in
            axis < missing || (shape.dimensions[axis - missing] == 1 && target.dimensions[axis] != 1)
                ? 0 : strides[axis - missing]
        }
    }
}
