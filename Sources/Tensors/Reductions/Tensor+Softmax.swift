internal import CKernels

extension Tensor where Scalar: RealScalar {
    /// Returns softmax along an axis: exp(x) / Σ exp(x) for every element x, in the same shape. The sum runs over the
    /// axis. Differentiable.
    ///
    /// The kernel computes the exponentials from x − max x, so that exp does not overflow. All results along the axis
    /// are NaN if an element is NaN or ∞, or if every element is −∞.
    ///
    /// - Parameter axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func softmax(axis: Int = -1) -> Tensor {
        alongLastAxis(axis) { view in
            withDerivative(
                of: TensorOperation("softmax", view), view.softmaxRows(SYNANN_SOFTMAX),
                .by(view) { $0.softmaxGradient(SYNANN_SOFTMAX, $1) })
        }
    }

    /// Returns the logarithm of softmax along an axis: x − log Σ exp(x) for every element x, in the same shape. The sum
    /// runs over the axis. Differentiable.
    ///
    /// The result is finite where softmax underflows to 0. All results along the axis are NaN if an element is NaN, or
    /// if every element is −∞.
    ///
    /// - Parameter axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func logSoftmax(axis: Int = -1) -> Tensor {
        alongLastAxis(axis) { view in
            withDerivative(
                of: TensorOperation("logSoftmax", view), view.softmaxRows(SYNANN_LOG_SOFTMAX),
                .by(view) { $0.softmaxGradient(SYNANN_LOG_SOFTMAX, $1) })
        }
    }

    /// Returns log Σ exp(x) over the elements x along an axis, without overflow. The result is NaN if an element is
    /// NaN, and −∞ if every element is −∞ or the axis is empty. Differentiable; the derivative is NaN if every element
    /// is −∞.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func logSumExp(axis: Int = -1, keepDims: Bool = false) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let kept: Shape = shape.removing(axes: [axis], keepDimensions: true)
        let rows: Tensor = asConstant().permutedView(movingToEnd(axis)).contiguous()
        let value: Tensor = rows.softmaxRows(SYNANN_LOG_SUM_EXP).reshapedView(to: kept)
        let result: Tensor = withDerivative(
            of: TensorOperation("logSumExp", self, attributes: reductionAttributes([axis], true)), value,
            .by(self) { cotangent in self.softmax(axis: axis) * cotangent })
        return keepDims ? result : result.reshaped(to: shape.removing(axes: [axis], keepDimensions: false))
    }

    private func movingToEnd(_ axis: Int) -> [Int] { (0 ..< rank).filter { $0 != axis } + [axis] }

    /// Returns the result of `operation` along `axis`. Because `operation` works along the last axis, `axis` is
    /// exchanged with the last axis before and after the call. Traps if the axis is out of range.
    private func alongLastAxis(_ axis: Int, _ operation: (Tensor) -> Tensor) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        return axis == rank - 1 ? operation(self) : operation(transposed(axis, -1)).transposed(axis, -1)
    }

    /// Returns `operation` of each row along the last axis. The tape does not record the operation.
    private func softmaxRows(_ operation: synann_softmax_operation) -> Tensor {
        let source: Tensor = contiguous()
        let columns: Int = shape[-1]
        let isReduction: Bool = operation == SYNANN_LOG_SUM_EXP
        let target: Shape = isReduction ? Shape(Array(shape.dimensions.dropLast())) : shape
        // The sum of no exponentials is 0, and its logarithm is −∞.
        if isReduction, columns == 0 { return Tensor(repeating: -.infinity, shape: target) }
        return Tensor(uninitialized: target) { result in
            guard let base = result.baseAddress, columns > 0 else { return }
            Tensor.forEachRowRange(count / columns, columns) { rows in
                synann_softmax(
                    Scalar.kernelType, operation, rows.count, columns, source.address + rows.lowerBound * columns,
                    base + rows.lowerBound * (isReduction ? 1 : columns))
            }
        }
    }

    /// Returns the derivative with respect to the input of softmax or log-softmax along the last axis, according to
    /// `operation`. This tensor is the cotangent, and `output` is the result of softmax or log-softmax. The derivative
    /// is differentiable again.
    private func softmaxGradient(_ operation: synann_softmax_operation, _ output: Tensor) -> Tensor {
        if Tape.recording != nil {
            return operation == SYNANN_SOFTMAX
                ? output * (self - (self * output).sum(axis: -1, keepDims: true))
                : self - output.exp() * sum(axis: -1, keepDims: true)
        }
        let (cotangent, output): (Tensor, Tensor) = (contiguous(), output.contiguous())
        let columns: Int = shape[-1]
        return Tensor(uninitialized: shape) { result in
            guard let base = result.baseAddress, columns > 0 else { return }
            Tensor.forEachRowRange(count / columns, columns) { rows in
                let start: Int = rows.lowerBound * columns
                synann_softmax_gradient(
                    Scalar.kernelType, operation, rows.count, columns, cotangent.address + start,
                    output.address + start, base + start)
            }
        }
    }

    private static func forEachRowRange(_ rows: Int, _ columns: Int, _ body: (Range<Int>) -> Void) {
        Parallelism.forEachRange(of: rows, length: Swift.max(1, Parallelism.elementsPerChunk / columns), body)
    }
}
