// Products of tensors that are computed as matrix products or as sums of products. Each function has a version for real
// and complex numbers, with derivatives, and a version for integers.

/// Returns the sum of products over pairs of axes: NumPy's `tensordot`. Differentiable.
///
/// The result has the axes of `a` that are not summed, followed by the axes of `b` that are not summed. Traps if
/// `axes.a` and `axes.b` differ in length, if the lengths of a pair of axes differ, or if an axis is repeated or out of
/// range.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor.
///   - axes: The axes of `a` and the axes of `b` to sum over, in pairs; a negative axis counts from the end.
public func tensorDot<Scalar: FieldScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, axes: (a: [Int], b: [Int])
) -> Tensor<Scalar> {
    let plan = TensorDot(a.shape, b.shape, axes)
    return matmul(plan.left(a), plan.right(b)).reshaped(to: plan.result)
}

/// Returns the sum of products over the last `axisCount` axes of `a` and the first `axisCount` axes of `b`, in order.
/// Differentiable.
///
/// The result has the axes of `a` that are not summed, followed by the axes of `b` that are not summed.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor.
///   - axisCount: The number of axes to sum over. Traps if the number is negative or greater than a rank, or if the
///     lengths of these axes differ.
public func tensorDot<Scalar: FieldScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, axisCount: Int = 2
) -> Tensor<Scalar> {
    tensorDot(a, b, axes: TensorDot.neighbouring(a.shape, b.shape, axisCount))
}

/// Returns the sum of products of integers over pairs of axes; overflow wraps around.
///
/// The result has the axes of `a` that are not summed, followed by the axes of `b` that are not summed. Traps if
/// `axes.a` and `axes.b` differ in length, if the lengths of a pair of axes differ, or if an axis is repeated or out of
/// range.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor.
///   - axes: The axes of `a` and the axes of `b` to sum over, in pairs; a negative axis counts from the end.
public func tensorDot<Scalar: IntegerScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, axes: (a: [Int], b: [Int])
) -> Tensor<Scalar> {
    let plan = TensorDot(a.shape, b.shape, axes)
    return matmul(plan.left(a), plan.right(b)).reshaped(to: plan.result)
}

/// Returns the sum of products of integers over the last `axisCount` axes of `a` and the first `axisCount` axes of `b`,
/// in order; overflow wraps around.
///
/// The result has the axes of `a` that are not summed, followed by the axes of `b` that are not summed.
///
/// - Parameters:
///   - a: The first tensor.
///   - b: The second tensor.
///   - axisCount: The number of axes to sum over. Traps if the number is negative or greater than a rank, or if the
///     lengths of these axes differ.
public func tensorDot<Scalar: IntegerScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, axisCount: Int = 2
) -> Tensor<Scalar> {
    tensorDot(a, b, axes: TensorDot.neighbouring(a.shape, b.shape, axisCount))
}

/// Returns the dot products Σ ā b of the vectors along an axis, where ā is the complex conjugate of an element of `a`
/// and b the element of `b` at the same position: the Array API's `vecdot`. The other axes are broadcast. Traps if they
/// do not broadcast. Differentiable.
///
/// - Parameters:
///   - a: The first vectors.
///   - b: The second vectors.
///   - axis: The axis of `a` and of `b`; a negative axis counts from the end of each shape. Traps if the axis is out of
///     range or differs in length, or if the ranks differ and the axis is not negative.
public func vectorDot<Scalar: FieldScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, axis: Int = -1
) -> Tensor<Scalar> {
    requireEqualLengths(a.shape, b.shape, axis, "vectorDot")
    return (a.conjugated() * b).sum(axis: axis)
}

/// Returns the dot products of the vectors of integers along an axis; overflow wraps around. The other axes are
/// broadcast. Traps if they do not broadcast.
///
/// - Parameters:
///   - a: The first vectors.
///   - b: The second vectors.
///   - axis: The axis of `a` and of `b`; a negative axis counts from the end of each shape. Traps if the axis is out of
///     range or differs in length, or if the ranks differ and the axis is not negative.
public func vectorDot<Scalar: IntegerScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, axis: Int = -1
) -> Tensor<Scalar> {
    requireEqualLengths(a.shape, b.shape, axis, "vectorDot")
    return Tensor<Scalar>((a * b).sum(axis: axis))
}

/// Returns the products of all pairs of elements of two vectors: `[m], [n] → [m, n]`. Differentiable. Traps unless `a`
/// and `b` are vectors.
public func outer<Scalar: FieldScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    requireVectors(a.shape, b.shape)
    return a.expandingShape(at: 1) * b
}

/// Returns the products of all pairs of elements of two vectors of integers: `[m], [n] → [m, n]`. Overflow wraps
/// around. Traps unless `a` and `b` are vectors.
public func outer<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    requireVectors(a.shape, b.shape)
    return a.expandingShape(at: 1) * b
}

