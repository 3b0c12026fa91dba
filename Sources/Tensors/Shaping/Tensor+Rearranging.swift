extension Tensor {
    /// The elements in reverse order along the given axes: a view. All axes if none are given. Differentiable.
    ///
    /// - Parameter axes: The axes; a negative one counts from the end. An axis that is out of range or repeated traps.
    public func flipped(axes: [Int]? = nil) -> Tensor {
        var indices = [TensorIndex](repeating: .all, count: rank)
        for axis in shape.normalized(axes: axes ?? Array(0 ..< rank)) { indices[axis] = .stride(by: -1) }
        return self[indices]
    }

    /// The elements moved by `places` along an axis; those that leave the end return at the start: NumPy's `roll`.
    /// Differentiable.
    ///
    /// - Parameters:
    ///   - places: The number of places; a negative one moves towards the start.
    ///   - axis: The axis; a negative one counts from the end.
    public func rolled(by places: Int, axis: Int) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let length: Int = shape.dimensions[axis]
        if length == 0 { return self }
        let cut: Int = (length - places % length) % length
        if cut == 0 { return self }
        return Tensor(
            concatenating: [narrowed(axis: axis, to: cut ..< length), narrowed(axis: axis, to: 0 ..< cut)], axis: axis)
    }

    /// The elements in row-major order moved by `places`, in the same shape. Differentiable.
    public func rolled(by places: Int) -> Tensor { flattened().rolled(by: places, axis: 0).reshaped(to: shape) }

    /// Every position of an axis `count` times, neighbours together: NumPy's `repeat`. Differentiable. Traps if `count`
    /// is negative.
    public func repeated(_ count: Int, axis: Int) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        require(count >= 0, "repeated: the count \(count) is negative")
        var dimensions: [Int] = shape.dimensions
        dimensions.insert(count, at: axis + 1)
        let repeated: Tensor = expandingShape(at: axis + 1).broadcast(to: Shape(dimensions))
        dimensions.remove(at: axis + 1)
        dimensions[axis] *= count
        return repeated.reshaped(to: Shape(dimensions))
    }

    /// Position i of an axis `counts[i]` times, neighbours together. Differentiable. Traps if the number of counts is not
    /// the length of the axis, or if one is negative.
    public func repeated(_ counts: [Int], axis: Int) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        require(
            counts.count == shape.dimensions[axis] && counts.allSatisfy { $0 >= 0 },
            "repeated: the counts \(counts) do not fit axis \(axis) of shape \(shape)")
        let positions: [Int] = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        return gathered(at: Tensor<Int>(positions), axis: axis)
    }

    /// The tensor `counts[axis]` times along each axis, side by side: NumPy's `tile`. Differentiable.
    ///
    /// More counts than axes give the tensor new leading axes; fewer leave its leading axes as they are. Traps if a count
    /// is negative.
    public func tiled(_ counts: [Int]) -> Tensor {
        require(counts.allSatisfy { $0 >= 0 }, "tiled: a count of \(counts) is negative")
        let rank: Int = Swift.max(self.rank, counts.count)
        let lengths: [Int] = Array(repeating: 1, count: rank - self.rank) + shape.dimensions
        let counts: [Int] = Array(repeating: 1, count: rank - counts.count) + counts
        let spread = Shape(lengths.flatMap { [1, $0] })
        let repeated = Shape(zip(counts, lengths).flatMap { [$0, $1] })
        return reshaped(to: spread).broadcast(to: repeated).reshaped(to: Shape(zip(counts, lengths).map { $0 * $1 }))
    }

    /// A view with an axis at another place; the other axes keep their order. Differentiable. Traps if an axis is out of
    /// range.
    public func movingAxis(_ axis: Int, to place: Int) -> Tensor { movingAxes([axis], to: [place]) }

    /// A view with several axes at other places; the other axes keep their order. Differentiable. Traps if an axis is
    /// out of range or repeated, or if the numbers of axes and places differ.
    public func movingAxes(_ axes: [Int], to places: [Int]) -> Tensor {
        require(axes.count == places.count, "movingAxes: \(axes.count) axes, \(places.count) places")
        let (sources, targets): ([Int], [Int]) = (
            axes.map(shape.normalized(axis:)), places.map(shape.normalized(axis:))
        )
        require(
            Set(sources).count == axes.count && Set(targets).count == axes.count,
            "movingAxes: the axes \(axes) or the places \(places) name an axis of shape \(shape) twice")
        var order: [Int] = (0 ..< rank).filter { !sources.contains($0) }
        for (target, source) in zip(targets, sources).sorted(by: { $0.0 < $1.0 }) { order.insert(source, at: target) }
        return permuted(order)
    }

    /// The slices along an axis, each without that axis: the reverse of `init(stacking:axis:)`. Differentiable.
    public func unstacked(axis: Int = 0) -> [Tensor] {
        let axis: Int = shape.normalized(axis: axis)
        return (0 ..< shape.dimensions[axis]).map { position in
            var indices = [TensorIndex](repeating: .all, count: rank)
            indices[axis] = position.tensorIndex
            return self[indices]
        }
    }

    /// Views of parts of these lengths along an axis: the reverse of `init(concatenating:axis:)`. Differentiable. Traps
    /// unless the lengths add up to the axis.
    public func split(lengths: [Int], axis: Int = 0) -> [Tensor] {
        let axis: Int = shape.normalized(axis: axis)
        require(
            lengths.reduce(0, +) == shape.dimensions[axis] && lengths.allSatisfy { $0 >= 0 },
            "split: the lengths \(lengths) do not add up to axis \(axis) of shape \(shape)")
        var start = 0
        return lengths.map { length in
            defer { start += length }
            return narrowed(axis: axis, to: start ..< start + length)
        }
    }

    /// Views of `count` parts along an axis, the first ones one longer if the axis cannot be divided evenly: NumPy's
    /// `array_split`. Differentiable. Traps if `count` is not positive.
    public func split(into count: Int, axis: Int = 0) -> [Tensor] {
        require(count > 0, "split: into \(count) parts")
        let length: Int = shape[axis]
        return split(
            lengths: (0 ..< count).map { length / count + ($0 < length % count ? 1 : 0) }, axis: axis)
    }

    /// Returns views of several tensors broadcast to their common shape, in order: NumPy's `broadcast_arrays`.
    /// Differentiable. Traps if there is no tensor, or if the shapes do not broadcast.
    public static func broadcastTogether(_ tensors: [Tensor]) -> [Tensor] {
        guard let first = tensors.first else { fatalError("broadcastTogether: no tensors") }
        let common: Shape = tensors.dropFirst().reduce(first.shape) {
            Shape.broadcast($0, $1.shape, for: "broadcastTogether")
        }
        return tensors.map { $0.broadcast(to: common) }
    }

    /// Coordinate grids: tensor i has the shape of all lengths and repeats vector i along the other axes, as views.
    /// NumPy's `meshgrid` with `indexing="ij"`. Traps unless every tensor is a vector.
    ///
    /// - Parameter vectors: The coordinates along each axis.
    public static func meshGrid(_ vectors: [Tensor]) -> [Tensor] {
        for vector in vectors { require(vector.rank == 1, "meshGrid: shape \(vector.shape) is not that of a vector") }
        let grid = Shape(vectors.map(\.count))
        return vectors.enumerated().map { axis, vector in
            var dimensions = [Int](repeating: 1, count: vectors.count)
            dimensions[axis] = vector.count
            return vector.reshaped(to: Shape(dimensions)).broadcast(to: grid)
        }
    }
}
