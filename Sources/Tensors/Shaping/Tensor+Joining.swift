internal import CKernels

extension Tensor {
    /// Creates a tensor of the elements of several tensors, joined in order along an existing axis. Differentiable for
    /// real and complex scalars.
    ///
    /// Traps if there is no tensor, if the ranks differ, or if two tensors differ in the length of another axis.
    ///
    /// - Parameters:
    ///   - parts: The tensors, at least one.
    ///   - axis: The axis along which the tensors are joined; a negative axis counts from the end. Traps if the axis is
    ///     out of range.
    public init(concatenating parts: [Tensor], axis: Int = 0) {
        guard let first = parts.first else { fatalError("concatenating: no tensors") }
        let axis: Int = first.shape.normalized(axis: axis)
        var total = 0
        var starts: [Int] = []
        for part in parts {
            require(
                part.shape == first.shape || part.shape.matches(first.shape, except: axis),
                "concatenating: shapes differ beyond axis \(axis): \(first.shape) and \(part.shape)")
            starts.append(total)
            total += part.shape.dimensions[axis]
        }
        var dimensions: [Int] = first.shape.dimensions
        dimensions[axis] = total
        let areContiguous: Bool = parts.allSatisfy { $0.isContiguous }
        let order: [Int]? =
            !areContiguous && parts.allSatisfy { $0.memoryOrder == first.memoryOrder } ? first.memoryOrder : nil
        var joined = Tensor(uninitialized: Shape(dimensions), memoryOrder: order)
        if areContiguous {
            joined.copyBlocks(of: parts, before: first.shape.dimensions[..<axis].reduce(1, *))
        } else {
            for (part, start) in zip(parts, starts) { joined.assign(part, toAxis: axis, from: start) }
        }
        self = Scalar._recordConcatenation(joined, of: parts, axis: axis)
    }

    /// Creates a tensor of the elements of several tensors, joined in order along a new axis. Differentiable for real
    /// and complex scalars.
    ///
    /// Traps if there is no tensor, or if the shapes differ.
    ///
    /// - Parameters:
    ///   - parts: The tensors, at least one.
    ///   - axis: The position of the new axis; a negative position counts from the end of the result's axes. Traps if
    ///     the position is out of range.
    public init(stacking parts: [Tensor], axis: Int = 0) {
        if let stacked = Tensor.stackedBlocks(parts, axis) {
            self = stacked
        } else {
            self.init(concatenating: parts.map { $0.expandingShape(at: axis) }, axis: axis)
        }
    }

    /// Returns the result of `init(stacking:axis:)` without a view for each tensor, which would cost more than the
    /// elements of a small tensor. Returns `nil` if a tape or a trace may record the operation, or if the tensors are
    /// not contiguous or differ in shape.
    private static func stackedBlocks(_ parts: [Tensor], _ axis: Int) -> Tensor? {
        guard let shape = parts.first?.shape, !TraceRecorder.mayBeRecording, axis <= shape.rank, axis > -shape.rank - 2,
            parts.allSatisfy({ $0.variable.node < 0 && $0.isContiguous && $0.shape == shape })
        else { return nil }
        let place: Int = axis < 0 ? axis + shape.rank + 1 : axis
        var dimensions: [Int] = shape.dimensions
        dimensions.insert(parts.count, at: place)
        let stacked = Tensor(uninitialized: Shape(dimensions))
        stacked.copyBlocks(of: parts, before: shape.dimensions[..<place].reduce(1, *))
        return stacked
    }

    /// Writes the elements of `parts`, which are contiguous, to this tensor's memory. Each tensor consists of `count`
    /// blocks, one for each position along the axes before the joined axis. This tensor contains the first blocks of
    /// all tensors, then the second blocks, and so on.
    private func copyBlocks(of parts: [Tensor], before count: Int) {
        guard self.count > 0 else { return }
        let size: Int = MemoryLayout<Scalar>.stride
        let target = UnsafeMutableRawPointer(mutableAddress)
        let stride: Int = self.count / count
        var start = 0
        for part in parts {
            let length: Int = part.count / count
            copyBlocks(
                UnsafeRawPointer(part.address), to: target + start * size, count: count, length: length, stride: stride)
            start += length
        }
    }

    /// Copies `count` neighbouring blocks of `length` elements to blocks whose starts are `stride` elements apart.
    private func copyBlocks(
        _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, count: Int, length: Int, stride: Int
    ) {
        let (size, grain): (Int, Int) = (MemoryLayout<Scalar>.stride, Parallelism.elementsPerChunk)
        func copy(_ blocks: Range<Int>) {
            if length == 1 {
                let (from, to) = (source + blocks.lowerBound * size, target + blocks.lowerBound * stride * size)
                return synann_copy(size, blocks.count, from, 1, to, stride)
            }
            for block in blocks {
                synann_copy(size, length, source + block * length * size, 1, target + block * stride * size, 1)
            }
        }
        if count * length < grain { return copy(0 ..< count) }
        if count > 1 { return Parallelism.forEachRange(of: count, length: Swift.max(1, grain / length), copy) }
        Parallelism.forEachRange(of: length, length: grain) { range in
            let start: Int = range.lowerBound * size
            synann_copy(size, range.count, source + start, 1, target + start, 1)
        }
    }

    private mutating func assign(_ part: Tensor, toAxis axis: Int, from start: Int) {
        var window: Tensor = view(shape: part.shape, strides: strides, offset: offset + start * strides[axis])
        window.assignElements(of: part)
    }

    /// Returns a view of the positions `range` along an axis. Differentiable for real and complex scalars.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - range: The positions, counted from the start of the axis. Traps if the range is not within the axis.
    public func narrowed(axis: Int, to range: Range<Int>) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        require(
            range.lowerBound >= 0 && range.upperBound <= shape[axis],
            "narrowed: \(range) is out of range for axis \(axis) of shape \(shape)")
        var indices = [TensorIndex](repeating: .all, count: rank)
        indices[axis] = range.tensorIndex
        return self[indices]
    }
}

extension Shape {
    /// Returns whether the shapes have the same rank and the same lengths, except along `axis`.
    fileprivate func matches(_ other: Shape, except axis: Int) -> Bool {
        rank == other.rank && (0 ..< rank).allSatisfy { $0 == axis || dimensions[$0] == other.dimensions[$0] }
    }
}
