internal import CKernels

/// The elements of `a` where `mask` is true, those of `b` elsewhere; all three are broadcast: numpy's `where`.
public func select<Scalar: RealScalar>(
    _ mask: Tensor<Bool>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    return withDerivative(
        selected(mask, a, b),
        .by(a) { cotangent in select(mask, cotangent, Tensor(0)).summed(to: aShape) },
        .by(b) { cotangent in select(mask, Tensor(0), cotangent).summed(to: bShape) })
}

/// The same for integers.
public func select<Scalar: IntegerScalar>(
    _ mask: Tensor<Bool>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    selected(mask, a, b)
}

private func selected<Scalar: NumericScalar>(
    _ mask: Tensor<Bool>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    let values = Shape.broadcast(a.shape, b.shape, for: "select")
    let common = Shape.broadcast(mask.shape, values, for: "select")
    let bytes: Tensor<UInt8> = mask.asBytes()
    return Tensor<Scalar>(uninitialized: common) { result in
        guard let target = result.baseAddress else { return }
        let nest = LoopNest(
            shape: common,
            strides: [
                common.contiguousStrides, bytes.broadcastStrides(to: common), a.broadcastStrides(to: common),
                b.broadcastStrides(to: common),
            ])
        nest.forEachPiece { offsets, count in
            synann_select(
                Scalar.kernelType, count, bytes.address + offsets[1], nest.rowStrides[1], a.address + offsets[2],
                nest.rowStrides[2], b.address + offsets[3], nest.rowStrides[3], target + offsets[0])
        }
    }
}

/// The smaller of both elements, broadcast; NaN where either is. Equal elements share the derivative in halves.
public func minimum<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    extremum(SYNANN_MINIMUM, a, b, named: "minimum")
}

/// The greater of both elements, broadcast; NaN where either is. Equal elements share the derivative in halves.
public func maximum<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    extremum(SYNANN_MAXIMUM, a, b, named: "maximum")
}

private func extremum<Scalar: RealScalar>(
    _ operation: synann_binary_operation, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, named name: String
) -> Tensor<Scalar> {
    let (aShape, bShape) = (a.shape, b.shape)
    let value: Tensor<Scalar> = a.combining(operation, b, named: name)
    return withDerivative(
        value,
        .by(a) { cotangent in (cotangent * share(of: a, against: b, in: value)).summed(to: aShape) },
        .by(b) { cotangent in (cotangent * share(of: b, against: a, in: value)).summed(to: bShape) })
}

/// 1 where `a` alone is the extremum, ½ where both are, 0 elsewhere.
private func share<Scalar: RealScalar>(
    of a: Tensor<Scalar>, against b: Tensor<Scalar>, in extremum: Tensor<Scalar>
) -> Tensor<Scalar> {
    let isTie: Tensor<Bool> = a .== b
    return select(isTie, Tensor(0.5), select(extremum .== a, Tensor(1), Tensor(0)))
}

extension Tensor where Scalar: RealScalar {
    /// Every element moved into `range`. The derivative is 1 inside and at the bounds, 0 outside, as PyTorch has it.
    public func clipped(to range: ClosedRange<Scalar>) -> Tensor {
        let lower: Tensor = combining(SYNANN_MAXIMUM, Tensor(range.lowerBound), named: "clipped")
        return withDerivative(
            lower.combining(SYNANN_MINIMUM, Tensor(range.upperBound), named: "clipped"),
            .by(self) { cotangent in
                select((self .>= range.lowerBound) .&& (self .<= range.upperBound), cotangent, Tensor(0))
            })
    }
}
