import Tensors

/// The axes of a transform, as numbers from 0 on, and the number of points along each axis.
struct TransformAxes {
    let axes: [Int]
    var counts: [Int]

    /// Creates the axes of a transform. Traps if an axis is out of range or repeated, if `s` has more numbers than the
    /// shape has axes, if `s` and `axes` differ in length, or if a number of points is below 1.
    ///
    /// - Parameters:
    ///   - name: The name of the function, for the message of a trap.
    ///   - shape: The shape of the tensor.
    ///   - s: The number of points along each axis; `nil` for the lengths of the axes.
    ///   - axes: The axes; negative axes count from the end. `nil` means all axes, or the last `s.count` axes if `s` is
    ///     given.
    init(_ name: String, _ shape: Shape, s: [Int]?, axes: [Int]?) {
        require(
            axes != nil || (s?.count ?? 0) <= shape.rank,
            "\(name): \(s?.count ?? 0) lengths are more than the axes of shape \(shape)")
        let given: [Int] = axes ?? Array(shape.rank - (s?.count ?? shape.rank) ..< shape.rank)
        self.axes = given.map(shape.normalized(axis:))
        counts = s ?? self.axes.map { shape[$0] }
        require(
            counts.count == given.count, "\(name): \(counts.count) lengths for \(given.count) axes of shape \(shape)")
        require(Set(self.axes).count == given.count, "\(name): axes \(given) name an axis of shape \(shape) twice")
        for (axis, count) in zip(given, counts) {
            require(count >= 1, "\(name): \(count) points along axis \(axis) of shape \(shape); at least 1 is needed")
        }
    }

    /// Creates a single axis with `n` points. If `n` is `nil`, the number of points is the length of the axis. The
    /// other parameters and the traps are those of `init(_:_:s:axes:)`.
    init(_ name: String, _ shape: Shape, n: Int?, axis: Int) {
        self.init(name, shape, s: n.map { [$0] }, axes: [axis])
    }

    /// Creates the axes of a transform that reads half of a spectrum along the last axis. If `s` is `nil`, the last
    /// axis has 2·(m − 1) points, where m is the length of the axis. Traps under the conditions of `init(_:_:s:axes:)`,
    /// and if there is no axis.
    init(halfSpectrum name: String, _ shape: Shape, s: [Int]?, axes: [Int]?) {
        var lengths: [Int] = s ?? (axes ?? Array(0 ..< shape.rank)).map { shape[$0] }
        if s == nil, let last = lengths.popLast() { lengths.append(2 * (last - 1)) }
        self.init(name, shape, s: lengths, axes: axes)
        requireAxis(name, shape)
    }

    /// Traps if there is no axis: a transform from or to real numbers needs at least one axis. The message contains
    /// `name`, the function, and `shape`, the shape of the tensor.
    func requireAxis(_ name: String, _ shape: Shape) {
        require(!axes.isEmpty, "\(name): no axes of shape \(shape); at least one is needed")
    }

    /// The product of the numbers of points along the axes.
    var total: Int { counts.reduce(1, *) }
}

/// Returns `x` with the given lengths along the axes: a longer axis is cut at its end, and a shorter axis is continued
/// with zeros. The function is differentiable.
func fitted<Scalar: FourierScalar>(_ x: Tensor<Scalar>, axes: [Int], lengths: [Int]) -> Tensor<Scalar> {
    var dimensions: [Int] = x.shape.dimensions
    for (axis, length) in zip(axes, lengths) { dimensions[axis] = length }
    let target = Shape(dimensions)
    if target == x.shape { return x }
    // The positions that both shapes contain.
    let common: [TensorIndex] = zip(x.shape, target).map { (0 ..< min($0, $1)).tensorIndex }
    let cut: Tensor<Scalar> = x[common]
    if cut.shape == target { return cut }
    var padded = Tensor<Scalar>(zeros: target)
    padded[common] = cut
    return padded
}
