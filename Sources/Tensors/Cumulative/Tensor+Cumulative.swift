internal import CKernels

extension Tensor where Scalar: FieldScalar {
    /// Returns the sum of the elements up to and including each position along an axis: NumPy's `cumsum`.
    /// Differentiable.
    ///
    /// The sums of real numbers are accumulated in `Double`, in an order that does not depend on the number of threads.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - reversed: Whether the accumulation runs from the end of the axis to its start.
    ///   - includesInitial: Whether the result also contains the sum of no elements, 0, before the first sum in the
    ///     direction of the accumulation. The axis is then longer by 1.
    public func cumulativeSum(axis: Int, reversed: Bool = false, includesInitial: Bool = false) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let sums: Tensor = withDerivative(
            of: cumulativeOperation("cumulativeSum", axis, reversed),
            Scalar._cumulated(self, multiplies: false, axis: axis, reversed: reversed),
            .by(self) { cotangent in cotangent.cumulativeSum(axis: axis, reversed: !reversed) })
        return includesInitial ? sums.extended(by: 0, axis: axis, reversed: reversed) : sums
    }

    /// Returns the product of the elements up to and including each position along an axis: NumPy's `cumprod`.
    /// Differentiable, also where elements are 0.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - reversed: Whether the accumulation runs from the end of the axis to its start.
    ///   - includesInitial: Whether the result also contains the product of no elements, 1, before the first product in
    ///     the direction of the accumulation. The axis is then longer by 1.
    public func cumulativeProduct(axis: Int, reversed: Bool = false, includesInitial: Bool = false) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let products: Tensor = withDerivative(
            of: cumulativeOperation("cumulativeProduct", axis, reversed),
            Scalar._cumulated(self, multiplies: true, axis: axis, reversed: reversed),
            .by(self) { cotangent, products in
                // For the elements x, the products p[i] = x[i] · p[i − 1] and the cotangent g, the gradient is
                // p̄[i − 1] · h[i] with h[i] = g[i] + x̄[i + 1] · h[i + 1]. A bar is the complex conjugate.
                let before: Int = reversed ? -1 : 1
                let factors: Tensor = self.shifted(by: -before, axis: axis, filling: 0).conjugated()
                let adjoint: Tensor = factors.recurrence(adding: cotangent, axis: axis, reversed: !reversed)
                return adjoint * products.precededByOne(axis: axis, reversed: reversed).conjugated()
            })
        return includesInitial ? products.extended(by: 1, axis: axis, reversed: reversed) : products
    }

    /// Returns the elements moved by one place along `axis` in the direction of an accumulation, which runs from the
    /// end of the axis if `reversed` is true. The first element in this direction is 1, and the last element is
    /// dropped. `axis` is counted from the first axis.
    func precededByOne(axis: Int, reversed: Bool) -> Tensor {
        let length: Int = shape.dimensions[axis]
        if length == 0 { return self }
        return narrowed(axis: axis, to: reversed ? 1 ..< length : 0 ..< length - 1)
            .extended(by: 1, axis: axis, reversed: reversed)
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns the greatest element up to and including each position along an axis; NaN from the first NaN on.
    /// Differentiable. Of equal elements the first in the direction of the accumulation gets the gradient; from the
    /// first NaN on, this NaN gets the gradient.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - reversed: Whether the accumulation runs from the end of the axis to its start.
    public func cumulativeMax(axis: Int, reversed: Bool = false) -> Tensor {
        cumulativeExtremum(SYNANN_CUMULATE_GREATEST, "cumulativeMax", axis, reversed)
    }

    /// Returns the least element up to and including each position along an axis; NaN from the first NaN on.
    /// Differentiable. Of equal elements the first in the direction of the accumulation gets the gradient; from the
    /// first NaN on, this NaN gets the gradient.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - reversed: Whether the accumulation runs from the end of the axis to its start.
    public func cumulativeMin(axis: Int, reversed: Bool = false) -> Tensor {
        cumulativeExtremum(SYNANN_CUMULATE_LEAST, "cumulativeMin", axis, reversed)
    }

    /// Returns log Σ eˣ of the elements x up to and including each position along an axis, without overflow.
    /// Differentiable; the derivative is NaN where the result is −∞.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - reversed: Whether the accumulation runs from the end of the axis to its start.
    public func cumulativeLogSumExp(axis: Int, reversed: Bool = false) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        return withDerivative(
            of: cumulativeOperation("cumulativeLogSumExp", axis, reversed),
            cumulated(SYNANN_CUMULATE_LOG_SUM_EXP, axis: axis, reversed: reversed),
            .by(self) { cotangent, sums in
                // For the elements x, the results y and the cotangent g, the gradient is Σ_{i ≥ k} g[i] e^(x[k] − y[i])
                // = e^(x[k] − y[k]) · h[k] with h[k] = g[k] + e^(y[k] − y[k + 1]) · h[k + 1]. No exponent is positive,
                // so nothing overflows.
                let after: Tensor = sums.shifted(by: reversed ? 1 : -1, axis: axis, filling: .infinity)
                let factors: Tensor = (sums - after).exp()
                let adjoint: Tensor = factors.recurrence(adding: cotangent, axis: axis, reversed: !reversed)
                return adjoint * (self - sums).exp()
            })
    }

    private func cumulativeExtremum(
        _ cumulation: synann_cumulation, _ name: String, _ axis: Int, _ reversed: Bool
    ) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let source: Shape = shape
        return withDerivative(
            of: cumulativeOperation(name, axis, reversed), cumulated(cumulation, axis: axis, reversed: reversed),
            .by(self) { cotangent in
                let positions: Tensor<Int> = self.asConstant().cumulatedPositions(
                    greatest: cumulation == SYNANN_CUMULATE_GREATEST, axis: axis, reversed: reversed)
                return Tensor(zeros: source).addingAlong(cotangent, at: positions, axis: axis)
            })
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// Returns the sum of the elements up to and including each position along an axis, with 64 bits; overflow wraps
    /// around.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - reversed: Whether the accumulation runs from the end of the axis to its start.
    ///   - includesInitial: Whether the result also contains the sum of no elements, 0, before the first sum in the
    ///     direction of the accumulation. The axis is then longer by 1.
    public func cumulativeSum(
        axis: Int, reversed: Bool = false, includesInitial: Bool = false
    ) -> Tensor<Scalar.Total> {
        let sums: Tensor<Scalar.Total> = asTotals().cumulative(
            SYNANN_CUMULATE_SUM, "cumulativeSum", axis, reversed)
        return includesInitial ? sums.extended(by: 0, axis: shape.normalized(axis: axis), reversed: reversed) : sums
    }

    /// Returns the product of the elements up to and including each position along an axis, with 64 bits; overflow
    /// wraps around.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - reversed: Whether the accumulation runs from the end of the axis to its start.
    ///   - includesInitial: Whether the result also contains the product of no elements, 1, before the first product in
    ///     the direction of the accumulation. The axis is then longer by 1.
    public func cumulativeProduct(
        axis: Int, reversed: Bool = false, includesInitial: Bool = false
    ) -> Tensor<Scalar.Total> {
        let products: Tensor<Scalar.Total> = asTotals().cumulative(
            SYNANN_CUMULATE_PRODUCT, "cumulativeProduct", axis, reversed)
        return includesInitial
            ? products.extended(by: 1, axis: shape.normalized(axis: axis), reversed: reversed) : products
    }

    /// Returns the greatest element up to and including each position along an axis.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - reversed: Whether the accumulation runs from the end of the axis to its start.
    public func cumulativeMax(axis: Int, reversed: Bool = false) -> Tensor {
        cumulative(SYNANN_CUMULATE_GREATEST, "cumulativeMax", axis, reversed)
    }

    /// Returns the least element up to and including each position along an axis.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - reversed: Whether the accumulation runs from the end of the axis to its start.
    public func cumulativeMin(axis: Int, reversed: Bool = false) -> Tensor {
        cumulative(SYNANN_CUMULATE_LEAST, "cumulativeMin", axis, reversed)
    }

    private func cumulative(
        _ cumulation: synann_cumulation, _ name: String, _ axis: Int, _ reversed: Bool
    ) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        return traced(
            cumulated(cumulation, axis: axis, reversed: reversed), cumulativeOperation(name, axis, reversed))
    }
}

extension Tensor {
    fileprivate func cumulativeOperation(_ name: String, _ axis: Int, _ reversed: Bool) -> TensorOperation {
        TensorOperation(name, self, attributes: ["axis": .integer(axis), "reversed": .boolean(reversed)])
    }
}
