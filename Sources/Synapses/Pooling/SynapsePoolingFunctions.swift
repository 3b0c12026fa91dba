import Tensors

/// Returns the probability that at least one instance of a set, or the leak, brings an event about, for each set n and
/// channel c: `P[n, c] = 1 − (1 − λ[c]) · ∏_i (1 − β[c] · x[n, i, c])`. This is the noisy-OR of the instances.
///
/// The function is a polynomial, so it exists for all finite numbers. The kernel stores the exponents of the products
/// separately, so only P can overflow. If all λ and β·x are between 0 and 1, P keeps its digits however small it is, and
/// the relative error is about that of a sum over the instances. A set without instances gives P = λ. NaN gives NaN. If a
/// factor 1 − β·x is exactly 0, P is 1, and the derivative with respect to this x is computed from the product of the
/// other factors. The derivative is first-order: a second derivative traps. The time is about that of reading x twice.
///
/// If P is near 1, a loss of P has few digits. A loss of `surprisalSynapsePooling` keeps all digits.
///
/// Source: J. Pearl, "Probabilistic Reasoning in Intelligent Systems", 1988, section 4.3.2 (noisy-OR).
///
/// - Parameters:
///   - x: The probability of each channel in each instance, `[sets, instances, channels]`.
///   - beta: β, the probability that an instance with x = 1 brings the event about, `[channels]`.
///   - leak: λ, the probability of the event without any instance, `[channels]`; `nil` for λ = 0.
///   - mask: True for the instances that take part, `[sets, instances]`; `nil` if all instances take part. The elements
///     of other instances are ignored, also if they are NaN, and their derivative is 0.
/// - Returns: P, `[sets, channels]`. Traps unless all shapes are as described.
public func synapsePooling<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, beta: Tensor<Scalar>, leak: Tensor<Scalar>? = nil, mask: Tensor<Bool>? = nil
) -> Tensor<Scalar> {
    let sets = PooledSets(x, beta: beta, leak: leak, mask: mask, named: "synapsePooling")
    let isTracked: Bool = x.isTracked || beta.isTracked || leak?.isTracked == true
    let (value, product) = sets.pooled(asSurprisal: false, keepsProduct: isTracked)
    return withDerivative(
        of: TensorOperation("synapsePooling", inputs: [x, beta, leak, mask], multiplyAdds: x.count), value,
        inputs: [x, beta] + (leak.map { [$0] } ?? [])
    ) { cotangent, wanted in
        guard let product else { fatalError("synapsePooling: the products were not kept") }
        let gradients: (x: Tensor<Scalar>, beta: Tensor<Scalar>) = sets.gradient(cotangent, product: product)
        let derivatives: [Tensor<Scalar>?] = [gradients.x, gradients.beta]
        return wanted.count == 2 ? derivatives : derivatives + [(cotangent * product).sum(axis: 0)]
    }
}

/// Returns the surprisal that neither an instance of a set nor the leak brings the event about, for each set n and
/// channel c: `s[n, c] = −log(1 − λ[c]) − Σ_i log(1 − β[c] · x[n, i, c])`.
///
/// s is the surprisal `−log(1 − P)` of the complement of the event, where P is the result of `synapsePooling`. Therefore
/// P = −expm1(−s). Unlike P, s does not saturate, so losses of s keep all digits: see
/// `binaryCrossEntropy(surprisalOfComplement:)`. The kernel multiplies the factors and takes a single logarithm for each
/// set and channel. A set without instances gives s = −log(1 − λ). s is ∞ if a factor is exactly 0, and NaN if the
/// product of the factors is negative. NaN gives NaN. The derivative with respect to a factor of 0 is infinite; it is 0
/// if the cotangent is 0. The derivative is first-order: a second derivative traps. The time is about that of reading x
/// twice.
///
/// - Parameters:
///   - x: The probability of each channel in each instance, `[sets, instances, channels]`.
///   - beta: β, the probability that an instance with x = 1 brings the event about, `[channels]`.
///   - leak: λ, the probability of the event without any instance, `[channels]`; `nil` for λ = 0.
///   - mask: True for the instances that take part, `[sets, instances]`; `nil` if all instances take part. The elements
///     of other instances are ignored, also if they are NaN, and their derivative is 0.
/// - Returns: s, `[sets, channels]`. Traps unless all shapes are as described.
public func surprisalSynapsePooling<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, beta: Tensor<Scalar>, leak: Tensor<Scalar>? = nil, mask: Tensor<Bool>? = nil
) -> Tensor<Scalar> {
    let sets = PooledSets(x, beta: beta, leak: leak, mask: mask, named: "surprisalSynapsePooling")
    let constantLeak: Tensor<Scalar>? = leak?.asConstant()
    return withDerivative(
        of: TensorOperation("surprisalSynapsePooling", inputs: [x, beta, leak, mask], multiplyAdds: x.count),
        sets.pooled(asSurprisal: true, keepsProduct: false).result, inputs: [x, beta] + (leak.map { [$0] } ?? [])
    ) { cotangent, _ in
        let gradients: (x: Tensor<Scalar>, beta: Tensor<Scalar>) = sets.gradient(cotangent, product: nil)
        let derivatives: [Tensor<Scalar>?] = [gradients.x, gradients.beta]
        return constantLeak.map { derivatives + [cotangent.sum(axis: 0) / (1 - $0)] } ?? derivatives
    }
}
