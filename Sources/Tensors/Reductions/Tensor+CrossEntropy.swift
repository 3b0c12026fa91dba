internal import CKernels

/// Returns the cross-entropy of each label, `−log softmax(logits)[label]`, or `nil` if the computation is traced or
/// profiled. A trace then contains the operations `logSoftmax` and `pick`, which programs that read traces know.
///
/// A kernel computes the losses without the matrix of log-probabilities, and another kernel computes the derivative.
/// The bits are those of `logSoftmax`. Differentiable with respect to the logits; a second derivative comes from tensor
/// operations. Traps unless there is at least one class.
///
/// - Parameters:
///   - logits: The scores, `[N, classes]`.
///   - labels: The labels, `[N]`. Each label must be in `0 ..< classes`.
/// - Returns: The losses, `[N]`.
package func labelCrossEntropy<Scalar: RealScalar>(
    _ logits: Tensor<Scalar>, _ labels: Tensor<Int>
) -> Tensor<Scalar>? {
    if TraceRecorder.mayBeRecording { return nil }
    let (rows, classes): (Int, Int) = (logits.shape[0], logits.shape[1])
    require(classes > 0, "labelCrossEntropy: logits \(logits.shape) have no class")
    let (source, positions): (Tensor<Scalar>, Tensor<Int>) = (logits.asConstant().contiguous(), labels.contiguous())
    let statistics = Tensor<Scalar>(uninitialized: [2, rows])
    let losses = Tensor<Scalar>(uninitialized: [rows])
    func forEachRange(_ body: (inout synann_cross_entropy_operands, Range<Int>) -> Void) {
        positions.withUnsafeBuffer { positions in
            let labels: UnsafeRawPointer? = positions.baseAddress.map(UnsafeRawPointer.init)
            let operands = synann_cross_entropy_operands(
                columns: classes, logits: source.address, labels: labels?.assumingMemoryBound(to: Int64.self),
                greatest: statistics.mutableAddress, logarithm: statistics.mutableAddress + rows)
            Parallelism.forEachRange(of: rows, length: max(1, Parallelism.elementsPerChunk / classes)) { range in
                var operands: synann_cross_entropy_operands = operands
                body(&operands, range)
            }
        }
    }
    forEachRange { operands, range in
        synann_cross_entropy(
            Scalar.kernelType, &operands, range.lowerBound, range.upperBound, losses.mutableAddress)
    }
    return withDerivative(
        of: TensorOperation("labelCrossEntropy", logits, labels), losses,
        .by(logits) { cotangent in
            if Tape.recording != nil {
                let target = Tensor<Scalar>(oneHot: labels, classCount: classes)
                return (logits.softmax() - target) * cotangent.reshaped(to: [rows, 1])
            }
            let cotangent: Tensor<Scalar> = cotangent.contiguous()
            let derivative = Tensor<Scalar>(uninitialized: logits.shape)
            forEachRange { operands, range in
                synann_cross_entropy_gradient(
                    Scalar.kernelType, &operands, range.lowerBound, range.upperBound, cotangent.address,
                    derivative.mutableAddress)
            }
            return derivative
        })
}
