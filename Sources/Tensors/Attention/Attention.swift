/// Returns scaled dot-product attention: for each query q, the mean of the values, weighted by softmax(s · q·k + b)
/// over the keys k. s is the scale, and b is the bias of `mask`, if there is one. PyTorch's name is
/// `scaled_dot_product_attention`.
///
/// The leading axes are usually `[N, heads]`. A fused kernel computes the scores in tiles, so no matrix of L × S
/// elements is stored. Causal attention does not compute the tiles in which every key comes after every query.
///
/// A query that may attend to no key has no mean: its result is NaN, also if there are no keys at all. PyTorch returns
/// 0. An element of a row of scores that is NaN or ∞ makes the result of this row NaN. A value that is NaN or
/// infinite can make a result NaN even if the key of this value is excluded, as in PyTorch, because its weight is 0.
///
/// Differentiable once with respect to queries, keys and values: a second derivative traps. A second kernel computes
/// these derivatives and stores no matrix of L × S elements either. If the derivative with respect to the bias of
/// `mask` is needed, matrix products and a softmax compute the result instead, and any derivative exists. The
/// derivatives are NaN where a result is NaN. The errors are about as great as those of matrix products and a softmax:
/// in `Float`, about 10⁻⁶ of the greatest element for 1024 keys. The results have the same bits at every number of
/// threads. Traps unless the shapes are as described below.
///
/// Source: A. Vaswani et al., "Attention is all you need", NeurIPS 2017; T. Dao et al., "FlashAttention", NeurIPS 2022.
///
/// - Parameters:
///   - queries: A tensor of shape `[…, L, D]`.
///   - keys: A tensor of shape `[…, S, D]`, with the leading axes of the queries.
///   - values: A tensor of shape `[…, S, V]`, with the leading axes of the queries.
///   - mask: The keys to which each query may attend, or the bias of each score. The shape of the mask broadcasts to
///     `[…, L, S]`.
///   - isCausal: Whether query i may attend only to the keys 0 ... i. With `mask`, both conditions hold.
///   - scale: The factor s of the scores. The default is 1/√D.
/// - Returns: A tensor of shape `[…, L, V]`.
public func attention<Scalar: RealScalar>(
    _ queries: Tensor<Scalar>, _ keys: Tensor<Scalar>, _ values: Tensor<Scalar>, mask: AttentionMask<Scalar>? = nil,
    isCausal: Bool = false, scale: Double? = nil
) -> Tensor<Scalar> {
    let scale: Double = scale ?? 1 / Double(queries.shape.dimensions.last ?? 1).squareRoot()
    let operands = AttentionOperands(
        queries, keys, values, mask: mask, isCausal: isCausal, scale: scale, named: "attention")
    func operation() -> TensorOperation {
        TensorOperation(
            "attention", inputs: [queries, keys, values, mask?.tensor],
            attributes: ["scale": .number(scale), "isCausal": .boolean(isCausal)],
            multiplyAdds: operands.multiplyAdds)
    }
    if let mask, mask.isTracked {
        return withOperation(operation()) {
            matmul(weights(queries, keys, mask, isCausal, scale), values) + operands.nanWithoutKeys
        }
    }
    let isTracked: Bool = queries.isTracked || keys.isTracked || values.isTracked
    let (value, logSums) = operands.results(keepsLogSums: isTracked)
    return withDerivative(of: operation(), value, inputs: [queries, keys, values]) { cotangent, wanted in
        guard let logSums else { fatalError("attention: the sums of the exponentials were not kept") }
        let slopes: AttentionOperands<Scalar>.Derivatives = operands.uninitializedDerivatives
        operands.writeDerivatives(value, logSums, cotangent, to: slopes)
        return [slopes.queries, slopes.keys, slopes.values]
    }
}

/// Returns the weights of scaled dot-product attention: softmax(s · q·k + b) over the keys k for each query q, a tensor
/// of shape `[…, L, S]`. All weights of a query that may attend to no key are NaN. Differentiable.
///
/// `matmul(attentionWeights(queries, keys), values)` is the result of `attention`, which does not store the weights.
/// Traps unless the shapes are as described below.
///
/// - Parameters:
///   - queries: A tensor of shape `[…, L, D]`.
///   - keys: A tensor of shape `[…, S, D]`, with the leading axes of the queries.
///   - mask: The keys to which each query may attend, or the bias of each score. The shape of the mask broadcasts to
///     `[…, L, S]`.
///   - isCausal: Whether query i may attend only to the keys 0 ... i. With `mask`, both conditions hold.
///   - scale: The factor s of the scores. The default is 1/√D.
public func attentionWeights<Scalar: RealScalar>(
    _ queries: Tensor<Scalar>, _ keys: Tensor<Scalar>, mask: AttentionMask<Scalar>? = nil, isCausal: Bool = false,
    scale: Double? = nil
) -> Tensor<Scalar> {
    let scale: Double = scale ?? 1 / Double(queries.shape.dimensions.last ?? 1).squareRoot()
    _ = AttentionOperands(
        queries, keys, keys, mask: mask, isCausal: isCausal, scale: scale, named: "attentionWeights")
    return weights(queries, keys, mask, isCausal, scale)
}

private func weights<Scalar: RealScalar>(
    _ queries: Tensor<Scalar>, _ keys: Tensor<Scalar>, _ mask: AttentionMask<Scalar>?, _ isCausal: Bool,
    _ scale: Double
) -> Tensor<Scalar> {
    var scores: Tensor<Scalar> = matmul(queries, keys.transposed(-2, -1)) * Scalar(scale)
    scores = mask?.applied(to: scores) ?? scores
    if isCausal {
        let (rows, columns): (Int, Int) = (queries.shape[-2], keys.shape[-2])
        let allowed = Tensor<Bool>(
            (0 ..< rows).flatMap { row in (0 ..< columns).map { $0 <= row } }, shape: [rows, columns])
        scores = AttentionMask<Scalar>.allowing(allowed).applied(to: scores)
    }
    return scores.softmax()
}
