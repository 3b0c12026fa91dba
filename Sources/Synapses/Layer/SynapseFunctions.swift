internal import CKernels
import Tensors

/// Returns the inhibitory product of a fully connected synapse for each sample b and output i:
/// `P[b, i] = ∏_j (1 − β[i, j] · x[b, j])`.
///
/// If a partial product may leave the range of the scalar type, the kernel stores the exponent of the partial product
/// separately, so only the result can underflow. The relative error is below 2e-5 in `Float`. If a factor is exactly 0,
/// the product is 0, and the derivative with respect to this factor is the product of the other factors. The function
/// needs no temporary memory of size batch · outputs · inputs. The derivative is first-order: a second derivative
/// traps. The cost is about the cost of the matrix product x · βᵀ.
///
/// - Parameters:
///   - x: The open probabilities, `[batch, inputs]`. Any finite numbers are allowed.
///   - beta: β, `[outputs, inputs]`. Another rank or another number of inputs traps.
/// - Returns: P, `[batch, outputs]`.
public func inhibition<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ beta: Tensor<Scalar>) -> Tensor<Scalar> {
    let kernel = SynapseKernel(x, beta, "inhibition")
    let value: Tensor<Scalar> = kernel.product()
    return withDerivative(of: kernel.operation("inhibition"), value, inputs: [x, beta]) { cotangent, wanted in
        kernel.gradient(byLogarithm: cotangent, times: value, byProduct: { cotangent }, wanted)
    }
}

/// Returns the logarithm of the inhibitory product for each sample b and output i, `Σ_j log(1 − β[i, j] · x[b, j])`.
/// The kernel computes the logarithm from the product and a separate exponent, so the logarithm is accurate even if the
/// product underflows. An element is −∞ if a factor is 0, and NaN if the product is negative. The derivative is
/// first-order: a second derivative traps.
///
/// - Parameters:
///   - x: The open probabilities, `[batch, inputs]`.
///   - beta: β, `[outputs, inputs]`. Another rank or another number of inputs traps.
/// - Returns: The logarithms of the products, `[batch, outputs]`.
public func logInhibition<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ beta: Tensor<Scalar>) -> Tensor<Scalar> {
    let kernel = SynapseKernel(x, beta, "logInhibition")
    return withDerivative(
        of: kernel.operation("logInhibition"), kernel.product(asLogarithm: true), inputs: [x, beta]
    ) {
        cotangent, wanted in
        kernel.gradient(byLogarithm: cotangent, byProduct: nil, wanted)
    }
}

/// Returns the inhibitory product for each sample b and output i, computed in log space:
/// `exp(Σ_j log1p(−β[i, j] · x[b, j]))`, with a logarithm for each weight and sample. This function is a reference for
/// checks and benchmarks. This function is about ten times slower than `inhibition`, has no derivative, and returns NaN
/// if a β·x is above 1.
///
/// - Parameters:
///   - x: The open probabilities, `[batch, inputs]`.
///   - beta: β, `[outputs, inputs]`. Another rank or another number of inputs traps.
/// - Returns: The products, `[batch, outputs]`, a constant for differentiation.
public func inhibitionByLogarithms<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ beta: Tensor<Scalar>) -> Tensor<Scalar> {
    require(
        x.rank == 2 && beta.rank == 2 && x.shape[1] == beta.shape[1],
        "inhibitionByLogarithms: x \(x.shape) and beta \(beta.shape) must be [batch, inputs] and [outputs, inputs]")
    let (x, beta): (Tensor<Scalar>, Tensor<Scalar>) = (x.asConstant().contiguous(), beta.asConstant().contiguous())
    let (inputs, outputs): (Int, Int) = (x.shape[1], beta.shape[0])
    let result = Tensor<Scalar>(uninitialized: [x.shape[0], outputs])
    Parallelism.forEachRange(of: x.shape[0], length: max(1, (1 << 16) / max(1, inputs * outputs))) { range in
        var operands = synann_synapse()
        (operands.inputs, operands.outputs) = (inputs, outputs)
        (operands.x, operands.beta) = (UnsafeRawPointer(x.address), UnsafeRawPointer(beta.address))
        operands.product = UnsafeMutableRawPointer(result.mutableAddress)
        synann_synapse_by_logarithms(Scalar.kernelType, &operands, range.lowerBound, range.upperBound)
    }
    return result
}

