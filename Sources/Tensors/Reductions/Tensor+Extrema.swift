internal import CKernels

extension Tensor where Scalar: RealScalar {
    /// Returns the greatest element as a tensor of shape `[]`. Traps if there are no elements.
    ///
    /// The result is NaN if an element is NaN; the derivative is then NaN too. If several elements are greatest, the
    /// derivative is divided equally between them.
    public func max() -> Tensor { max(axes: shape.allAxes) }
    /// Returns the greatest elements along an axis: the same as `max(axes: [axis], keepDims: keepDims)`. Traps if the
    /// axis is empty but the result has elements.
    ///
    /// The result is NaN if an element is NaN; the derivative is then NaN too. If several elements are greatest, the
    /// derivative is divided equally between them.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func max(axis: Int, keepDims: Bool = false) -> Tensor { max(axes: [axis], keepDims: keepDims) }
    /// Returns the greatest elements along several axes. Traps if these axes have no elements but the result has
    /// elements.
    ///
    /// An element of the result is NaN if one of the reduced elements is NaN; the derivative is then NaN too. If
    /// several elements are greatest, the derivative is divided equally between them.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func max(axes: [Int], keepDims: Bool = false) -> Tensor { extremum(SYNANN_GREATEST, axes, keepDims) }

    /// Returns the least element as a tensor of shape `[]`. Traps if there are no elements.
    ///
    /// The result is NaN if an element is NaN; the derivative is then NaN too. If several elements are least, the
    /// derivative is divided equally between them.
    public func min() -> Tensor { min(axes: shape.allAxes) }
    /// Returns the least elements along an axis: the same as `min(axes: [axis], keepDims: keepDims)`. Traps if the axis
    /// is empty but the result has elements.
    ///
    /// The result is NaN if an element is NaN; the derivative is then NaN too. If several elements are least, the
    /// derivative is divided equally between them.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func min(axis: Int, keepDims: Bool = false) -> Tensor { min(axes: [axis], keepDims: keepDims) }
    /// Returns the least elements along several axes. Traps if these axes have no elements but the result has elements.
    ///
    /// An element of the result is NaN if one of the reduced elements is NaN; the derivative is then NaN too. If
    /// several elements are least, the derivative is divided equally between them.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func min(axes: [Int], keepDims: Bool = false) -> Tensor { extremum(SYNANN_LEAST, axes, keepDims) }

