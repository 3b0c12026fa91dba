/// Returns scaled dot-product attention of sequences to themselves, from a joint projection of queries, keys and values:
/// `[N, L, 3 · heads · D] → [N, L, heads · D]`, with the scale 1/√D.
///
/// The last axis of the projection contains the queries of all heads, then the keys and then the values. The kernels of
/// `attention` read them in place, and write the derivative with respect to the projection as one tensor.
/// Differentiable once: a second derivative traps. Traps unless the shapes are as described.
///
/// - Parameters:
///   - projection: The queries, keys and values, `[N, L, 3 · heads · D]`.
///   - heads: The number of heads.
///   - mask: The keys to which each query may attend, or the bias of each score. The derivative with respect to the
///     bias must not be needed.
///   - isCausal: Whether query i may attend only to the keys 0 ... i.
package func selfAttention<Scalar: RealScalar>(
    _ projection: Tensor<Scalar>, heads: Int, mask: AttentionMask<Scalar>?, isCausal: Bool
) -> Tensor<Scalar> {
    require(
        projection.rank == 3 && heads > 0 && projection.shape[2] % (3 * heads) == 0,
        "selfAttention: the projection \(projection.shape) does not consist of \(heads) heads")
    let (samples, length, width): (Int, Int, Int) = (
        projection.shape[0], projection.shape[1], projection.shape[2] / 3
    )
    /// Returns the queries, keys or values, `[N, heads, L, D]`, as a view.
    func part(_ index: Int, of tensor: Tensor<Scalar>) -> Tensor<Scalar> {
        tensor.view(
            shape: [samples, heads, length, width / heads],
            strides: [length * 3 * width, width / heads, 3 * width, 1], offset: tensor.offset + index * width)
    }
    let source: Tensor<Scalar> = projection.asConstant().contiguous()
    let scale: Double = 1 / Double(width / heads).squareRoot()
    let operands = AttentionOperands(
        part(0, of: source), part(1, of: source), part(2, of: source), mask: mask, isCausal: isCausal, scale: scale,
        named: "selfAttention")
    let (value, logSums) = operands.results(keepsLogSums: projection.isTracked)
    func operation() -> TensorOperation {
        TensorOperation(
            "selfAttention", inputs: [projection, mask?.tensor],
            attributes: ["heads": .integer(heads), "scale": .number(scale), "isCausal": .boolean(isCausal)],
            multiplyAdds: operands.multiplyAdds)
    }
    let joined: Tensor<Scalar> = value.permutedView([0, 2, 1, 3]).reshapedView(to: [samples, length, width])
    return withDerivative(of: operation(), joined, inputs: [projection]) { cotangent, _ in
        guard let logSums else { fatalError("selfAttention: the sums of the exponentials were not kept") }
        let slope = Tensor<Scalar>(uninitialized: source.shape)
        let byHead: Tensor<Scalar> = cotangent.contiguous().view(
            shape: [samples, heads, length, width / heads],
            strides: [length * width, width / heads, width, 1])
        operands.writeDerivatives(
            value, logSums, byHead, to: (part(0, of: slope), part(1, of: slope), part(2, of: slope)))
        return [slope]
    }
}