/// Returns the outputs of a fully connected synapse for each sample b and channel i:
/// `y[b, i] = α[i] · x[b, i] · ∏_j (1 − β[i, j] · x[b, j])`, where j runs over all channels, including i. The
/// derivative is first-order: a second derivative traps.
///
/// - Parameters:
///   - x: The open probabilities of n channels, `[batch, n]`.
///   - beta: β, `[n, n]`; another shape traps.
///   - alpha: α, `[n]`, or `nil` for α = 1; another shape traps.
/// - Returns: y, `[batch, n]`.
public func synapse<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, beta: Tensor<Scalar>, alpha: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
    require(
        beta.shape[0] == beta.shape[-1],
        "synapse: beta \(beta.shape) is not square; use inhibition for a rectangular beta")
    let kernel = SynapseKernel(x, beta, "synapse")
    requireExcitation(kernel, x, alpha)
    let scale: Tensor<Scalar>? = alpha?.asConstant().contiguous()
    let inputs: [Tensor<Scalar>] = [x, beta] + (alpha.map { [$0] } ?? [])
    let (product, y) = kernel.excitedProduct(
        excitation: kernel.x, alpha: scale, keepsProduct: inputs.contains { $0.isTracked })
    // In traces, x is an input twice: as the excitation and as the open probabilities.
    return withDerivative(of: kernel.operation("synapse", inputs: [x] + inputs), y, inputs: inputs) {
        cotangent, wanted in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let gradients: [Tensor<Scalar>?] = kernel.gradient(
            byLogarithm: cotangent, times: y,
            excitation: SynapseExcitation(cotangent: cotangent, product: product, alpha: scale),
            byProduct: { (scale.map { cotangent * $0 } ?? cotangent) * kernel.x }, wanted)
        if scale == nil { return gradients }
        return gradients + [wanted[2] ? (cotangent * product * kernel.x).sum(axis: 0) : nil]
    }
}

/// Traps unless the excitation and α fit the outputs of a synapse.
private func requireExcitation<Scalar: RealScalar>(
    _ kernel: SynapseKernel<Scalar>, _ excitation: Tensor<Scalar>, _ alpha: Tensor<Scalar>?
) {
    let shape: Shape = [kernel.batch, kernel.outputs]
    require(
        excitation.shape == shape && (alpha.map { $0.shape == [kernel.outputs] } ?? true),
        "synapse: excitation \(excitation.shape) and alpha \(alpha?.shape ?? []) do not fit the outputs \(shape)")
}

/// Returns the outputs of a rectangular synapse with a separate excitation e, for each sample b and output i:
/// `y[b, i] = α[i] · e[b, i] · ∏_j (1 − β[i, j] · x[b, j])`. If all e and α are 1, the result equals `inhibition`. The
/// derivative is first-order: a second derivative traps. Traps if a shape does not fit the descriptions below.
///
/// - Parameters:
///   - x: The open probabilities, `[batch, inputs]`.
///   - excitation: e, `[batch, outputs]`.
///   - beta: β, `[outputs, inputs]`.
///   - alpha: α, `[outputs]`, or `nil` for α = 1.
/// - Returns: y, `[batch, outputs]`.
public func excitedInhibition<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, excitation: Tensor<Scalar>, beta: Tensor<Scalar>, alpha: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
    let kernel = SynapseKernel(x, beta, "synapse")
    requireExcitation(kernel, excitation, alpha)
    let excited: Tensor<Scalar> = excitation.asConstant().contiguous()
    let scale: Tensor<Scalar>? = alpha?.asConstant().contiguous()
    let (product, y) = kernel.excitedProduct(excitation: excited, alpha: scale, keepsProduct: true)
    return withDerivative(
        of: kernel.operation("synapse"), y, inputs: [x, excitation, beta] + (alpha.map { [$0] } ?? [])
    ) {
        cotangent, wanted in
        // Let g be the cotangent of y, e the excitation, and P the inhibitory product. The derivatives with respect to
        // P, e and α are α e g, α P g, and the sum of e P g over the batch.
        let scaled: Tensor<Scalar> = scale.map { cotangent * $0 } ?? cotangent
        let gradients: [Tensor<Scalar>?] = kernel.gradient(
            byLogarithm: cotangent, times: y, byProduct: { scaled * excited }, [wanted[0], wanted[2]])
        let derivatives: [Tensor<Scalar>?] = [gradients[0], wanted[1] ? scaled * product : nil, gradients[1]]
        if scale == nil { return derivatives }
        return derivatives + [wanted[3] ? (cotangent * product * excited).sum(axis: 0) : nil]
    }
}

/// Returns the outputs that the published PyTorch and Keras programs compute. These programs also sum the logarithms
/// over *all samples c of the batch*, so the output for sample b depends on all samples:
/// `y[b, i] = α[i] · x[b, i] · exp(Σ_c Σ_j log(1 − β[i, j] · x[c, j]))`.
///
/// Use this function only to reproduce the published numbers; the formula of the paper is `synapse`. The derivative is
/// first-order: a second derivative traps.
///
/// - Parameters:
///   - x: The open probabilities of n channels, `[batch, n]`.
///   - beta: β, `[n, n]`; another shape traps.
///   - alpha: α, `[n]`, or `nil` for α = 1.
/// - Returns: y, `[batch, n]`.
public func batchCoupledSynapse<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, beta: Tensor<Scalar>, alpha: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
    require(beta.shape[0] == beta.shape[-1], "batchCoupledSynapse: beta \(beta.shape) is not square")
    let y: Tensor<Scalar> = x * logInhibition(x, beta).sum(axis: 0).exp()
    return alpha.map { y * $0 } ?? y
}
