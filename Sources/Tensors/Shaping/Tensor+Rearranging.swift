extension Tensor {
    /// Returns the elements in reverse order along the given axes, as a view. Differentiable for real and complex
    /// scalars.
    ///
    /// - Parameter axes: The axes, or `nil` for all axes; a negative axis counts from the end. Traps if an axis is out
    ///   of range or repeated.
    public func flipped(axes: [Int]? = nil) -> Tensor {
        var indices = [TensorIndex](repeating: .all, count: rank)
        for axis in shape.normalized(axes: axes ?? Array(0 ..< rank)) { indices[axis] = .stride(by: -1) }
        return self[indices]
    }

    /// Returns the elements moved by `places` along an axis: NumPy's `roll`. Elements that are moved beyond the end of
    /// the axis continue at its start. Differentiable for real and complex scalars.
    ///
    /// - Parameters:
    ///   - places: The number of places; a negative number moves towards the start.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func rolled(by places: Int, axis: Int) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let length: Int = shape.dimensions[axis]
        if length == 0 { return self }
        let cut: Int = (length - places % length) % length
        if cut == 0 { return self }
        return Tensor(
            concatenating: [narrowed(axis: axis, to: cut ..< length), narrowed(axis: axis, to: 0 ..< cut)], axis: axis)
    }

    /// Returns the elements moved by `places` in row-major order, in the same shape: NumPy's `roll` without an axis.
    /// Elements that are moved beyond the end continue at the start. A negative number moves towards the start.
    /// Differentiable for real and complex scalars.
    public func rolled(by places: Int) -> Tensor { flattened().rolled(by: places, axis: 0).reshaped(to: shape) }

    /// Returns a tensor in which each position of an axis occurs `count` times in succession: NumPy's `repeat`.
    /// Differentiable for real and complex scalars.
    ///
    /// - Parameters:
    ///   - count: The number of repetitions. Traps if the number is negative.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
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

    /// Returns a tensor in which position i of an axis occurs `counts[i]` times in succession. Differentiable for real
    /// and complex scalars.
    ///
    /// - Parameters:
    ///   - counts: The number of repetitions of each position. Traps if the number of counts is not the length of the
    ///     axis, or if a count is negative.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func repeated(_ counts: [Int], axis: Int) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        require(
            counts.count == shape.dimensions[axis] && counts.allSatisfy { $0 >= 0 },
            "repeated: the counts \(counts) do not fit axis \(axis) of shape \(shape)")
        let positions: [Int] = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        return gathered(at: Tensor<Int>(positions), axis: axis)
    }

    /// Returns copies of this tensor side by side: NumPy's `tile`. The counts are matched with the axes from the last
    /// to the first: `counts.last` is the number of copies along the last axis. Differentiable for real and complex
    /// scalars.
    ///
    /// With more counts than axes, the result has new leading axes. With fewer counts, the leading axes are not
    /// repeated. Traps if a count is negative.
    public func tiled(_ counts: [Int]) -> Tensor {
        require(counts.allSatisfy { $0 >= 0 }, "tiled: a count of \(counts) is negative")
        let rank: Int = Swift.max(self.rank, counts.count)
        let lengths: [Int] = Array(repeating: 1, count: rank - self.rank) + shape.dimensions
        let counts: [Int] = Array(repeating: 1, count: rank - counts.count) + counts
        // A transposed tensor is tiled in the order of its memory, because a copy across this order is slow.
        if rank == self.rank, let order = denseOrder {
            var inverse = [Int](repeating: 0, count: rank)
            for (place, axis) in order.enumerated() { inverse[axis] = place }
            return permuted(order).tiled(order.map { counts[$0] }).permuted(inverse)
        }
        let spread = Shape(lengths.flatMap { [1, $0] })
        let repeated = Shape(zip(counts, lengths).flatMap { [$0, $1] })
        return reshaped(to: spread).broadcast(to: repeated).reshaped(to: Shape(zip(counts, lengths).map { $0 * $1 }))
    }

    /// Returns a view with `axis` moved to the position `place`; the other axes keep their order. A negative axis or
    /// place counts from the end. Differentiable for real and complex scalars. Traps if the axis or the place is out of
    /// range.
    public func movingAxis(_ axis: Int, to place: Int) -> Tensor { movingAxes([axis], to: [place]) }

    /// Returns a view with axis `axes[i]` moved to the position `places[i]`, for every i; the other axes keep their
    /// order. A negative axis or place counts from the end. Differentiable for real and complex scalars. Traps if an
    /// axis or a place is out of range or repeated, or if `axes` and `places` differ in length.
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

    /// Returns the slices along an axis as views, in order: the reverse of `init(stacking:axis:)`. The slices do not
    /// have this axis. A negative axis counts from the end. Differentiable for real and complex scalars. Traps if the
    /// axis is out of range.
    public func unstacked(axis: Int = 0) -> [Tensor] {
        let axis: Int = shape.normalized(axis: axis)
        return (0 ..< shape.dimensions[axis]).map { position in
            var indices = [TensorIndex](repeating: .all, count: rank)
            indices[axis] = position.tensorIndex
            return self[indices]
        }
    }

    /// Returns views of consecutive parts along an axis: the reverse of `init(concatenating:axis:)`. Differentiable for
    /// real and complex scalars.
    ///
    /// - Parameters:
    ///   - lengths: The lengths of the parts. Traps if a length is negative, or if the sum of the lengths is not the
    ///     length of the axis.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
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

    /// Returns views of `count` consecutive parts along an axis: NumPy's `array_split`. If `count` does not divide the
    /// length of the axis, the first parts have one more position than the last parts. Differentiable for real and
    /// complex scalars.
    ///
    /// - Parameters:
    ///   - count: The number of parts. Traps unless the number is positive.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func split(into count: Int, axis: Int = 0) -> [Tensor] {
        require(count > 0, "split: into \(count) parts")
        let length: Int = shape[axis]
        return split(
            lengths: (0 ..< count).map { length / count + ($0 < length % count ? 1 : 0) }, axis: axis)
    }

    /// Returns views of the tensors broadcast to their common shape, in order: NumPy's `broadcast_arrays`.
    /// Differentiable for real and complex scalars. Traps if there is no tensor, or if the shapes do not broadcast.
    public static func broadcastTogether(_ tensors: [Tensor]) -> [Tensor] {
        guard let first = tensors.first else { fatalError("broadcastTogether: no tensors") }
        let common: Shape = tensors.dropFirst().reduce(first.shape) {
            Shape.broadcast($0, $1.shape, for: "broadcastTogether")
        }
        return tensors.map { $0.broadcast(to: common) }
    }

    /// Returns coordinate grids as views: NumPy's `meshgrid` with `indexing="ij"`. Each result has the shape
    /// `[length of vector 0, length of vector 1, …]`. Result i contains vector i along axis i, repeated along the other
    /// axes. Differentiable for real and complex scalars.
    ///
    /// - Parameter vectors: The coordinates along each axis. Traps unless every tensor is a vector.
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
