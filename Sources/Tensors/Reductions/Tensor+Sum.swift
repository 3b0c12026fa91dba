internal import CKernels

extension Tensor where Scalar: FieldScalar {
    /// The sum of all elements, a tensor of shape `[]`. Carried in `Double` between blocks, in an order that does not
    /// depend on the number of threads.
    public func sum() -> Tensor { sum(axes: Array(0 ..< rank)) }

    /// The sum along an axis; a negative one counts from the end.
    public func sum(axis: Int, keepDims: Bool = false) -> Tensor { sum(axes: [axis], keepDims: keepDims) }

    /// The sum along axes, which the result lacks or has with length 1. The sum of nothing is 0.
    public func sum(axes: [Int], keepDims: Bool = false) -> Tensor {
        let axes: [Int] = shape.normalized(axes: axes)
        let value: Tensor = Scalar._sum(self, axes: axes)
        let (source, kept) = (shape, shape.removing(axes: axes, keepDimensions: true))
        return withDerivative(
            of: TensorOperation("sum", self, attributes: reductionAttributes(axes, keepDims)),
            keepDims ? value.reshapedView(to: kept) : value,
            .by(self) { cotangent in cotangent.reshaped(to: kept).broadcast(to: source) })
    }
}

extension Tensor where Scalar: RealScalar {
    /// The mean of all elements, a tensor of shape `[]`; NaN where there is none.
    public func mean() -> Tensor { mean(axes: Array(0 ..< rank)) }

    /// The mean along an axis.
    public func mean(axis: Int, keepDims: Bool = false) -> Tensor { mean(axes: [axis], keepDims: keepDims) }

    /// The mean along axes.
    public func mean(axes: [Int], keepDims: Bool = false) -> Tensor {
        let count: Int = axes.reduce(1) { $0 * shape[$1] }
        return withOperation(
            TensorOperation("mean", self, attributes: reductionAttributes(shape.normalized(axes: axes), keepDims))
        ) {
            sum(axes: axes, keepDims: keepDims) / Scalar(count)
        }
    }

    /// The variance of all elements: the mean square distance from the mean, in two passes.
    ///
    /// - Parameter correction: What is taken off the number of elements in the divisor: 0 for the population's variance,
    ///   1 for the unbiased estimate.
    public func variance(correction: Int = 0) -> Tensor {
        variance(axes: Array(0 ..< rank), correction: correction)
    }

    /// The variance along an axis.
    public func variance(axis: Int, correction: Int = 0, keepDims: Bool = false) -> Tensor {
        variance(axes: [axis], correction: correction, keepDims: keepDims)
    }

    /// The variance along axes. NaN where the divisor is not positive.
    public func variance(axes: [Int], correction: Int = 0, keepDims: Bool = false) -> Tensor {
        let axes: [Int] = shape.normalized(axes: axes)
        let divisor: Int = axes.reduce(1) { $0 * shape.dimensions[$1] } - correction
        let scale: Scalar = divisor > 0 ? 1 / Scalar(divisor) : .nan
        let kept: Shape = shape.removing(axes: axes, keepDimensions: true)
        let center: Tensor = asConstant().mean(axes: axes)
        let squares: Tensor = reduced(SYNANN_SUM_OF_SQUARES, axes: axes, shift: center)
        let value: Tensor = squares * scale
        return withDerivative(
            of: TensorOperation(
                "variance", self,
                attributes: reductionAttributes(axes, keepDims).merging(["correction": .integer(correction)]) { $1 }),
            keepDims ? value.reshapedView(to: kept) : value,
            .by(self) { cotangent in
                let distance: Tensor = self - self.mean(axes: axes, keepDims: true)
                return distance * (cotangent.reshaped(to: kept) * (2 * scale))
            })
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// The sum of all elements, wrapping around on overflow.
    public func sum() -> Tensor {
        let axes = Array(0 ..< rank)
        return traced(
            reduced(SYNANN_SUM, axes: axes), TensorOperation("sum", self, attributes: reductionAttributes(axes, false)))
    }

    /// The sum along an axis, wrapping around on overflow.
    public func sum(axis: Int, keepDims: Bool = false) -> Tensor {
        let axes: [Int] = shape.normalized(axes: [axis])
        return traced(
            reduced(SYNANN_SUM, axes: axes).reshapedView(to: shape.removing(axes: axes, keepDimensions: keepDims)),
            TensorOperation("sum", self, attributes: reductionAttributes(axes, keepDims)))
    }
}

/// What a reduction is told, as traces have it. The axes are normalised.
func reductionAttributes(_ axes: [Int], _ keepDims: Bool) -> [String: TensorOperation.Attribute] {
    ["axes": .integers(axes), "keepDims": .boolean(keepDims)]
}
