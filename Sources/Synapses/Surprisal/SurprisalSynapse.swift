import Tensors

/// Returns the fully connected synapse from surprisals to surprisals: `v[b, i] = θ[i] + u[b, i] + Σ_j G(γ[i, j] + u[b,
/// j])`, where G is `surprisalComplement` and γ = −log β.
///
/// It is `−log synapse(e⁻ᵘ)`, but neither the product nor the outputs can underflow, so stacks of it need no softmax
/// between the layers. It is computed as `θ + u − logInhibition(e⁻ᵘ)`, at the speed of `inhibition`; so β may also be 0
/// or negative. First-order.
///
/// - Parameters:
///   - u: `[batch, n]`, the surprisals of open probabilities, 0 or more. Where u is below 0, e⁻ᵘ is above 1, and the
///     result is NaN if a product is negative.
///   - beta: `[n, n]`; another shape traps.
///   - theta: `[n]`, −log α; `nil` for α = 1.
/// - Returns: `[batch, n]`; ∞ where a factor is exactly 0. Where β·e⁻ᵘ is near 1, the error of a term is ε·βx/(1 − βx)
///   nats, from the rounding of that product.
public func surprisalSynapse<Scalar: RealScalar>(
    _ u: Tensor<Scalar>, beta: Tensor<Scalar>, theta: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
    require(
        beta.shape[0] == beta.shape[-1],
        "surprisalSynapse: beta \(beta.shape) is not square; use logInhibition for a rectangular one")
    let v: Tensor<Scalar> = u - logInhibition(u.probability(), beta)
    return theta.map { v + $0 } ?? v
}
