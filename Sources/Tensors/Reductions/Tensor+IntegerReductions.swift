internal import CKernels

// Sums and products of integers have 64 bits, as NumPy's: the sum of many small integers does not fit their own type.

extension Tensor where Scalar: IntegerScalar {
    /// The sum of all elements, a tensor of shape `[]`; overflow of 64 bits wraps around.
    public func sum() -> Tensor<Scalar.Total> { sum(axes: Array(0 ..< rank)) }
    /// The sum along an axis: see `sum(axes:keepDims:)`.
    public func sum(axis: Int, keepDims: Bool = false) -> Tensor<Scalar.Total> {
        sum(axes: [axis], keepDims: keepDims)
    }
    /// The sum along several axes, 0 if these have no elements; overflow of 64 bits wraps around.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative one counts from the end. An axis that is out of range or repeated
    ///     traps.
    ///   - keepDims: Whether the result has the reduced axes with length 1; otherwise it lacks them.
    public func sum(axes: [Int], keepDims: Bool = false) -> Tensor<Scalar.Total> {
        integerReduction(SYNANN_SUM, "sum", axes, keepDims)
    }

    /// The product of all elements, a tensor of shape `[]`; overflow of 64 bits wraps around.
    public func product() -> Tensor<Scalar.Total> { product(axes: Array(0 ..< rank)) }
    /// The product along an axis: see `product(axes:keepDims:)`.
    public func product(axis: Int, keepDims: Bool = false) -> Tensor<Scalar.Total> {
        product(axes: [axis], keepDims: keepDims)
    }
    /// The product along several axes, 1 if these have no elements; overflow of 64 bits wraps around. The parameters are
    /// those of `sum(axes:keepDims:)`.
    public func product(axes: [Int], keepDims: Bool = false) -> Tensor<Scalar.Total> {
        integerReduction(SYNANN_PRODUCT, "product", axes, keepDims)
    }

    /// The greatest element, a tensor of shape `[]`. Traps if there are no elements.
    public func max() -> Tensor { max(axes: Array(0 ..< rank)) }
    /// The greatest elements along an axis: see `max(axes:keepDims:)`.
    public func max(axis: Int, keepDims: Bool = false) -> Tensor { max(axes: [axis], keepDims: keepDims) }
    /// The greatest elements along several axes. Traps if these axes have no elements but the result has. The parameters
    /// are those of `sum(axes:keepDims:)`.
    public func max(axes: [Int], keepDims: Bool = false) -> Tensor {
        integerReduction(SYNANN_GREATEST, "max", axes, keepDims)
    }

    /// The least element, a tensor of shape `[]`. Traps if there are no elements.
    public func min() -> Tensor { min(axes: Array(0 ..< rank)) }
    /// The least elements along an axis: see `min(axes:keepDims:)`.
    public func min(axis: Int, keepDims: Bool = false) -> Tensor { min(axes: [axis], keepDims: keepDims) }
    /// The least elements along several axes. Traps if these axes have no elements but the result has. The parameters
    /// are those of `sum(axes:keepDims:)`.
    public func min(axes: [Int], keepDims: Bool = false) -> Tensor {
        integerReduction(SYNANN_LEAST, "min", axes, keepDims)
    }

    /// The elements in the type of sums.
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
    /// The number of elements that are not 0. NaN is not 0.
    public func countNonzero() -> Int { (self .!= 0).countTrue() }
    /// The numbers of elements that are not 0 along several axes, counted as in `sum(axes:keepDims:)`.
    public func countNonzero(axes: [Int], keepDims: Bool = false) -> Tensor<Int> {
        (self .!= 0).countTrue(axes: axes, keepDims: keepDims)
    }
}

extension Tensor where Scalar == Bool {
    /// Whether every element along several axes is true. True for axes without elements.
    ///
    /// - Parameters:
    ///   - axes: The axes to reduce; a negative one counts from the end. An axis that is out of range or repeated
    ///     traps.
    ///   - keepDims: Whether the result has the reduced axes with length 1; otherwise it lacks them.
    public func all(axes: [Int], keepDims: Bool = false) -> Tensor {
        let length: Int = shape.normalized(axes: axes).reduce(1) { $0 * shape.dimensions[$1] }
        if length == 0 { return !any(axes: axes, keepDims: keepDims) }
        return asBytes().min(axes: axes, keepDims: keepDims) .!= 0
    }

    /// Whether at least one element along several axes is true. False for axes without elements. The parameters are
    /// those of `all(axes:keepDims:)`.
    public func any(axes: [Int], keepDims: Bool = false) -> Tensor {
        let length: Int = shape.normalized(axes: axes).reduce(1) { $0 * shape.dimensions[$1] }
        if length == 0 { return countTrue(axes: axes, keepDims: keepDims) .> 0 }
        return asBytes().max(axes: axes, keepDims: keepDims) .!= 0
    }

    /// The numbers of true elements along several axes. The parameters are those of `all(axes:keepDims:)`.
    public func countTrue(axes: [Int], keepDims: Bool = false) -> Tensor<Int> {
        Tensor<Int>(asBytes().sum(axes: axes, keepDims: keepDims))
    }
}
