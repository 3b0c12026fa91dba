internal import CKernels

extension Tensor where Scalar: RealScalar {
    /// Returns `operation` of every element, in the same shape. The tape does not record the operation.
    func applying(_ operation: synann_unary_operation) -> Tensor {
        if let order = denseOrder { return permutedView(order).applying(operation).permutedBack(order) }
        let source: Tensor = contiguous()
        return Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                synann_unary(
                    Scalar.kernelType, operation, range.count, source.address + range.lowerBound,
                    target + range.lowerBound)
            }
        }
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns `operation` of each pair of elements of this tensor and `other`, after broadcasting to a common shape.
    /// The tape does not record the operation. Traps if the shapes do not broadcast; the message starts with `name`.
    func combining(_ operation: synann_binary_operation, _ other: Tensor, named name: String) -> Tensor {
        let common: Shape = other.rank == 0 ? shape : Shape.broadcast(shape, other.shape, for: name)
        if let order = (shape == common ? self : other).denseOrder {
            let (first, second) = (broadcastView(to: common), other.broadcastView(to: common))
            return first.permutedView(order).combining(operation, second.permutedView(order), named: name)
                .permutedBack(order)
        }
        let result = Tensor(uninitialized: common)
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
        let nest = LoopNest(
            shape: shape,
            strides: [shape.contiguousStrides, a.broadcastStrides(to: shape), b.broadcastStrides(to: shape)])
        let (target, first, second) = (mutableAddress, a.address, b.address)
        nest.forEachPiece { offsets, count in
            synann_binary(
                Scalar.kernelType, operation, count,
                synann_strided(data: first + offsets[1], stride: nest.rowStrides[1]),
                synann_strided(data: second + offsets[2], stride: nest.rowStrides[2]), target + offsets[0])
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

    /// Returns 1 if the tensor has the shape `target` and is contiguous, 0 if the tensor has rank 0, and otherwise
    /// `nil`.
    private func lineStride(in target: Shape) -> Int? {
        if rank == 0 { return target.rank == 0 ? 1 : 0 }
        return shape == target && isContiguous ? 1 : nil
    }

    /// Replaces each element by `operation(element, element of other)`. Writes in place if the tensor is contiguous and
    /// the only owner of its memory, otherwise to new memory. Traps unless `other` broadcasts to this shape; the
    /// message starts with `name`.
    mutating func combine(_ operation: synann_binary_operation, _ other: Tensor, named name: String) {
        require(
            Shape.broadcast(shape, other.shape) == shape,
            "\(name): shape \(other.shape) does not broadcast to \(shape) in place")
        if isContiguous, isKnownUniquelyReferenced(&storage) {
            writeCombination(of: self, and: other, operation, named: name)
        } else {
            self = combining(operation, other, named: name)
        }
    }
}

extension Tensor {
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
