internal import CKernels

/// The number of elements in a chunk of work. It is smaller than that of other functions, because an element may take a
/// microsecond.
private let grain = 1 << 12

extension Tensor where Scalar: RealScalar {
    /// Applies a special function to every element. The tape does not record it.
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

    /// Applies a special function of two arguments to the elements, broadcast to a common shape. The tape does not
    /// record it.
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

    /// Applies a special function of three arguments to the elements, broadcast to a common shape. The tape does not
    /// record it.
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

    /// Returns the loops over this tensor, which must be contiguous, and operands broadcast to its shape.
    private func nest(with operands: [Tensor]) -> LoopNest {
        LoopNest(shape: shape, strides: [shape.contiguousStrides] + operands.map { $0.broadcastStrides(to: shape) })
    }

    /// Returns NaN in place of a derivative that is not implemented.
    var withoutDerivative: Tensor { self * Scalar.nan }
}