/// Returns the cross products of the vectors of three elements along an axis. The other axes are broadcast. Traps if
/// they do not broadcast. Differentiable.
///
/// - Parameters:
///   - a: The first vectors.
///   - b: The second vectors.
///   - axis: The axis of `a` and of `b`; a negative axis counts from the end of each shape. Traps if the axis is out of
///     range or does not have length 3, or if the ranks differ and the axis is not negative.
public func cross<Scalar: FieldScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, axis: Int = -1) -> Tensor<Scalar> {
    requireThree(a.shape, b.shape, axis)
    return next(a, axis, 1) * next(b, axis, 2) - next(a, axis, 2) * next(b, axis, 1)
}

/// Returns the cross products of the vectors of three integers along an axis; overflow wraps around. The other axes are
/// broadcast. Traps if they do not broadcast.
///
/// - Parameters:
///   - a: The first vectors.
///   - b: The second vectors.
///   - axis: The axis of `a` and of `b`; a negative axis counts from the end of each shape. Traps if the axis is out of
///     range or does not have length 3, or if the ranks differ and the axis is not negative.
public func cross<Scalar: IntegerScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, axis: Int = -1) -> Tensor<Scalar> {
    requireThree(a.shape, b.shape, axis)
    return next(a, axis, 1) * next(b, axis, 2) - next(a, axis, 2) * next(b, axis, 1)
}

/// Returns a tensor whose element i along `axis` is element i + `places` of `x`, modulo the length of the axis.
private func next<Scalar>(_ x: Tensor<Scalar>, _ axis: Int, _ places: Int) -> Tensor<Scalar> {
    x.rolled(by: -places, axis: axis)
}

private func requireThree(_ a: Shape, _ b: Shape, _ axis: Int) {
    requireSameAxis(a, b, axis, "cross")
    require(a[axis] == 3 && b[axis] == 3, "cross: axis \(axis) of shapes \(a) and \(b) must have the length 3")
}

private func requireEqualLengths(_ a: Shape, _ b: Shape, _ axis: Int, _ name: String) {
    requireSameAxis(a, b, axis, name)
    require(a[axis] == b[axis], "\(name): axis \(axis) of shapes \(a) and \(b) differs in length")
}

/// Traps unless `axis` is the same axis of both shapes after broadcasting, which aligns the last axes.
private func requireSameAxis(_ a: Shape, _ b: Shape, _ axis: Int, _ name: String) {
    require(
        axis < 0 || a.rank == b.rank,
        "\(name): axis \(axis) of shapes \(a) and \(b) of different ranks; count the axis from the end, as −1")
}

private func requireVectors(_ a: Shape, _ b: Shape) {
    require(a.rank == 1 && b.rank == 1, "outer: shapes \(a) and \(b) are not those of vectors")
}

/// A sum of products over pairs of axes, as a product of two matrices.
private struct TensorDot {
    private let orders: (a: [Int], b: [Int])
    private let matrices: (a: Shape, b: Shape)
    let result: Shape

    init(_ a: Shape, _ b: Shape, _ axes: (a: [Int], b: [Int])) {
        let (first, second): ([Int], [Int]) = (axes.a.map(a.normalized(axis:)), axes.b.map(b.normalized(axis:)))
        require(
            first.count == second.count && Set(first).count == first.count && Set(second).count == second.count
                && zip(first, second).allSatisfy { a.dimensions[$0] == b.dimensions[$1] },
            "tensorDot: axes \(axes.a) of shape \(a) do not match axes \(axes.b) of shape \(b)")
        let (freeA, freeB): ([Int], [Int]) = (
            (0 ..< a.rank).filter { !first.contains($0) }, (0 ..< b.rank).filter { !second.contains($0) }
        )
        orders = (freeA + first, second + freeB)
        let inner: Int = first.reduce(1) { $0 * a.dimensions[$1] }
        let (rows, columns): ([Int], [Int]) = (freeA.map { a.dimensions[$0] }, freeB.map { b.dimensions[$0] })
        matrices = ([rows.reduce(1, *), inner], [inner, columns.reduce(1, *)])
        result = Shape(rows + columns)
    }

    func left<Scalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> { a.permuted(orders.a).reshaped(to: matrices.a) }
    func right<Scalar>(_ b: Tensor<Scalar>) -> Tensor<Scalar> { b.permuted(orders.b).reshaped(to: matrices.b) }

    /// Returns the last `count` axes of `a` and the first `count` axes of `b`. Traps if `count` is negative or greater
    /// than a rank.
    static func neighbouring(_ a: Shape, _ b: Shape, _ count: Int) -> (a: [Int], b: [Int]) {
        require(
            count >= 0 && count <= a.rank && count <= b.rank, "tensorDot: \(count) axes of shapes \(a) and \(b)")
        return (Array(a.rank - count ..< a.rank), Array(0 ..< count))
    }
}
