internal import CKernels
import Tensors

/// The operands of the pooling of N sets of M instances with C channels, in a form that the kernels accept. The work is
/// divided into chunks of sets that depend only on the shapes.
struct PooledSets<Scalar: RealScalar> {
    private let x, beta: Tensor<Scalar>
    private let leak: Tensor<Scalar>?
    private let mask: Tensor<UInt8>?

    /// Traps unless the shapes fit; the message starts with `name`.
    init(
        _ x: Tensor<Scalar>, beta: Tensor<Scalar>, leak: Tensor<Scalar>?, mask: Tensor<Bool>?, named name: String
    ) {
        require(
            x.rank == 3 && beta.shape == [x.shape[2]],
            "\(name): x \(x.shape) and beta \(beta.shape) must be [sets, instances, channels] and [channels]")
        require(
            leak.map { $0.shape == beta.shape } ?? true,
            "\(name): leak \(leak?.shape ?? []) and beta \(beta.shape) differ in shape")
        require(
            mask.map { $0.shape == [x.shape[0], x.shape[1]] } ?? true,
            "\(name): mask \(mask?.shape ?? []) is not of the leading axes of x \(x.shape)")
        self.x = x.asConstant().contiguous()
        self.beta = beta.asConstant().contiguous()
        self.leak = leak?.asConstant().contiguous()
        self.mask = mask?.contiguous().asBytes()
    }

    /// Returns the pooled probabilities P, or the surprisals −log(1 − P) if `asSurprisal` is true. If `keepsProduct` is
    /// true, the method also returns the products of the factors 1 − β·x. All results have the shape `[N, C]`.
    func pooled(asSurprisal: Bool, keepsProduct: Bool) -> (result: Tensor<Scalar>, product: Tensor<Scalar>?) {
        let shape: Shape = [x.shape[0], x.shape[2]]
        let result = Tensor<Scalar>(uninitialized: shape)
        let product: Tensor<Scalar>? = keepsProduct ? Tensor(uninitialized: shape) : nil
        forEachChunk { sets, range, scratch in
            let results = synann_pooling_results(
                result: result.mutableAddress, product: product?.mutableAddress, as_surprisal: asSurprisal ? 1 : 0)
            synann_synapse_pooling(Scalar.kernelType, sets, results, range.lowerBound, range.upperBound, scratch)
        }
        return (result, product)
    }

    /// Returns the gradients with respect to x and β.
    ///
    /// - Parameters:
    ///   - cotangent: The gradient with respect to the result, `[N, C]`.
    ///   - product: The products of the factors 1 − β·x from the forward pass; `nil` if the result is the surprisal.
    func gradient(
        _ cotangent: Tensor<Scalar>, product: Tensor<Scalar>?
    ) -> (x: Tensor<Scalar>, beta: Tensor<Scalar>) {
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let byX = Tensor<Scalar>(uninitialized: x.shape)
        let chunkCount: Int = (x.shape[0] + setsPerChunk - 1) / setsPerChunk
        let byBeta = Tensor<Scalar>(zeros: [chunkCount, x.shape[2]])
        forEachChunk { sets, range, scratch in
            let gradients = synann_pooling_gradients(
                cotangent: cotangent.address, product: product?.address, x_gradient: byX.mutableAddress,
                beta_gradient: byBeta.mutableAddress + range.lowerBound / setsPerChunk * x.shape[2])
            synann_synapse_pooling_gradient(
                Scalar.kernelType, sets, gradients, range.lowerBound, range.upperBound, scratch)
        }
        return (byX, byBeta.sum(axis: 0))
    }

    private var setsPerChunk: Int { max(1, Parallelism.elementsPerChunk / max(1, x.shape[1] * x.shape[2])) }

    private func forEachChunk(
        _ body: (UnsafePointer<synann_pooled_sets>, Range<Int>, UnsafeMutableRawPointer) -> Void
    ) {
        if x.shape[2] == 0 { return }
        let operands = synann_pooled_sets(
            sets: x.shape[0], instances: x.shape[1], channels: x.shape[2], x: x.address, beta: beta.address,
            leak: leak?.address, mask: mask?.address)
        Parallelism.forEachRange(of: x.shape[0], length: setsPerChunk) { range in
            withUnsafePointer(to: operands) { sets in
                withScratch(synann_synapse_pooling_scratch_bytes(Scalar.kernelType, sets)) { body(sets, range, $0) }
            }
        }
        withExtendedLifetime(self) {}
    }
}
