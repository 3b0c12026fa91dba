import Foundation
import Tensors

/// Returns the outputs of a gated synapse for each sample b and channel i:
/// `y[b, i] = r[b, i] · exp(min(s, θ[i] + Σ_j log(1 − β[i, j] · x[b, j])))`, where r = max(0, z) is the excitation, x =
/// 1 − e^(−r) are the open probabilities, and s is `limit`. The sum runs over all channels j, including i.
///
/// r_j is the surprisal of the event that channel j is closed. The exponential is the gate of output i: the function
/// computes it as `min(e^θ · ∏_j (1 − β · x), e^s)`, without a logarithm. The gate therefore exists for every finite β. A
/// factor 1 − β·x that is exactly 0 closes the gate, and the derivative with respect to this factor is the product of the
/// other factors. An odd number of negative factors gives a negative output. NaN in z or β gives NaN.
///
/// The derivative is first-order: a second derivative traps. The derivative with respect to z is 0 at z ≤ 0. For a gate
/// above its limit, the derivatives with respect to β, θ and the open probabilities are 0. At the limit itself, they are
/// those of a gate below the limit. The cost is about the cost of `synapse`.
///
/// Source: a form of the synapse of C. Li, "Synaptic Neural Network and synapse learning", that reads the outputs of a
/// linear layer instead of probabilities. This form is new in this package.
///
/// - Parameters:
///   - z: The inputs of n channels, `[batch, n]`.
///   - beta: β, `[n, n]`, the strengths with which the channels close the gates; another shape traps.
///   - theta: θ, `[n]`, the logarithm of each gate for closed channels; another shape traps.
///   - limit: s, the greatest logarithm of a gate.
///   - betaBound: The greatest β. The function replaces a greater β by this bound, and the derivative with respect to this
///     β is 0. With a bound below 1 every factor is positive.
/// - Returns: y, `[batch, n]`.
public func gatedSynapse<Scalar: RealScalar>(
    _ z: Tensor<Scalar>, beta: Tensor<Scalar>, theta: Tensor<Scalar>, limit: Scalar = 4,
    betaBound: Scalar = .infinity
) -> Tensor<Scalar> {
    require(
        z.rank == 2 && beta.shape == [z.shape[1], z.shape[1]] && theta.shape == [z.shape[1]],
        "gatedSynapse: z \(z.shape), beta \(beta.shape) and theta \(theta.shape) must be [batch, n], [n, n] and [n]")
    let input: Tensor<Scalar> = z.asConstant().contiguous()
    let weights: Tensor<Scalar> = beta.asConstant().contiguous()
    let synapse = SynapseKernel(
        GateKernel.probabilities(input), GateKernel.bounded(weights, by: betaBound), "gatedSynapse")
    let gate = GateKernel(
        z: input, product: synapse.product(), theta: theta.asConstant().contiguous(), limit: exp(Double(limit)))
    let operation = TensorOperation(
        "gatedSynapse", z, beta, theta,
        attributes: ["limit": .number(Double(limit)), "betaBound": .number(Double(betaBound))],
        multiplyAdds: synapse.batch * synapse.inputs * synapse.outputs)
    return withDerivative(of: operation, gate.outputs(), inputs: [z, beta, theta]) { cotangent, wanted in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let h: Tensor<Scalar> = gate.logarithmGradient(cotangent)
        let gradients: [Tensor<Scalar>?] = synapse.gradient(
            byLogarithm: h, byProduct: { gate.productGradient(cotangent) }, wanted)
        if let byInput = gradients[0] { gate.replaceByInputGradient(byInput, cotangent, x: synapse.x) }
        if let byBeta = gradients[1] { GateKernel.maskGradient(byBeta, of: weights, by: betaBound) }
        return [gradients[0], gradients[1], wanted[2] ? h.sum(axis: 0) : nil]
    }
}
