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
        self = Scalar._concatenated(parts, axis: first.shape.normalized(axis: axis))
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
        if !TapesUnderWay.exist, let stacked = Scalar._stackedBlocks(parts, axis: axis) {
            self = stacked
        } else {
            self.init(concatenating: parts.map { $0.expandingShape(at: axis) }, axis: axis)
        }
    }

    /// Writes the elements of `parts`, which are contiguous, to this tensor's memory. Each tensor consists of `count`
    /// blocks, one for each position along the axes before the joined axis. This tensor contains the first blocks of
    /// all tensors, then the second blocks, and so on.
    fileprivate func copyBlocks(of parts: UnsafeBufferPointer<Tensor>, before count: Int) {
        guard self.count > 0 else { return }
        let (size, grain): (Int, Int) = (MemoryLayout<Scalar>.stride, Parallelism.elementsPerChunk)
        let target = UnsafeMutableRawPointer(mutableAddress)
        let stride: Int = self.count / count
        var start = 0
        for index in parts.indices {
            let length: Int = parts[index].count / count
            let source = UnsafeRawPointer(parts[index].address)
            if count == 1 && length < grain {
                synann_copy(size, length, source, 1, target + start * size, 1)
            } else {
                copyBlocks(source, to: target + start * size, count: count, length: length, stride: stride)
            }
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

    fileprivate mutating func assign(_ part: Tensor, toAxis axis: Int, from start: Int) {
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

// These functions are requirements of the scalar protocol, because their loops over the tensors are then compiled for
// each scalar type. Generic code takes several times as long for each tensor.
extension TensorScalar {
    public static func _concatenated(_ parts: [Tensor<Self>], axis: Int) -> Tensor<Self> {
        let joined: Tensor<Self> = parts.withUnsafeBufferPointer { parts in
            let shape: Shape = parts[0].shape
            var (total, areContiguous): (Int, Bool) = (0, true)
            for index in parts.indices {
                require(
                    parts[index].shape == shape || parts[index].shape.matches(shape, except: axis),
                    "concatenating: shapes differ beyond axis \(axis): \(shape) and \(parts[index].shape)")
                total += parts[index].shape.dimensions[axis]
                areContiguous = areContiguous && parts[index].isContiguous
            }
            var dimensions: [Int] = shape.dimensions
            dimensions[axis] = total
            if areContiguous {
                let joined = Tensor<Self>(uninitialized: Shape(dimensions))
                joined.copyBlocks(of: parts, before: shape.dimensions[..<axis].reduce(1, *))
                return joined
            }
            let order: [Int]? = parts[0].memoryOrder
            let areAlike: Bool = parts.allSatisfy { $0.memoryOrder == order }
            var joined = Tensor<Self>(uninitialized: Shape(dimensions), memoryOrder: areAlike ? order : nil)
            var start = 0
            for part in parts {
                joined.assign(part, toAxis: axis, from: start)
                start += part.shape.dimensions[axis]
            }
            return joined
        }
        return TapesUnderWay.exist ? _recordConcatenation(joined, of: parts, axis: axis) : joined
    }

    public static func _stackedBlocks(_ parts: [Tensor<Self>], axis: Int) -> Tensor<Self>? {
        parts.withUnsafeBufferPointer { parts in
            guard let shape = parts.first?.shape, axis <= shape.rank, axis > -shape.rank - 2 else { return nil }
            for index in parts.indices where parts[index].shape != shape || !parts[index].isContiguous { return nil }
            let place: Int = axis < 0 ? axis + shape.rank + 1 : axis
            var dimensions: [Int] = shape.dimensions
            dimensions.insert(parts.count, at: place)
            let stacked = Tensor<Self>(uninitialized: Shape(dimensions))
            stacked.copyBlocks(of: parts, before: shape.dimensions[..<place].reduce(1, *))
            return stacked
        }
    }
}

extension Shape {
    /// Returns whether the shapes have the same rank and the same lengths, except along `axis`.
    fileprivate func matches(_ other: Shape, except axis: Int) -> Bool {
        rank == other.rank && (0 ..< rank).allSatisfy { $0 == axis || dimensions[$0] == other.dimensions[$0] }
    }
}
