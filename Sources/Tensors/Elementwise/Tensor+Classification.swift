internal import CKernels

extension Tensor where Scalar: RealScalar {
    /// Returns for each element whether it is NaN.
    public func isNaN() -> Tensor<Bool> { having(SYNANN_IS_NAN, "isNaN") }
    /// Returns for each element whether it is ∞ or −∞.
    public func isInfinite() -> Tensor<Bool> { having(SYNANN_IS_INFINITE, "isInfinite") }
    /// Returns for each element whether it is neither NaN nor infinite.
    public func isFinite() -> Tensor<Bool> { having(SYNANN_IS_FINITE, "isFinite") }
    /// Returns for each element whether its sign bit is set. This is true for negative numbers, for −0, and for NaN
    /// with the sign bit.
    public func signBit() -> Tensor<Bool> { having(SYNANN_HAS_SIGN, "signBit") }

    private func having(_ property: synann_property, _ name: String) -> Tensor<Bool> {
        traced(value(having: property), TensorOperation(name, self))
    }

    private func value(having property: synann_property) -> Tensor<Bool> {
        if let order = denseOrder { return permutedView(order).value(having: property).permutedBack(order) }
        return Tensor<Bool>(uninitialized: shape) { result in
            guard let target = UnsafeMutableRawPointer(result.baseAddress)?.assumingMemoryBound(to: UInt8.self) else {
                return
            }
            let nest = LoopNest(shape: shape, strides: [shape.contiguousStrides, strides])
            nest.forEachPiece { offsets, count in
                synann_classify(
                    Scalar.kernelType, property, count,
                    synann_strided(data: address + offsets[1], stride: nest.rowStrides[1]), target + offsets[0])
            }
        }
    }
}