    private func extremum(_ reduction: synann_reduction, _ axes: [Int], _ keepDims: Bool) -> Tensor {
        let axes: [Int] = shape.normalized(axes: axes)
        let source: Shape = shape
        let value: Tensor = reduced(reduction, axes: axes)
        return withDerivative(
            of: TensorOperation(
                reduction == SYNANN_GREATEST ? "max" : "min", self, attributes: reductionAttributes(axes, keepDims)),
            keepDims ? value.reshapedView(to: source.removing(axes: axes, keepDimensions: true)) : value,
            .by(self) { cotangent in
                let kept: Shape = source.removing(axes: axes, keepDimensions: true)
                let isExtremum: Tensor<Bool> = self .== value.reshaped(to: kept)
                let number: Tensor = Tensor(isExtremum).sum(axes: axes, keepDims: true)
                // If the extremum is NaN, no element equals the extremum and `number` is 0. The code uses `select` and
                // not a product with a mask, because an infinite cotangent times 0 is NaN.
                let elsewhere: Tensor = select(number .== 0, Tensor(.nan), Tensor(0))
                return select(isExtremum, cotangent.reshaped(to: kept) / number, elsewhere)
            })
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns the positions of the greatest elements along an axis. Of equal elements the first position counts. If an
    /// element is NaN, the result is the position of the first NaN. Traps if the axis is empty but the result has
    /// elements.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func argmax(axis: Int, keepDims: Bool = false) -> Tensor<Int> { argExtremum(1, axis, keepDims) }

    /// Returns the positions of the least elements along an axis. Of equal elements the first position counts. If an
    /// element is NaN, the result is the position of the first NaN. Traps if the axis is empty but the result has
    /// elements.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func argmin(axis: Int, keepDims: Bool = false) -> Tensor<Int> { argExtremum(0, axis, keepDims) }

    /// Returns the position of the greatest element in row-major order. Of equal elements the first position counts. If
    /// an element is NaN, the result is the position of the first NaN. Traps if there are no elements.
    public func argmax() -> Int { argExtremum(1) }

    /// Returns the position of the least element in row-major order. Of equal elements the first position counts. If an
    /// element is NaN, the result is the position of the first NaN. Traps if there are no elements.
    public func argmin() -> Int { argExtremum(0) }

    /// Returns the position in row-major order of the greatest element if `greatest` is 1, of the least element if
    /// `greatest` is 0. A separate tensor of positions would cost more than the search in a small tensor, so there is
    /// one only for traces and profiles.
    private func argExtremum(_ greatest: Int32) -> Int {
        let line: Tensor = contiguous()
        if TraceRecorder.mayBeRecording || count == 0 {
            return line.reshapedView(to: [count]).argExtremum(greatest, 0, false).scalar
        }
        var position: Int64 = 0
        withExtendedLifetime(line) {
            synann_find_extrema(
                Scalar.kernelType, greatest, synann_results(count: 1, stride: 0), count, 1, line.address, &position)
        }
        return Int(position)
    }

    private func argExtremum(_ greatest: Int32, _ axis: Int, _ keepDims: Bool) -> Tensor<Int> {
        let axis: Int = shape.normalized(axis: axis)
        let length: Int = shape.dimensions[axis]
        let others: [Int] = (0 ..< rank).filter { $0 != axis }
        let view: Tensor = permutedView(others + [axis])
        let kept = Shape(others.map { shape.dimensions[$0] })
        let name: String = greatest == 1 ? "argmax" : "argmin"
        require(length > 0 || kept.elementCount == 0, "\(name): axis \(axis) of shape \(shape) is empty")
        let result = Tensor<Int>(uninitialized: kept) { result in
            guard let target = result.baseAddress else { return }
            target.withMemoryRebound(to: Int64.self, capacity: result.count) {
                view.writeExtremumPositions(greatest, kept, $0)
            }
        }
        return traced(
            result.reshapedView(to: shape.removing(axes: [axis], keepDimensions: keepDims)),
            TensorOperation(
                name, self, attributes: ["axis": .integer(axis), "keepDims": .boolean(keepDims)]))
    }

    /// Writes the positions of the extrema along the last axis to `target`: of the greatest elements if `greatest` is
    /// 1, of the least elements if `greatest` is 0. `kept` is the shape without the last axis.
    private func writeExtremumPositions(_ greatest: Int32, _ kept: Shape, _ target: UnsafeMutablePointer<Int64>) {
        let (length, elementStride): (Int, Int) = (shape.dimensions[rank - 1], strides[rank - 1])
        let nest = LoopNest(shape: kept, strides: [Array(strides[..<(rank - 1)])])
        let perChunk: Int = Swift.max(64, Parallelism.elementsPerChunk / Swift.max(1, length) / 64 * 64)
        Parallelism.forEachRange(of: kept.elementCount, length: perChunk) { range in
            nest.forEachRun(in: range) { offset, stride, run in
                if stride == 1, elementStride != 1, run.count > 1 {
                    let columns = synann_reduced_rows(
                        rows: length, columns: run.count, stride: elementStride, column_stride: 1)
                    return synann_find_column_extrema(
                        Scalar.kernelType, greatest, columns, address + offset, target + run.lowerBound)
                }
                synann_find_extrema(
                    Scalar.kernelType, greatest, synann_results(count: run.count, stride: stride), length,
                    elementStride, address + offset, target + run.lowerBound)
            }
        }
    }
}
