import Tensors

/// The fully connected synapse in surprisal space, from surprisals to surprisals:
/// `v[b, i] = θ[i] + u[b, i] + Σ_j G(γ[i, j] + u[b, j])`, G being `surprisalComplement` and γ = −log β.
///
/// It is `−log synapse(e⁻ᵘ)`, but neither the product nor the outputs can underflow: a stack of them needs no softmax
/// between. Computed as `θ + u − logInhibition(e⁻ᵘ)`, at the speed of `inhibition`; so β may also be 0 or negative.
///
/// - Parameters:
///   - u: `[batch, n]`, surprisals of open probabilities. 0 and more for probabilities; below 0, e⁻ᵘ is above 1, and the
///     result is NaN where a product is negative.
///   - beta: `[n, n]`.
///   - theta: `[n]`, −log α; none for α = 1.
/// - Returns: `[batch, n]`; ∞ where a factor is exactly 0. Where β·e⁻ᵘ is near 1, a term is as exact as this product is:
///   its error is ε·βx/(1 − βx) nats. First-order.
public func surprisalSynapse<Scalar: RealScalar>(
    _ u: Tensor<Scalar>, beta: Tensor<Scalar>, theta: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
    require(
        beta.shape[0] == beta.shape[-1],
        "surprisalSynapse: beta \(beta.shape) is not square; use logInhibition for a rectangular one")
    let v: Tensor<Scalar> = u - logInhibition(u.probability(), beta)
    return theta.map { v + $0 } ?? v
}
