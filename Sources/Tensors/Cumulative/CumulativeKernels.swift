internal import CKernels

extension Tensor where Scalar: NumericScalar {
    /// Returns the accumulation along an axis, which is counted from the first. The tape does not record it.
    func cumulated(_ cumulation: synann_cumulation, axis: Int, reversed: Bool) -> Tensor {
        AxisSlabs(self, axis: axis).mapLines { source, target, layout in
            synann_cumulate(Scalar.kernelType, cumulation, reversed ? 1 : 0, &layout, source, target)
        }
    }

    /// Returns, for each element, the position of the greatest (least) element so far along an axis, which is counted
    /// from the first.
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
    /// Returns y with y[i] = b[i] + a[i] · y[i − 1] and y[−1] = 0 along an axis, or from the end of the axis if
    /// `reversed`. This tensor is a. The tape does not record it.
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
    /// Returns the same as `realRecurrence` for complex numbers.
    func complexRecurrence(adding b: Tensor, axis: Int, reversed: Bool) -> Tensor {
        let (factors, terms): (Tensor, Tensor) = (asConstant().contiguous(), b.asConstant().contiguous())
        return AxisSlabs(factors, axis: axis).mapLines { source, target, layout in
            synann_complex_recurrence(
                Scalar.Magnitude.kernelType, reversed ? 1 : 0, &layout, source,
                terms.address + (source - factors.address), target)
        }
    }

    /// Returns y with y[i] = b[i] + a[i] · y[i − 1] and y[−1] = 0 along an axis, which is counted from the first, or from
    /// the end of the axis if `reversed`. This tensor is a. Differentiable.
    ///
    /// The derivative is a recurrence in the other direction. For the cotangent g, h[i] = g[i] + ā[i + 1] · h[i + 1] is
    /// the gradient with respect to b, and h[i] · ȳ[i − 1] is the gradient with respect to a; a bar is the complex
    /// conjugate.
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
    /// Returns the elements moved by `places`, 1 or −1, along an axis. `value` fills the free place.
    func shifted(by places: Int, axis: Int, filling value: Scalar) -> Tensor {
        let length: Int = shape.dimensions[axis]
        if length == 0 { return self }
        var widths = [(before: Int, after: Int)](repeating: (0, 0), count: rank)
        widths[axis] = places > 0 ? (1, 0) : (0, 1)
        let kept: Range<Int> = places > 0 ? 0 ..< length - 1 : 1 ..< length
        return narrowed(axis: axis, to: kept).padded(by: widths, with: value)
    }

    /// Returns the tensor with `value` added where an accumulation along an axis begins.
    func extended(by value: Scalar, axis: Int, reversed: Bool) -> Tensor {
        var widths = [(before: Int, after: Int)](repeating: (0, 0), count: rank)
        widths[axis] = reversed ? (0, 1) : (1, 0)
        return padded(by: widths, with: value)
    }
}
