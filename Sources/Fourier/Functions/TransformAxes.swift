import Tensors

/// The axes of a transform, counted from the first, with the number of points along each.
struct TransformAxes {
    let axes: [Int]
    var counts: [Int]

    /// Traps unless each axis exists, occurs once, and has at least one point.
    ///
    /// - Parameters:
    ///   - name: The function's name, for the sentence.
    ///   - s: The number of points along each axis; `nil` for the length of each axis.
    ///   - axes: The axes; `nil` for all, or for the last ones if `s` is given.
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

    /// One axis.
    init(_ name: String, _ shape: Shape, n: Int?, axis: Int) {
        self.init(name, shape, s: n.map { [$0] }, axes: [axis])
    }

    /// For half a spectrum along the last axis: without a given number, 2·(length − 1) points, which are even.
    init(halfSpectrum name: String, _ shape: Shape, s: [Int]?, axes: [Int]?) {
        var lengths: [Int] = s ?? (axes ?? Array(0 ..< shape.rank)).map { shape[$0] }
        if s == nil, let last = lengths.popLast() { lengths.append(2 * (last - 1)) }
        self.init(name, shape, s: lengths, axes: axes)
        requireAxis(name, shape)
    }

    /// Traps unless there is an axis, which the real numbers of a transform need.
    func requireAxis(_ name: String, _ shape: Shape) {
        require(!axes.isEmpty, "\(name): no axes of shape \(shape); at least one is needed")
    }

    /// The number of points of the whole transform.
    var total: Int { counts.reduce(1, *) }
}

/// `x` cut at the end, or continued with zeros, to the given lengths along the axes. Differentiable.
func fitted<Scalar: FourierScalar>(_ x: Tensor<Scalar>, axes: [Int], lengths: [Int]) -> Tensor<Scalar> {
    var dimensions: [Int] = x.shape.dimensions
    for (axis, length) in zip(axes, lengths) { dimensions[axis] = length }
    let target = Shape(dimensions)
    if target == x.shape { return x }
    // Up to the shorter of both lengths.
    let common: [TensorIndex] = zip(x.shape, target).map { (0 ..< min($0, $1)).tensorIndex }
    let cut: Tensor<Scalar> = x[common]
    if cut.shape == target { return cut }
    var padded = Tensor<Scalar>(zeros: target)
    padded[common] = cut
    return padded
}
