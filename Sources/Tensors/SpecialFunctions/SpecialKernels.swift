internal import CKernels

/// The number of elements in a chunk of work. This number is smaller than `Parallelism.elementsPerChunk`, because a
/// special function may take a microsecond for each element.
private let grain = 1 << 12

extension Tensor where Scalar: RealScalar {
    /// Returns the special function `operation` of every element. The tape does not record the operation.
    func applying(_ operation: synann_special_unary_operation) -> Tensor {
        if let order = denseOrder { return permutedView(order).applying(operation).permutedBack(order) }
        let source: Tensor = contiguous()
        return Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: grain) { range in
                synann_special_unary(
                    Scalar.kernelType, operation, range.count, source.address + range.lowerBound,
                    target + range.lowerBound)
            }
        }
    }

    /// Returns the special function `operation` of each pair of elements of this tensor and `other`, after broadcasting
    /// to a common shape. The tape does not record the operation. Traps if the shapes do not broadcast; the message
    /// starts with `name`.
    func applying(_ operation: synann_special_binary_operation, _ other: Tensor, named name: String) -> Tensor {
        let result = Tensor(uninitialized: Shape.broadcast(shape, other.shape, for: name))
        let nest: LoopNest = result.nest(with: [self, other])
        let (target, first, second) = (result.mutableAddress, address, other.address)
        nest.forEachPiece(grain: grain) { offsets, count in
            synann_special_binary(
                Scalar.kernelType, operation, count,
                synann_strided(data: first + offsets[1], stride: nest.rowStrides[1]),
                synann_strided(data: second + offsets[2], stride: nest.rowStrides[2]), target + offsets[0])
        }
        return result
    }

    /// Returns the special function `operation` of the elements of this tensor, `second` and `third` at the same
    /// positions, after broadcasting to a common shape. The tape does not record the operation. Traps if the shapes do
    /// not broadcast; the message starts with `name`.
    func applying(
        _ operation: synann_special_ternary_operation, _ second: Tensor, _ third: Tensor, named name: String
    ) -> Tensor {
        let pair: Shape = Shape.broadcast(shape, second.shape, for: name)
        let result = Tensor(uninitialized: Shape.broadcast(pair, third.shape, for: name))
        let nest: LoopNest = result.nest(with: [self, second, third])
        let (target, a, b, c) = (result.mutableAddress, address, second.address, third.address)
        nest.forEachPiece(grain: grain) { offsets, count in
            synann_special_ternary(
                Scalar.kernelType, operation, count,
                synann_strided(data: a + offsets[1], stride: nest.rowStrides[1]),
                synann_strided(data: b + offsets[2], stride: nest.rowStrides[2]),
                synann_strided(data: c + offsets[3], stride: nest.rowStrides[3]), target + offsets[0])
        }
        return result
    }

    /// Returns the loops over this tensor and `operands`. This tensor is the first operand and must be contiguous;
    /// `operands` are broadcast to the shape of this tensor.
    private func nest(with operands: [Tensor]) -> LoopNest {
        LoopNest(shape: shape, strides: [shape.contiguousStrides] + operands.map { $0.broadcastStrides(to: shape) })
    }

    /// A tensor of the same shape whose elements are NaN, in place of a derivative that is not implemented.
    var withoutDerivative: Tensor { self * Scalar.nan }
}
