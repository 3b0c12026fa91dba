internal import CKernels

extension Tensor where Scalar: NumericScalar {
    /// Returns the sums, products or other accumulations that `cumulation` selects, up to and including each position
    /// along `axis`. `axis` is counted from the first axis. The accumulation runs from the end of the axis if
    /// `reversed` is true. The tape does not record the operation.
    func cumulated(_ cumulation: synann_cumulation, axis: Int, reversed: Bool) -> Tensor {
        AxisSlabs(self, axis: axis).mapLines { source, target, layout in
            synann_cumulate(Scalar.kernelType, cumulation, reversed ? 1 : 0, &layout, source, target)
        }
    }

    /// Returns for each element the position along `axis` of the greatest element so far, or of the least if `greatest`
    /// is false. The accumulation runs from the end of the axis if `reversed` is true. Of equal elements the first in
    /// the direction of the accumulation counts; if an element is NaN, the first NaN. `axis` is counted from the first
    /// axis.
    func cumulatedPositions(greatest: Bool, axis: Int, reversed: Bool) -> Tensor<Int> {
        AxisSlabs(self, axis: axis).mapLines { source, target, layout in
            target.withMemoryRebound(to: Int64.self, capacity: 1) {
                synann_cumulate_position(
                    Scalar.kernelType, greatest ? 1 : 0, reversed ? 1 : 0, &layout, source, $0)
            }
        }
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns y[i] = b[i] + a[i] · y[i − 1] along `axis`, where a is this tensor, `b` has the same shape, and y[−1] =
    /// 0. If `reversed` is true, the recurrence runs from the end of the axis, with y[i + 1] instead of y[i − 1].
    /// `axis` is counted from the first axis. The tape does not record the operation.
    func realRecurrence(adding b: Tensor, axis: Int, reversed: Bool) -> Tensor {
        let (factors, terms): (Tensor, Tensor) = (asConstant().contiguous(), b.asConstant().contiguous())
        return AxisSlabs(factors, axis: axis).mapLines { source, target, layout in
            synann_linear_recurrence(
                Scalar.kernelType, reversed ? 1 : 0, &layout, source, terms.address + (source - factors.address), target
            )
        }
    }
}

extension Tensor where Scalar: FieldScalar {
    /// Returns y[i] = b[i] + a[i] · y[i − 1] along `axis` for complex numbers, where a is this tensor, `b` has the same
    /// shape, and y[−1] = 0. If `reversed` is true, the recurrence runs from the end of the axis, with y[i + 1] instead
    /// of y[i − 1]. `axis` is counted from the first axis. The tape does not record the operation.
    func complexRecurrence(adding b: Tensor, axis: Int, reversed: Bool) -> Tensor {
        let (factors, terms): (Tensor, Tensor) = (asConstant().contiguous(), b.asConstant().contiguous())
        return AxisSlabs(factors, axis: axis).mapLines { source, target, layout in
            synann_complex_recurrence(
                Scalar.Magnitude.kernelType, reversed ? 1 : 0, &layout, source,
                terms.address + (source - factors.address), target)
        }
    }

    /// Returns y[i] = b[i] + a[i] · y[i − 1] along `axis`, where a is this tensor, `b` has the same shape, and y[−1] =
    /// 0. If `reversed` is true, the recurrence runs from the end of the axis, with y[i + 1] instead of y[i − 1].
    /// `axis` is counted from the first axis. Differentiable.
    ///
    /// The derivative is a recurrence in the opposite direction. If `reversed` is false and g is the cotangent, h[i] =
    /// g[i] + ā[i + 1] · h[i + 1] is the gradient with respect to b, and h[i] · ȳ[i − 1] is the gradient with respect
    /// to a; a bar is the complex conjugate.
    func recurrence(adding b: Tensor, axis: Int, reversed: Bool) -> Tensor {
        let a: Tensor = self
        let forward: Int = reversed ? -1 : 1
        return withDerivative(
            of: TensorOperation(
                "linearRecurrence", a, b, attributes: ["axis": .integer(axis), "reversed": .boolean(reversed)]),
            Scalar._recurrence(a, adding: b, axis: axis, reversed: reversed),
            .by(a) { cotangent, y in
                let factors: Tensor = a.shifted(by: -forward, axis: axis, filling: 0).conjugated()
                let adjoint: Tensor = factors.recurrence(adding: cotangent, axis: axis, reversed: !reversed)
                return adjoint * y.shifted(by: forward, axis: axis, filling: 0).conjugated()
            },
            .by(b) { cotangent in
                let factors: Tensor = a.shifted(by: -forward, axis: axis, filling: 0).conjugated()
                return factors.recurrence(adding: cotangent, axis: axis, reversed: !reversed)
            })
    }
}

extension Tensor {
    /// Returns the elements moved by `places`, which is 1 or −1, along `axis`. `value` fills the position that becomes
    /// free. `axis` is counted from the first axis. Differentiable.
    func shifted(by places: Int, axis: Int, filling value: Scalar) -> Tensor {
        let length: Int = shape.dimensions[axis]
        if length == 0 { return self }
        var widths = [(before: Int, after: Int)](repeating: (0, 0), count: rank)
        widths[axis] = places > 0 ? (1, 0) : (0, 1)
        let kept: Range<Int> = places > 0 ? 0 ..< length - 1 : 1 ..< length
        return narrowed(axis: axis, to: kept).padded(by: widths, with: value)
    }

    /// Returns the tensor with an additional `value` along `axis`, at the position where an accumulation begins: before
    /// the first element, or after the last element if `reversed` is true. Differentiable.
    func extended(by value: Scalar, axis: Int, reversed: Bool) -> Tensor {
        var widths = [(before: Int, after: Int)](repeating: (0, 0), count: rank)
        widths[axis] = reversed ? (0, 1) : (1, 0)
        return padded(by: widths, with: value)
    }
}
