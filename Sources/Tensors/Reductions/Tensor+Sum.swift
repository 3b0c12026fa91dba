internal import CKernels

extension Tensor where Scalar: FieldScalar {
    /// Returns the sum of all elements as a tensor of shape `[]`; 0 if there are no elements. Differentiable.
    ///
    /// Blocks of elements are accumulated in `Double`, in an order that does not depend on the number of threads.
    public func sum() -> Tensor { sum(axes: shape.allAxes) }

    /// Returns the sum along an axis: the same as `sum(axes: [axis], keepDims: keepDims)`. Differentiable.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func sum(axis: Int, keepDims: Bool = false) -> Tensor { sum(axes: [axis], keepDims: keepDims) }

    /// Returns the sum along several axes; 0 if these axes have no elements. Differentiable.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func sum(axes: [Int], keepDims: Bool = false) -> Tensor {
        let axes: [Int] = shape.normalized(axes: axes)
        let value: Tensor = Scalar._sum(self, axes: axes)
        let source: Shape = shape
        return withDerivative(
            of: TensorOperation("sum", self, attributes: reductionAttributes(axes, keepDims)),
            keepDims ? value.reshapedView(to: source.removing(axes: axes, keepDimensions: true)) : value,
            .by(self) { cotangent in
                cotangent.reshaped(to: source.removing(axes: axes, keepDimensions: true)).broadcast(to: source)
            })
    }
}

extension Tensor where Scalar: FieldScalar {
    /// Returns the product of all elements as a tensor of shape `[]`; 1 if there are no elements. Differentiable.
    public func product() -> Tensor { product(axes: shape.allAxes) }

    /// Returns the product along an axis: the same as `product(axes: [axis], keepDims: keepDims)`. Differentiable.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func product(axis: Int, keepDims: Bool = false) -> Tensor { product(axes: [axis], keepDims: keepDims) }

    /// Returns the product along several axes; 1 if these axes have no elements. Differentiable, also where elements
    /// are 0.
    ///
    /// Real numbers are multiplied in `Double`, in an order that does not depend on the number of threads. The gradient
    /// with respect to an element contains the product of all elements before this element and of all elements after
    /// it. The gradient is NaN if one of these two products is infinite and the other is 0.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func product(axes: [Int], keepDims: Bool = false) -> Tensor {
        let axes: [Int] = shape.normalized(axes: axes)
        let kept: [Int] = (0 ..< rank).filter { !axes.contains($0) }
        let result: Shape = shape.removing(axes: axes, keepDimensions: keepDims)
        let (source, count): (Shape, Int) = (shape, axes.reduce(1) { $0 * shape.dimensions[$1] })
        let value: Tensor =
            count == 0 ? Tensor(ones: result) : Scalar._product(self, axes: axes).reshapedView(to: result)
        return withDerivative(
            of: TensorOperation("product", self, attributes: reductionAttributes(axes, keepDims)), value,
            .by(self) { cotangent in
                if source.elementCount == 0 { return Tensor(zeros: source) }
                let order: [Int] = axes + kept
                let ordered = Shape(order.map { source.dimensions[$0] })
                let lines: Tensor = self.permuted(order).reshaped(to: [count, source.elementCount / count])
                let others: Tensor = lines.productsOfOthers().conjugated()
                let gradient: Tensor = others * cotangent.reshaped(to: [1, source.elementCount / count])
                return gradient.reshaped(to: ordered).permuted(
                    (0 ..< order.count).map { axis in order.firstIndex(of: axis) ?? 0 })
            })
    }

    /// Returns, for each element of a matrix, the product of all other elements of its column.
    private func productsOfOthers() -> Tensor {
        let before: Tensor = cumulativeProduct(axis: 0).precededByOne(axis: 0, reversed: false)
        return before * cumulativeProduct(axis: 0, reversed: true).precededByOne(axis: 0, reversed: true)
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns the mean of all elements as a tensor of shape `[]`; NaN if there are no elements. Differentiable.
    public func mean() -> Tensor { mean(axes: shape.allAxes) }

    /// Returns the mean along an axis: the same as `mean(axes: [axis], keepDims: keepDims)`. Differentiable.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func mean(axis: Int, keepDims: Bool = false) -> Tensor { mean(axes: [axis], keepDims: keepDims) }

    /// Returns the mean along several axes; NaN if these axes have no elements. Differentiable.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func mean(axes: [Int], keepDims: Bool = false) -> Tensor {
        let count: Int = axes.reduce(1) { $0 * shape[$1] }
        if !TapesUnderWay.exist {
            var mean: Tensor = sum(axes: axes, keepDims: keepDims)
            mean /= Scalar(count)
            return mean
        }
        return withOperation(
            TensorOperation("mean", self, attributes: reductionAttributes(shape.normalized(axes: axes), keepDims))
        ) {
            sum(axes: axes, keepDims: keepDims) / Scalar(count)
        }
    }

    /// Returns the variance of all n elements x as a tensor of shape `[]`: Σ (x − mean)² / (n − correction). The result
    /// is NaN unless the divisor is positive. Differentiable.
    ///
    /// The mean is computed in a first pass over the elements, the sum in a second pass.
    ///
    /// - Parameter correction: The number that is subtracted from the number of elements in the divisor: 0 for the
    ///   variance of a population, 1 for the unbiased estimate from a sample.
    public func variance(correction: Int = 0) -> Tensor {
        variance(axes: shape.allAxes, correction: correction)
    }

    /// Returns the variance along an axis: the same as
    /// `variance(axes: [axis], correction: correction, keepDims: keepDims)`. The result is NaN unless the axis is
    /// longer than `correction`. Differentiable.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - correction: The number that is subtracted from the number of elements in the divisor: 0 for the variance of
    ///     a population, 1 for the unbiased estimate from a sample.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func variance(axis: Int, correction: Int = 0, keepDims: Bool = false) -> Tensor {
        variance(axes: [axis], correction: correction, keepDims: keepDims)
    }

    /// Returns the variance along several axes: Σ (x − mean)² / (n − correction), where x are the elements along these
    /// axes and n is their number. The result is NaN unless the divisor is positive. Differentiable.
    ///
    /// The mean is computed in a first pass over the elements, the sum in a second pass.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - correction: The number that is subtracted from the number of elements in the divisor: 0 for the variance of
    ///     a population, 1 for the unbiased estimate from a sample.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
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

