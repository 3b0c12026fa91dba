internal import CKernels

// Sums and products of integers have 64 bits, as in NumPy, because the sum of many small integers may not fit into the
// type of the integers.

extension Tensor where Scalar: IntegerScalar {
    /// Returns the sum of all elements as a tensor of shape `[]` with 64 bits; 0 if there are no elements. Overflow
    /// wraps around.
    public func sum() -> Tensor<Scalar.Total> { sum(axes: Array(0 ..< rank)) }
    /// Returns the sum along an axis: the same as `sum(axes: [axis], keepDims: keepDims)`.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func sum(axis: Int, keepDims: Bool = false) -> Tensor<Scalar.Total> {
        sum(axes: [axis], keepDims: keepDims)
    }
    /// Returns the sum along several axes, with 64 bits; 0 if these axes have no elements. Overflow wraps around.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func sum(axes: [Int], keepDims: Bool = false) -> Tensor<Scalar.Total> {
        integerReduction(SYNANN_SUM, "sum", axes, keepDims)
    }

    /// Returns the product of all elements as a tensor of shape `[]` with 64 bits; 1 if there are no elements. Overflow
    /// wraps around.
    public func product() -> Tensor<Scalar.Total> { product(axes: Array(0 ..< rank)) }
    /// Returns the product along an axis: the same as `product(axes: [axis], keepDims: keepDims)`.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func product(axis: Int, keepDims: Bool = false) -> Tensor<Scalar.Total> {
        product(axes: [axis], keepDims: keepDims)
    }
    /// Returns the product along several axes, with 64 bits; 1 if these axes have no elements. Overflow wraps around.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func product(axes: [Int], keepDims: Bool = false) -> Tensor<Scalar.Total> {
        integerReduction(SYNANN_PRODUCT, "product", axes, keepDims)
    }

    /// Returns the greatest element as a tensor of shape `[]`. Traps if there are no elements.
    public func max() -> Tensor { max(axes: Array(0 ..< rank)) }
    /// Returns the greatest elements along an axis: the same as `max(axes: [axis], keepDims: keepDims)`. Traps if the
    /// axis is empty but the result has elements.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func max(axis: Int, keepDims: Bool = false) -> Tensor { max(axes: [axis], keepDims: keepDims) }
    /// Returns the greatest elements along several axes. Traps if these axes have no elements but the result has
    /// elements.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func max(axes: [Int], keepDims: Bool = false) -> Tensor {
        integerReduction(SYNANN_GREATEST, "max", axes, keepDims)
    }

    /// Returns the least element as a tensor of shape `[]`. Traps if there are no elements.
    public func min() -> Tensor { min(axes: Array(0 ..< rank)) }
    /// Returns the least elements along an axis: the same as `min(axes: [axis], keepDims: keepDims)`. Traps if the axis
    /// is empty but the result has elements.
    ///
    /// - Parameters:
    ///   - axis: The axis to reduce; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - keepDims: Whether the result keeps the reduced axis with length 1. Otherwise the axis is removed.
    public func min(axis: Int, keepDims: Bool = false) -> Tensor { min(axes: [axis], keepDims: keepDims) }
    /// Returns the least elements along several axes. Traps if these axes have no elements but the result has elements.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func min(axes: [Int], keepDims: Bool = false) -> Tensor {
        integerReduction(SYNANN_LEAST, "min", axes, keepDims)
    }

    /// Returns the elements converted to the 64-bit type of sums.
    func asTotals() -> Tensor<Scalar.Total> { self as? Tensor<Scalar.Total> ?? Tensor<Scalar.Total>(self) }

    private func integerReduction<Result: IntegerScalar>(
        _ reduction: synann_reduction, _ name: String, _ axes: [Int], _ keepDims: Bool
    ) -> Tensor<Result> {
        let axes: [Int] = shape.normalized(axes: axes)
        return traced(
            reduced(reduction, axes: axes, into: Result.self).reshapedView(
                to: shape.removing(axes: axes, keepDimensions: keepDims)),
            TensorOperation(name, self, attributes: reductionAttributes(axes, keepDims)))
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns the number of elements that are not 0. NaN counts, because NaN is not 0.
    public func countNonzero() -> Int { (self .!= 0).countTrue() }
    /// Returns the numbers of elements along several axes that are not 0. NaN counts, because NaN is not 0.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func countNonzero(axes: [Int], keepDims: Bool = false) -> Tensor<Int> {
        (self .!= 0).countTrue(axes: axes, keepDims: keepDims)
    }
}

extension Tensor where Scalar == Bool {
    /// Returns whether every element along several axes is true. The result is true if these axes have no elements.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func all(axes: [Int], keepDims: Bool = false) -> Tensor {
        let length: Int = shape.normalized(axes: axes).reduce(1) { $0 * shape.dimensions[$1] }
        if length == 0 { return !any(axes: axes, keepDims: keepDims) }
        return asBytes().min(axes: axes, keepDims: keepDims) .!= 0
    }

    /// Returns whether at least one element along several axes is true. The result is false if these axes have no
    /// elements.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func any(axes: [Int], keepDims: Bool = false) -> Tensor {
        let length: Int = shape.normalized(axes: axes).reduce(1) { $0 * shape.dimensions[$1] }
        if length == 0 { return countTrue(axes: axes, keepDims: keepDims) .> 0 }
        return asBytes().max(axes: axes, keepDims: keepDims) .!= 0
    }

    /// Returns the numbers of true elements along several axes.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative axis counts from the end. Traps if an axis is out of range or repeated.
    ///   - keepDims: Whether the result keeps the reduced axes with length 1. Otherwise these axes are removed.
    public func countTrue(axes: [Int], keepDims: Bool = false) -> Tensor<Int> {
        Tensor<Int>(asBytes().sum(axes: axes, keepDims: keepDims))
    }
}
