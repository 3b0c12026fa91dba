internal import CKernels
import Tensors

/// The synapse kernels over one pair of operands, cut into chunks that depend on the shapes alone.
struct SynapseKernel<Scalar: RealScalar> {
    private let x: Tensor<Scalar>
    private let beta: Tensor<Scalar>
    private let batch, inputs, outputs: Int

    init(_ x: Tensor<Scalar>, _ beta: Tensor<Scalar>, _ name: String) {
        require(
            x.rank == 2 && beta.rank == 2 && x.shape[1] == beta.shape[1],
            "\(name): x \(x.shape) and beta \(beta.shape) must be [batch, inputs] and [outputs, inputs]")
        self.x = x.asConstant().contiguous()
        self.beta = beta.asConstant().contiguous()
        (batch, inputs, outputs) = (x.shape[0], x.shape[1], beta.shape[0])
    }

    /// Factors that one chunk computes.
    private static var factorsPerChunk: Int { 1 << 16 }

    func product() -> Tensor<Scalar> {
        forward { first, end, x, beta, result in
            synann_synapse_product(Scalar.kernelType, first, end, inputs, outputs, x, beta, result)
        }
    }

    func logProduct() -> Tensor<Scalar> {
        forward { first, end, x, beta, result in
            synann_synapse_log_product(Scalar.kernelType, first, end, inputs, outputs, x, beta, result)
        }
    }

    private func forward(
        _ body: (Int, Int, UnsafePointer<Scalar>?, UnsafePointer<Scalar>?, UnsafeMutablePointer<Scalar>?) -> Void
    ) -> Tensor<Scalar> {
        Tensor(uninitialized: [batch, outputs]) { result in
            let target: UnsafeMutablePointer<Scalar>? = result.baseAddress
            x.withUnsafeBuffer { x in
                beta.withUnsafeBuffer { beta in
                    let perChunk: Int = max(1, Self.factorsPerChunk / max(1, inputs * outputs))
                    Parallelism.forEachRange(of: batch, length: perChunk) { range in
                        body(range.lowerBound, range.upperBound, x.baseAddress, beta.baseAddress, target)
                    }
                }
            }
        }
    }

    /// The derivatives by x and β, from those by log P and (where a zero factor has to be looked after) by P.
    func gradient(
        byLogarithm h: Tensor<Scalar>, byProduct slope: Tensor<Scalar>?, _ wanted: [Bool]
    ) -> [Tensor<Scalar>?] {
        // Outputs are cut into few chunks, because each has a derivative by x of its own, to be added up afterwards.
        let perChunk: Int = max(1, (outputs + 7) / 8, Self.factorsPerChunk / max(1, batch * inputs))
        let chunkCount: Int = max(1, (outputs + perChunk - 1) / perChunk)
        var byX = Tensor<Scalar>(zeros: [wanted[0] ? chunkCount : 0, batch, inputs])
        let byBeta = Tensor<Scalar>(uninitialized: [outputs, inputs]) { byBeta in
            let betaTarget: UnsafeMutablePointer<Scalar>? = byBeta.baseAddress
            byX.withUnsafeMutableBuffer { byX in
                let xTarget: UnsafeMutablePointer<Scalar>? = wanted[0] ? byX.baseAddress : nil
                h.withUnsafeBuffer { h in
                    withOptionalBuffer(slope) { slope in
                        Parallelism.forEachRange(of: outputs, length: perChunk) { range in
                            gradientChunk(
                                range, h.baseAddress, slope, betaTarget,
                                xTarget.map { $0 + range.lowerBound / perChunk * batch * inputs })
                        }
                    }
                }
            }
        }
        return [wanted[0] ? byX.sum(axis: 0) : nil, byBeta]
    }

    private func gradientChunk(
        _ range: Range<Int>, _ h: UnsafePointer<Scalar>?, _ slope: UnsafePointer<Scalar>?,
        _ byBeta: UnsafeMutablePointer<Scalar>?, _ byX: UnsafeMutablePointer<Scalar>?
    ) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, inputs)) { scratch in
            x.withUnsafeBuffer { x in
                beta.withUnsafeBuffer { beta in
                    synann_synapse_gradient(
                        Scalar.kernelType, batch, inputs, outputs, range.lowerBound, range.upperBound, x.baseAddress,
                        beta.baseAddress, h, slope, byBeta, byX, scratch.baseAddress)
                }
            }
        }
    }

    private func withOptionalBuffer(_ tensor: Tensor<Scalar>?, _ body: (UnsafePointer<Scalar>?) -> Void) {
        guard let tensor else { return body(nil) }
        tensor.withUnsafeBuffer { body($0.baseAddress) }
    }
}
