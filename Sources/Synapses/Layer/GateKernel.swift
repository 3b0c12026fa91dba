internal import CKernels
import Tensors

/// The elementwise kernels of a gated synapse for given inputs z, inhibitory products P and θ, all contiguous and without
/// a position on the tape. The work is divided into chunks that depend only on the shapes.
struct GateKernel<Scalar: RealScalar> {
    /// `[batch, channels]`.
    private let z, product: Tensor<Scalar>
    /// α = e^θ, `[channels]`.
    private let alpha: Tensor<Scalar>
    /// The greatest value of a gate.
    private let limit: Double

    init(z: Tensor<Scalar>, product: Tensor<Scalar>, theta: Tensor<Scalar>, limit: Double) {
        (self.z, self.product, self.limit) = (z, product, limit)
        alpha = Tensor(uninitialized: theta.shape)
        synann_unary(Scalar.kernelType, SYNANN_EXP, theta.count, theta.address, alpha.mutableAddress)
    }

    /// Returns the open probabilities 1 − exp(−max(0, z)) of every z, in the same shape.
    static func probabilities(_ z: Tensor<Scalar>) -> Tensor<Scalar> {
        let x = Tensor<Scalar>(uninitialized: z.shape)
        Parallelism.forEachRange(of: z.count, length: Parallelism.elementsPerChunk) { range in
            synann_gate_probability(
                Scalar.kernelType, range.count, z.address + range.lowerBound, x.mutableAddress + range.lowerBound)
        }
        return x
    }

    /// Returns min(β, bound) for every β, in the same shape. For an infinite bound the result is `beta`.
    static func bounded(_ beta: Tensor<Scalar>, by bound: Scalar) -> Tensor<Scalar> {
        if bound == .infinity { return beta }
        let result = Tensor<Scalar>(uninitialized: beta.shape)
        Parallelism.forEachRange(of: beta.count, length: Parallelism.elementsPerChunk) { range in
            synann_gate_bound(
                Scalar.kernelType, Double(bound), range.count, beta.address + range.lowerBound,
                result.mutableAddress + range.lowerBound)
        }
        return result
    }

    /// Replaces the elements of `gradient`, the gradient with respect to min(β, bound), by 0 where β is above the bound.
    static func maskGradient(_ gradient: Tensor<Scalar>, of beta: Tensor<Scalar>, by bound: Scalar) {
        if bound == .infinity { return }
        Parallelism.forEachRange(of: beta.count, length: Parallelism.elementsPerChunk) { range in
            synann_gate_bound_gradient(
                Scalar.kernelType, Double(bound), range.count, beta.address + range.lowerBound,
                gradient.mutableAddress + range.lowerBound)
        }
    }

    /// Returns the outputs y = max(0, z) · min(α · P, limit), `[batch, channels]`.
    func outputs() -> Tensor<Scalar> {
        let y = Tensor<Scalar>(uninitialized: z.shape)
        forEachChunk { gate, range in
            withUnsafePointer(to: gate) {
                synann_gate_output(Scalar.kernelType, $0, range.lowerBound, range.upperBound, y.mutableAddress)
            }
        }
        return y
    }

    /// Returns the cotangents of log(α · P), `[batch, channels]`, computed from the cotangents of y.
    func logarithmGradient(_ cotangent: Tensor<Scalar>) -> Tensor<Scalar> {
        gradient(cotangent, synann_gate_logarithm_gradient)
    }

    /// Returns the cotangents of P, `[batch, channels]`, computed from the cotangents of y.
    func productGradient(_ cotangent: Tensor<Scalar>) -> Tensor<Scalar> {
        gradient(cotangent, synann_gate_product_gradient)
    }

    private func gradient(
        _ cotangent: Tensor<Scalar>,
        _ kernel: (synann_scalar_type, UnsafePointer<synann_gate_derivative>, Int, Int, UnsafeMutableRawPointer) -> Void
    ) -> Tensor<Scalar> {
        let gradient = Tensor<Scalar>(uninitialized: z.shape)
        forEachChunk(cotangent) { derivative, range in
            kernel(Scalar.kernelType, derivative, range.lowerBound, range.upperBound, gradient.mutableAddress)
        }
        return gradient
    }

    /// Replaces the cotangents of the open probabilities x, `[batch, channels]`, by the cotangents of z.
    func replaceByInputGradient(_ gradient: Tensor<Scalar>, _ cotangent: Tensor<Scalar>, x: Tensor<Scalar>) {
        forEachChunk(cotangent, x: x) { derivative, range in
            synann_gate_input_gradient(
                Scalar.kernelType, derivative, range.lowerBound, range.upperBound, gradient.mutableAddress)
        }
    }

    private func forEachChunk(
        _ cotangent: Tensor<Scalar>, x: Tensor<Scalar>? = nil,
        _ body: (UnsafePointer<synann_gate_derivative>, Range<Int>) -> Void
    ) {
        forEachChunk { gate, range in
            var derivative = synann_gate_derivative()
            derivative.gate = gate
            derivative.cotangent = UnsafeRawPointer(cotangent.address)
            derivative.x = x.map { UnsafeRawPointer($0.address) }
            body(&derivative, range)
        }
        withExtendedLifetime((cotangent, x)) {}
    }

    private func forEachChunk(_ body: (synann_gate, Range<Int>) -> Void) {
        let (batch, channels): (Int, Int) = (z.shape[0], z.shape[1])
        Parallelism.forEachRange(of: batch, length: max(1, Parallelism.elementsPerChunk / max(1, channels))) { range in
            var gate = synann_gate()
            (gate.channels, gate.limit) = (channels, limit)
            gate.z = UnsafeRawPointer(z.address)
            gate.product = UnsafeRawPointer(product.address)
            gate.alpha = UnsafeRawPointer(alpha.address)
            body(gate, range)
        }
        withExtendedLifetime((z, product, alpha)) {}
    }
}
