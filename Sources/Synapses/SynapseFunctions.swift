internal import CKernels
import Tensors

/// The inhibitory product of a fully connected synapse: `P[b, i] = ∏_j (1 − β[i, j] · x[b, j])`.
///
/// - Parameters:
///   - x: `[batch, inputs]`, open probabilities; any finite numbers are allowed.
///   - beta: `[outputs, inputs]`.
/// - Returns: `[batch, outputs]`. Each factor and the product are carried in `Double` with an exponent of their own, so
///   that only the result is rounded and can underflow. Where a factor is exactly 0 the product is 0, and the gradient is
///   the product of the others. No temporary of size batch · outputs · inputs is made. First-order.
public func inhibition<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ beta: Tensor<Scalar>) -> Tensor<Scalar> {
    let kernel = SynapseKernel(x, beta, "inhibition")
    let value: Tensor<Scalar> = kernel.product()
    return withDerivative(of: "inhibition", value, inputs: [x, beta]) { cotangent, wanted in
        kernel.gradient(byLogarithm: cotangent * value, byProduct: cotangent, wanted)
    }
}

/// log of the inhibitory product: `Σ_j log(1 − β[i, j] · x[b, j])`, computed from the product and its exponent, so that
/// it is exact where the product itself underflows. −∞ where a factor is 0, NaN where the product is negative.
public func logInhibition<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ beta: Tensor<Scalar>) -> Tensor<Scalar> {
    let kernel = SynapseKernel(x, beta, "logInhibition")
    return withDerivative(of: "logInhibition", kernel.logProduct(), inputs: [x, beta]) { cotangent, wanted in
        kernel.gradient(byLogarithm: cotangent, byProduct: nil, wanted)
    }
}

/// The fully connected synapse of each sample: `y[b, i] = α[i] · x[b, i] · ∏_j (1 − β[i, j] · x[b, j])`, j = i included.
///
/// - Parameters:
///   - x: `[batch, n]`.
///   - beta: `[n, n]`.
///   - alpha: `[n]`, or none for α = 1.
public func synapse<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, beta: Tensor<Scalar>, alpha: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
    require(
        beta.shape[0] == beta.shape[-1], "synapse: beta \(beta.shape) is not square; use inhibition for a rectangular one")
    let y: Tensor<Scalar> = x * inhibition(x, beta)
    return alpha.map { y * $0 } ?? y
}

/// What the published PyTorch and Keras programs compute: the logarithms are summed over *all samples of the batch* as
/// well, so that a sample's output depends on its neighbours:
/// `y[b, i] = α[i] · x[b, i] · exp(Σ_c Σ_j log(1 − β[i, j] · x[c, j]))`.
///
/// For reproducing published numbers; the formula of the paper is `synapse`.
public func batchCoupledSynapse<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, beta: Tensor<Scalar>, alpha: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
    require(beta.shape[0] == beta.shape[-1], "batchCoupledSynapse: beta \(beta.shape) is not square")
    let y: Tensor<Scalar> = x * logInhibition(x, beta).sum(axis: 0).exp()
    return alpha.map { y * $0 } ?? y
}
