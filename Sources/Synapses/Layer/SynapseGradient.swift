internal import CKernels
import Tensors

/// The gradient by way of the excitation, for a synapse whose input x is also the excitation: α · g · P, where g is the
/// cotangent of the outputs and P the inhibitory product.
struct SynapseExcitation<Scalar: RealScalar> {
    let cotangent, product: Tensor<Scalar>
    let alpha: Tensor<Scalar>?
}

extension SynapseKernel {
    /// Returns the gradient with respect to x, `[batch, inputs]`, and the gradient with respect to β,
    /// `[outputs, inputs]`. The gradient with respect to x is `nil` if the caller does not need it.
    ///
    /// - Parameters:
    ///   - h: With `factor`, the cotangent of log P, where P is the inhibitory product: `[batch, outputs]`.
    ///   - factor: A contiguous tensor of the same shape. The cotangent of log P is `h * factor`; by default, it is `h`.
    ///   - excitation: The gradient that is added to the gradient with respect to x if x is also the excitation.
    ///   - productCotangent: Returns the cotangent of P, which the method needs only if a factor is exactly 0; `nil`
    ///     for the gradient of log P.
    ///   - wanted: Whether the caller needs the gradients with respect to x and β. The method always computes the
    ///     gradient with respect to β.
    func gradient(
        byLogarithm h: Tensor<Scalar>, times factor: Tensor<Scalar>? = nil,
        excitation: SynapseExcitation<Scalar>? = nil, byProduct productCotangent: (() -> Tensor<Scalar>)?,
        _ wanted: [Bool]
    ) -> [Tensor<Scalar>?] {
        let (scaled, unscale): (Tensor<Scalar>, Double) = scaledCotangents(h.contiguous(), factor)
        let byBeta = Tensor<Scalar>(uninitialized: [outputs, inputs])
        let byX: Tensor<Scalar>? = wanted[0] ? Tensor(uninitialized: [batch, inputs]) : nil
        var operands = synann_synapse_gradient_operands()
        (operands.batch, operands.inputs, operands.outputs) = (batch, inputs, outputs)
        operands.x = UnsafeRawPointer(x.address)
        operands.beta = UnsafeRawPointer(beta.address)
        operands.magnitude = UnsafeRawPointer(magnitude)
        operands.h = UnsafeRawPointer(scaled.address)
        operands.unscale = unscale
        operands.masks_zeros = productCotangent == nil ? 0 : 1
        operands.beta_gradient = UnsafeMutableRawPointer(byBeta.mutableAddress)
        operands.x_gradient = byX.map { UnsafeMutableRawPointer($0.mutableAddress) }
        operands.excited_cotangent = excitation.map { UnsafeRawPointer($0.cotangent.address) }
        operands.product = excitation.map { UnsafeRawPointer($0.product.address) }
        operands.alpha = excitation?.alpha.map { UnsafeRawPointer($0.address) }
        let hasZero: Bool = runSlabs(operands)
        if hasZero, let productCotangent: Tensor<Scalar> = productCotangent?().contiguous() {
            synann_synapse_add_zero_factors(Scalar.kernelType, &operands, productCotangent.address)
        }
        withExtendedLifetime((self, scaled, byBeta, byX, excitation)) {}
        return [byX, byBeta]
    }

    /// Computes the gradients in slabs, which are ranges of inputs, and returns whether a factor was exactly 0. Slabs
    /// share no results, so the threads compute different slabs independently.
    private func runSlabs(_ operands: synann_synapse_gradient_operands) -> Bool {
        var (columns, scratchBytes) = (0, 0)
        synann_synapse_slab_shape(Scalar.kernelType, &columns, &scratchBytes)
        let slabCount: Int = (inputs + columns - 1) / columns
        let perChunk: Int = max(1, Self.factorsPerChunk / max(1, batch * outputs * columns))
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, slabCount)) { found in
            found.initialize(repeating: 0)
            Parallelism.forEachRange(of: slabCount, length: perChunk) { range in
                withScratch(scratchBytes) { scratch in
                    withUnsafePointer(to: operands) { operands in
                        synann_synapse_gradient(
                            Scalar.kernelType, operands, range.lowerBound, range.upperBound, scratch,
                            &found[range.lowerBound])
                    }
                }
            }
            return found.contains { $0 != 0 }
        }
    }

    /// Returns h · factor, `[batch, outputs]`, possibly scaled, and the number that undoes the scaling. `h` and `factor`
    /// must be contiguous; without a factor and a scaling, the result is `h` itself.
    ///
    /// For two inputs with the factors d₁ and d₂, where a factor is 1 − β·x, the kernel computes a single quotient
    /// h/(d₁ · d₂). For a very large or very small h, this quotient would overflow or underflow. Therefore the method
    /// multiplies h by a power of two if the greatest |h| is below 2⁻²⁰ or above 2²⁰. The greatest |h| is then between
    /// 1 and 2. The method does not scale h if every h is 0, or if the greatest |h| is not finite.
    private func scaledCotangents(
        _ h: Tensor<Scalar>, _ factor: Tensor<Scalar>?
    ) -> (scaled: Tensor<Scalar>, unscale: Double) {
        let product: Tensor<Scalar> = factor == nil ? h : Tensor(uninitialized: h.shape)
        let cotangents = synann_synapse_cotangents(h: h.address, factor: factor?.address)
        let perChunk: Int = Self.factorsPerChunk
        let chunkCount: Int = max(1, (h.count + perChunk - 1) / perChunk)
        let size: Double = withUnsafeTemporaryAllocation(of: Double.self, capacity: chunkCount) { greatest in
            greatest.initialize(repeating: 0)
            let result: UnsafeMutablePointer<Scalar>? = factor == nil ? nil : product.mutableAddress
            Parallelism.forEachRange(of: h.count, length: perChunk) { range in
                synann_synapse_multiply_cotangents(
                    Scalar.kernelType, cotangents, range.lowerBound, range.upperBound, result,
                    &greatest[range.lowerBound / perChunk])
            }
            return greatest.reduce(0) { $0.isNaN || $0 >= $1 ? $0 : $1 }
        }
        withExtendedLifetime((h, factor)) {}
        guard size > 0, size.isFinite, !(0x1p-20 ... 0x1p20).contains(size) else { return (product, 1) }
        let scale: Double = Double(sign: .plus, exponent: -Int(size.exponent), significand: 1)
        return (product * Scalar(scale), 1 / scale)
    }
}
