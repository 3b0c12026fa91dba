internal import CKernels

extension Tensor where Scalar: NumericScalar {
    /// Returns the accumulation along `axis`, which is counted from the first axis. The accumulation runs from the end
    /// of the axis if `reversed` is true. The tape does not record the operation.
    func cumulated(_ cumulation: synann_cumulation, axis: Int, reversed: Bool) -> Tensor {
        let slabs = AxisSlabs(self, axis: axis)
        let layout = synann_cumulated_axis(length: slabs.length, inner: slabs.inner, reverse: reversed ? 1 : 0)
        return slabs.map { source, target, columns in
            synann_cumulate(
                Scalar.kernelType, cumulation, layout, columns.lowerBound, columns.upperBound, source, target)
        }
    }

    /// Returns for each element the position along `axis` of the greatest element so far, or of the least if `greatest`
    /// is false. The accumulation runs from the end of the axis if `reversed` is true. Of equal elements the first in
    /// the direction of the accumulation counts; if an element is NaN, the first NaN. `axis` is counted from the first
    /// axis.
    func cumulatedPositions(greatest: Bool, axis: Int, reversed: Bool) -> Tensor<Int> {
        let slabs = AxisSlabs(self, axis: axis)
        let layout = synann_cumulated_axis(length: slabs.length, inner: slabs.inner, reverse: reversed ? 1 : 0)
        return slabs.map { source, target, columns in
            if columns.lowerBound > 0 { return }
            target.withMemoryRebound(to: Int64.self, capacity: slabs.length * slabs.inner) {
                synann_cumulate_position(Scalar.kernelType, greatest ? 1 : 0, layout, source, $0)
            }
        }
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns y[i] = b[i] + a[i] · y[i − 1] along `axis`, where a is this tensor and y[−1] = 0. If `reversed` is true,
    /// the recurrence runs from the end of the axis, with y[i + 1] instead of y[i − 1]. `axis` is counted from the
    /// first axis. Differentiable.
    ///
    /// The derivative is a recurrence in the other direction. With the cotangent g, h[i] = g[i] + a[i + 1] · h[i + 1]
    /// is the gradient with respect to b, and h[i] · y[i − 1] is the gradient with respect to a.
    func recurrence(adding b: Tensor, axis: Int, reversed: Bool) -> Tensor {
        let (a, other): (Tensor, Tensor) = (self, b)
        let value: Tensor = recurrenceValue(other, axis: axis, reversed: reversed)
        let forward: Int = reversed ? -1 : 1
        return withDerivative(
            of: TensorOperation(
                "linearRecurrence", a, b, attributes: ["axis": .integer(axis), "reversed": .boolean(reversed)]), value,
            .by(a) { cotangent, y in
                let factors: Tensor = a.shifted(by: -forward, axis: axis)
                let adjoint: Tensor = factors.recurrence(adding: cotangent, axis: axis, reversed: !reversed)
                return adjoint * y.shifted(by: forward, axis: axis)
            },
            .by(b) { cotangent in
                a.shifted(by: -forward, axis: axis).recurrence(adding: cotangent, axis: axis, reversed: !reversed)
            })
    }

    private func recurrenceValue(_ b: Tensor, axis: Int, reversed: Bool) -> Tensor {
        let (factors, terms): (Tensor, Tensor) = (asConstant().contiguous(), b.asConstant().contiguous())
        let slabs = AxisSlabs(factors, axis: axis)
        let layout = synann_cumulated_axis(length: slabs.length, inner: slabs.inner, reverse: reversed ? 1 : 0)
        return slabs.map { source, target, columns in
            if columns.lowerBound > 0 { return }
            let position: Int = source - factors.address
            synann_linear_recurrence(Scalar.kernelType, layout, source, terms.address + position, target)
        }
    }

    /// Returns the elements moved by `places`, which is 1 or −1, along `axis`. `value` fills the position that becomes
    /// free. `axis` is counted from the first axis. Differentiable.
    func shifted(by places: Int, axis: Int, filling value: Scalar = 0) -> Tensor {
        let length: Int = shape.dimensions[axis]
        if length == 0 { return self }
        var widths = [(before: Int, after: Int)](repeating: (0, 0), count: rank)
        widths[axis] = places > 0 ? (1, 0) : (0, 1)
        let kept: Range<Int> = places > 0 ? 0 ..< length - 1 : 1 ..< length
        return narrowed(axis: axis, to: kept).padded(by: widths, with: value)
    }
}
