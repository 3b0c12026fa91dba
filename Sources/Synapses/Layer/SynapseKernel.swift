internal import CKernels
import Tensors

/// The synapse kernels for given operands x and β. The work is divided into chunks that depend only on the shapes.
struct SynapseKernel<Scalar: RealScalar> {
    let x: Tensor<Scalar>
    let beta: Tensor<Scalar>
    let batch, inputs, outputs: Int
    private let shape: TileShape
    private let packed: PackedBeta<Scalar>

    /// The greatest |β| of each input. The kernel chooses the formula for an input by this number.
    var magnitude: UnsafePointer<Scalar> { packed.magnitude }

    init(_ x: Tensor<Scalar>, _ beta: Tensor<Scalar>, _ name: String) {
        require(
            x.rank == 2 && beta.rank == 2 && x.shape[1] == beta.shape[1],
            "\(name): x \(x.shape) and beta \(beta.shape) must be [batch, inputs] and [outputs, inputs]")
        self.x = x.asConstant().contiguous()
        self.beta = beta.asConstant().contiguous()
        (batch, inputs, outputs) = (x.shape[0], x.shape[1], beta.shape[0])
        shape = TileShape(Scalar.self)
        packed = PackedBeta(self.beta, shape)
    }

    /// Returns an operation for traces, with the given name and inputs and the number of multiply–add pairs. Each factor
    /// 1 − β·x counts as a single pair.
    func operation(_ name: String, inputs: [Tensor<Scalar>] = []) -> TensorOperation {
        TensorOperation(name, inputs: inputs, multiplyAdds: batch * self.inputs * outputs)
    }

    /// The number of factors 1 − β·x in a chunk of work.
    static var factorsPerChunk: Int { 1 << 17 }

    /// Returns the inhibitory product P, or log P if `asLogarithm` is true, of shape `[batch, outputs]`.
    func product(asLogarithm: Bool = false) -> Tensor<Scalar> {
        let product = Tensor<Scalar>(uninitialized: [batch, outputs])
        run(excitation: nil, alpha: nil, product: product, result: nil, asLogarithm: asLogarithm)
        return product
    }

    /// Returns the inhibitory product P and the outputs α · excitation · P, each `[batch, outputs]`, computed in a
    /// single pass. If `keepsProduct` is false, both are the outputs.
    func excitedProduct(
        excitation: Tensor<Scalar>, alpha: Tensor<Scalar>?, keepsProduct: Bool
    ) -> (product: Tensor<Scalar>, result: Tensor<Scalar>) {
        let result = Tensor<Scalar>(uninitialized: [batch, outputs])
        // The kernel writes an element of the outputs after the same element of P.
        let product: Tensor<Scalar> = keepsProduct ? Tensor(uninitialized: [batch, outputs]) : result
        run(excitation: excitation, alpha: alpha, product: product, result: result, asLogarithm: false)
        return (product, result)
    }

    private func run(
        excitation: Tensor<Scalar>?, alpha: Tensor<Scalar>?, product: Tensor<Scalar>, result: Tensor<Scalar>?,
        asLogarithm: Bool
    ) {
        var operands = synann_synapse()
        (operands.inputs, operands.outputs) = (inputs, outputs)
        operands.x = UnsafeRawPointer(x.address)
        operands.beta = UnsafeRawPointer(beta.address)
        operands.packed = UnsafeRawPointer(packed.panels)
        operands.magnitude = UnsafeRawPointer(packed.magnitude)
        operands.excitation = excitation.map { UnsafeRawPointer($0.address) }
        operands.alpha = alpha.map { UnsafeRawPointer($0.address) }
        operands.product = UnsafeMutableRawPointer(product.mutableAddress)
        operands.result = result.map { UnsafeMutableRawPointer($0.mutableAddress) }
        operands.as_logarithm = asLogarithm ? 1 : 0
        // A chunk contains several blocks of rows, so that the threads read β less often. The limit of batch / 16 rows
        // leaves enough chunks for all threads.
        let rows: Int = max(Self.factorsPerChunk / max(1, inputs * outputs), min(4 * shape.rows, batch / 16))
        let perChunk: Int = max(1, (rows + shape.rows - 1) / shape.rows) * shape.rows
        Parallelism.forEachRange(of: batch, length: perChunk) { range in
            withScratch(synann_synapse_scratch_bytes(Scalar.kernelType, inputs)) { scratch in
                withUnsafePointer(to: operands) { operands in
                    synann_synapse_product(Scalar.kernelType, operands, range.lowerBound, range.upperBound, scratch)
                }
            }
        }
        withExtendedLifetime((self, excitation, alpha, product, result)) {}
    }
}

/// The number of samples (`rows`) and the number of outputs (`panel`) that the kernel computes at a time.
struct TileShape {
    var rows = 0
    var panel = 0

    init<Scalar: RealScalar>(_: Scalar.Type) {
        synann_synapse_tile_shape(Scalar.kernelType, &rows, &panel)
    }
}

/// β in the order in which the kernel reads the elements, and the greatest |β| of each input.
private struct PackedBeta<Scalar: RealScalar> {
    /// The panels, then `[chunks, inputs]` greatest |β| of the chunks of panels.
    private let memory: Tensor<Scalar>
    /// The greatest |β| of each input, if there are several chunks.
    private let maximum: Tensor<Scalar>?
    private let panelElements: Int

    init(_ beta: Tensor<Scalar>, _ shape: TileShape) {
        let (outputs, inputs): (Int, Int) = (beta.shape[0], beta.shape[1])
        let panelCount: Int = (outputs + shape.panel - 1) / shape.panel
        let perChunk: Int = max(1, (1 << 16) / max(1, inputs * shape.panel), (panelCount + 7) / 8)
        let chunkCount: Int = max(1, (panelCount + perChunk - 1) / perChunk)
        let panelElements: Int = panelCount * inputs * shape.panel
        let memory = Tensor<Scalar>(uninitialized: [panelElements + chunkCount * inputs])
        let greatest: UnsafeMutablePointer<Scalar> = memory.mutableAddress + panelElements
        if panelCount == 0 { greatest.initialize(repeating: 0, count: inputs) }
        Parallelism.forEachRange(of: panelCount, length: perChunk) { range in
            let weights = synann_synapse_weights(outputs: outputs, inputs: inputs, beta: beta.address)
            synann_synapse_pack(
                Scalar.kernelType, weights, range.lowerBound, range.upperBound, memory.mutableAddress,
                greatest + range.lowerBound / perChunk * inputs)
        }
        // This maximum propagates NaN, as the kernel's maximum does.
        maximum =
            chunkCount == 1
            ? nil : memory[panelElements ..< memory.count].reshaped(to: [chunkCount, inputs]).max(axis: 0)
        (self.memory, self.panelElements) = (memory, panelElements)
    }

    /// The panels; the pointer is valid while the struct exists.
    var panels: UnsafePointer<Scalar> { memory.address }
    /// The greatest |β| of each input; the pointer is valid while the struct exists.
    var magnitude: UnsafePointer<Scalar> { maximum?.address ?? memory.address + panelElements }
}

/// Calls `body` with `byteCount` bytes of scratch memory, which come from the cache of tensor memory. The contents of
/// the memory are undefined at first.
func withScratch(_ byteCount: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
    let memory = Tensor<UInt8>(uninitialized: [byteCount])
    body(UnsafeMutableRawPointer(memory.mutableAddress))
    withExtendedLifetime(memory) {}
}