extension Tensor where Scalar: RealScalar {
    /// Returns the standard deviation of all elements, the square root of `variance(correction:)`, as a tensor of shape
    /// `[]`. Differentiable; the derivative is NaN if all elements are equal.
    ///
    /// - Parameter correction: The number that is subtracted from the number of elements in the variance's divisor: 0
    ///   for the deviation of a population, 1 for the estimate from a sample.
    public func standardDeviation(correction: Int = 0) -> Tensor { variance(correction: correction).squareRoot() }

    /// Returns the standard deviation along an axis, the square root of `variance(axis:correction:keepDims:)`.
    /// Differentiable; the derivative is NaN if all elements are equal.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - correction: The number that is subtracted from the number of elements in the variance's divisor: 0 for the
    ///     deviation of a population, 1 for the estimate from a sample.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func standardDeviation(axis: Int, correction: Int = 0, keepDims: Bool = false) -> Tensor {
        variance(axis: axis, correction: correction, keepDims: keepDims).squareRoot()
    }

    /// Returns the standard deviation along several axes, the square root of `variance(axes:correction:keepDims:)`.
    /// Differentiable; the derivative is NaN if all elements are equal.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - correction: The number that is subtracted from the number of elements in the variance's divisor: 0 for the
    ///     deviation of a population, 1 for the estimate from a sample.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func standardDeviation(axes: [Int], correction: Int = 0, keepDims: Bool = false) -> Tensor {
        variance(axes: axes, correction: correction, keepDims: keepDims).squareRoot()
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns the sum of the absolute values along several axes. Differentiable. Without a tape, a trace or a profile
    /// the absolute values are not stored.
    package func sumOfAbsolutes(axes: [Int], keepDims: Bool = false) -> Tensor {
        if variable.node >= 0 || TraceRecorder.mayBeRecording { return abs().sum(axes: axes, keepDims: keepDims) }
        let axes: [Int] = shape.normalized(axes: axes)
        let value: Tensor = reduced(SYNANN_SUM_OF_ABSOLUTES, axes: axes)
        return keepDims ? value.reshapedView(to: shape.removing(axes: axes, keepDimensions: true)) : value
    }

    /// Returns the sum of the squares along an axis. The tape does not record the operation. Squares may overflow and
    /// underflow.
    package func sumOfSquares(axis: Int) -> Tensor {
        reduced(SYNANN_SUM_OF_SQUARES, axes: [shape.normalized(axis: axis)])
    }
}

/// Returns the attributes `axes` and `keepDims` of a reduction, for traces. `axes` must be counted from the first axis.
func reductionAttributes(_ axes: [Int], _ keepDims: Bool) -> [String: TensorOperation.Attribute] {
    ["axes": .integers(axes), "keepDims": .boolean(keepDims)]
}
