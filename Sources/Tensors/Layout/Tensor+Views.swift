extension Tensor {
    /// Returns a view of the same memory with another shape, other strides and another offset; `nil` is this tensor's
    /// offset. The tape does not record the view.
    func view(shape: Shape, strides: [Int], offset: Int? = nil) -> Tensor {
        Tensor(storage: storage, offset: offset ?? self.offset, shape: shape, strides: strides)
    }

    /// Whether the tensor is a part of a contiguous tensor with gaps between its rows only: the last axis longer than 1 has
    /// the stride 1, and the axes are in row-major order. So each element has a place of its own in memory.
    var hasContiguousRows: Bool {
        var (extent, isLast): (Int, Bool) = (1, true)
        for axis in Swift.stride(from: rank - 1, through: 0, by: -1) where shape.dimensions[axis] != 1 {
            guard isLast ? strides[axis] == 1 : strides[axis] >= extent else { return false }
            extent = strides[axis] * shape.dimensions[axis]
            isLast = false
        }
        return count > 0
    }

    /// The order of the axes in memory, outermost first, if the elements are dense in this order but not in row-major
    /// order, as in a transposed tensor; otherwise `nil`. An elementwise function that keeps this order reads and
    /// writes the memory from start to end.
    var denseOrder: [Int]? {
        if rank < 2 || isContiguous { return nil }
        let order: [Int] = (0 ..< rank).sorted { strides[$0] > strides[$1] }
        return permutedView(order).isContiguous ? order : nil
    }

    /// The order of the axes in memory, outermost first, if this order is not row-major order and the elements along
    /// the innermost axis are contiguous, as in a transposed tensor or a slice of a transposed tensor. Otherwise `nil`.
    /// A new tensor with the same order can be written from this tensor in long runs.
    var memoryOrder: [Int]? {
        if rank < 2 || isContiguous { return nil }
        let order: [Int] = (0 ..< rank).sorted { strides[$0] > strides[$1] }
        return strides.allSatisfy { $0 > 0 } && strides[order[rank - 1]] == 1 && order != Array(0 ..< rank)
            ? order : nil
    }

    /// Creates a tensor of shape `shape` whose axes have the order `order` in memory, outermost first, or row-major
    /// order if `order` is `nil`. The memory is not initialized.
    init(uninitialized shape: Shape, memoryOrder order: [Int]?) {
        guard let order else {
            self.init(uninitialized: shape)
            return
        }
        self = Tensor(uninitialized: Shape(order.map { shape.dimensions[$0] })).permutedBack(order)
    }

    /// Returns the view whose axis `order[i]` is axis i of this tensor: the inverse of `permutedView`. The tape does
    /// not record the view.
    func permutedBack(_ order: [Int]) -> Tensor {
        var inverse = [Int](repeating: 0, count: rank)
        for (place, axis) in order.enumerated() { inverse[axis] = place }
        return permutedView(inverse)
    }

    /// Returns a view with the axes in another order: axis i of the view is axis `order[i]` of this tensor. The tape
    /// does not record the view.
    func permutedView(_ order: [Int]) -> Tensor {
        view(shape: Shape(valid: order.map { shape.dimensions[$0] }), strides: order.map { strides[$0] })
    }

    /// Returns the elements, in row-major order, in the shape `target`: a view if the strides allow it, otherwise a
    /// copy. `target` must have the same number of elements. The tape does not record the operation.
    func reshapedView(to target: Shape) -> Tensor {
        if let strides = reshapedStrides(to: target) { return view(shape: target, strides: strides) }
        return copied().view(shape: target, strides: target.contiguousStrides)
    }

    /// Returns the strides of a view of shape `target`, or `nil` if there is no such view. Neighbouring axes without a
    /// gap between them are merged and then divided according to `target`.
    private func reshapedStrides(to target: Shape) -> [Int]? {
        if isContiguous || count == 0 {
            return target.hasContiguousStrides(strides) ? strides : target.contiguousStrides
        }
        let nest = LoopNest(shape: shape, strides: [strides])
        var runs: [(length: Int, stride: Int)] = nest.outer.enumerated().map { loop, length in
            (length, nest.outerStride(loop: loop, operand: 0))
        }
        runs.append((nest.rowLength, nest.rowStrides[0]))
        var result = [Int](repeating: 0, count: target.rank)
        var filled = 1
        for axis in Swift.stride(from: target.rank - 1, through: 0, by: -1) {
            let length: Int = target.dimensions[axis]
            if let run = runs.last, filled == run.length, length != 1, runs.count > 1 {
                runs.removeLast()
                filled = 1
            }
            guard let run = runs.last, length == 1 || run.length % (filled * length) == 0 else { return nil }
            result[axis] = run.stride * filled
            filled *= length
        }
        return result
    }

    /// Returns a view of shape `target`, repeated along axes of length 1 and along new leading axes. The shape of this
    /// tensor must broadcast to `target`. The tape does not record the view.
    func broadcastView(to target: Shape) -> Tensor {
        view(shape: target, strides: broadcastStrides(to: target))
    }
}

extension Shape {
    /// Returns the shape `dimensions`, where a single length may be −1. The value of this length follows from
    /// `elementCount`. Returns `nil` if several lengths are −1, or if no value of this length fits. Without −1,
    /// `elementCount` is not used.
    static func resolving(_ dimensions: [Int], elementCount: Int) -> Shape? {
        let unknown: [Int] = dimensions.indices.filter { dimensions[$0] == -1 }
        if unknown.isEmpty { return Shape(dimensions) }
        let known: Int = dimensions.filter { $0 != -1 }.reduce(1, *)
        guard unknown.count == 1, known > 0, elementCount % known == 0 else { return nil }
        var result: [Int] = dimensions
        result[unknown[0]] = elementCount / known
        return Shape(result)
    }
}
