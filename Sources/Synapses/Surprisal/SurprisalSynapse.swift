import Tensors

/// Returns the output surprisals v of a fully connected synapse for input surprisals u, for each sample b and channel
/// i: `v[b, i] = θ[i] + u[b, i] + Σ_j G(γ[i, j] + u[b, j])`, where G is `surprisalComplement` and γ = −log β.
///
/// v equals `−log synapse(e⁻ᵘ)`, but neither the inhibitory product `∏_j (1 − β[i, j] · e^−u[b, j])` nor the outputs
/// can underflow. Stacked layers therefore need no softmax that rescales the probabilities between the layers. The
/// function computes `θ + u − logInhibition(e⁻ᵘ)` at the speed of `inhibition`. This formula does not contain γ, so β
/// may also be 0 or negative. The derivative is first-order: a second derivative traps.
///
/// - Parameters:
///   - u: The surprisals of the open probabilities of n channels, `[batch, n]`, 0 or more. If u is below 0, the
///     probability e⁻ᵘ is above 1. An element of the result is NaN if its inhibitory product is negative.
///   - beta: β, `[n, n]`; another shape traps.
///   - theta: θ = −log α, `[n]`; `nil` for α = 1.
/// - Returns: v, `[batch, n]`; ∞ where a factor 1 − β·x is exactly 0, with x = e⁻ᵘ. If β·x is near 1, the rounding of
///   β·x causes an error of ε·βx/(1 − βx) nats in a term, where ε is the ulp of 1.
public func surprisalSynapse<Scalar: RealScalar>(
    _ u: Tensor<Scalar>, beta: Tensor<Scalar>, theta: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
    require(
        beta.shape[0] == beta.shape[-1],
        "surprisalSynapse: beta \(beta.shape) is not square; use logInhibition for a rectangular beta")
    let v: Tensor<Scalar> = u - logInhibition(u.probability(), beta)
    return theta.map { v + $0 } ?? v
}
