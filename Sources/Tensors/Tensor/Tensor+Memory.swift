internal import CKernels

extension Tensor {
    /// Returns the same elements in row-major order without gaps: this tensor if it is contiguous, otherwise a copy.
    ///
    /// The tape does not record the copy. So use this function only for operands of kernels.
    package func contiguous() -> Tensor { isContiguous ? self : copied() }

    /// Returns the same elements as a constant for differentiation. Unlike `asConstant()`, the function is not recorded
    /// in traces and profiles.
    package func unrecordedConstant() -> Tensor {
        var result = self
        result.variable = .none
        return result
    }

    /// Returns a contiguous copy. The tape does not record the copy.
    func copied() -> Tensor {
        var result = Tensor(uninitialized: shape)
        result.assignElements(of: self)
        return result
    }

    /// Writes the elements of `source`, which must have the same shape, to this tensor's memory. The function does not
    /// check whether other tensors share this memory.
    mutating func assignElements(of source: Tensor) {
        // The loops run over this tensor's memory from start to end, so that long runs of elements can be merged.
        let distances: [UInt] = strides.map(\.magnitude)
        let isDescending: Bool = zip(distances, distances.dropFirst()).allSatisfy { $0 >= $1 }
        let order: [Int] = isDescending ? [] : (0 ..< rank).sorted { distances[$0] > distances[$1] }
        let nest: LoopNest =
            isDescending
            ? LoopNest(shape: shape, strides: [strides, source.strides])
            : LoopNest(
                shape: Shape(order.map { shape.dimensions[$0] }),
                strides: [strides, source.strides].map { strides in order.map { strides[$0] } })
        let size: Int = MemoryLayout<Scalar>.stride
        let target = UnsafeMutableRawPointer(mutableAddress)
        let origin = UnsafeRawPointer(source.address)
        // A matrix of few rows would take longer to find than to copy.
        guard let rows = nest.outer.last, rows >= 16 || nest.rowStrides != [1, 1] else {
            return nest.forEachPiece { offsets, count in
                synann_copy(
                    size, count, origin + offsets[1] * size, nest.rowStrides[1], target + offsets[0] * size,
                    nest.rowStrides[0])
            }
        }
        let last: Int = nest.outer.count - 1
        let (targetRow, originRow): (Int, Int) = (
            nest.outerStride(loop: last, operand: 0), nest.outerStride(loop: last, operand: 1)
        )
        nest.forEachMatrix { offsets, rows, columns in
            synann_copy_matrix(
                size, rows, columns, origin + offsets[1] * size,
                synann_matrix_strides(row: originRow, column: nest.rowStrides[1]), target + offsets[0] * size,
                synann_matrix_strides(row: targetRow, column: nest.rowStrides[0]))
        }
    }

    /// Calls `body` with the elements in row-major order and returns the result of `body`. If the tensor is not
    /// contiguous, `body` receives a copy of the elements. The buffer is valid only during the call. Rethrows the error
    /// of `body`.
    public func withUnsafeBuffer<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Scalar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let source: Tensor = contiguous()
        defer { withExtendedLifetime(source) {} }
        return try body(UnsafeBufferPointer(start: source.address, count: count))
    }

    /// Calls `body` with the elements in row-major order and returns the result of `body`. `body` may change the
    /// elements. If the memory is not contiguous or another tensor shares the memory, the elements are copied first.
    /// After the call the tensor is a constant for differentiation. Rethrows the error of `body`.
    public mutating func withUnsafeMutableBuffer<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Scalar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        makeUnique()
        variable = .none
        return try body(UnsafeMutableBufferPointer(start: mutableAddress, count: count))
    }

    /// Makes the tensor contiguous and the only owner of its memory, by copying the elements if necessary. The tensor
    /// keeps its node on the tape.
    mutating func makeUnique() {
        if isContiguous, isKnownUniquelyReferenced(&storage) { return }
        let origin: Variable = variable
        self = copied()
        variable = origin
    }

    /// The elements in row-major order, as a new array.
    public var scalars: [Scalar] {
        withUnsafeBuffer { (buffer: UnsafeBufferPointer<Scalar>) -> [Scalar] in
            [Scalar](unsafeUninitializedCapacity: buffer.count) { array, count in
                copyElements(buffer, to: array.baseAddress)
                count = buffer.count
            }
        }
    }

    /// The only element of a tensor of any rank. Traps unless the tensor has exactly one element.
    public var scalar: Scalar {
        require(count == 1, "scalar: a tensor of shape \(shape) does not have exactly one element")
        return address.pointee
    }
}

/// Copies all elements of `source` to the memory at `target`, on the library's threads. Does nothing if `target` is `nil`.
func copyElements<Scalar: TensorScalar>(
    _ source: UnsafeBufferPointer<Scalar>, to target: UnsafeMutablePointer<Scalar>?
) {
    guard let target, let from = source.baseAddress else { return }
    Parallelism.forEachRange(of: source.count, length: 2 * Parallelism.elementsPerChunk) { range in
        synann_copy(
            MemoryLayout<Scalar>.stride, range.count, from + range.lowerBound, 1, target + range.lowerBound, 1)
    }
}

/// Writes `value` to `count` elements, starting at `target`. Does nothing if `target` is `nil`.
///
/// The standard library's `update(repeating:)` would be slow in generic code, because that function would call a
/// witness for each element.
func fill<Scalar: TensorScalar>(_ target: UnsafeMutablePointer<Scalar>?, with value: Scalar, count: Int) {
    guard let target else { return }
    withUnsafePointer(to: value) { value in
        synann_copy(MemoryLayout<Scalar>.stride, count, value, 0, target, 1)
    }
}
