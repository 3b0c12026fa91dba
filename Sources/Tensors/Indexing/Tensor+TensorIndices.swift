internal import CKernels

extension TensorIndex {
    /// The number of the tensor's axes that the index covers.
    var axisCount: Int {
        switch kind {
        case .newAxis, .ellipsis: 0
        case .position, .stride, .positions: 1
        case .mask(let mask): mask.rank
        }
    }
}

extension Tensor {
    /// Returns the elements at `indices`, of which at least one must be a tensor. Differentiable for real and complex
    /// scalars. Traps if an index is out of range, a mask does not fit, or the tensors of integers do not broadcast.
    func elements(at indices: [TensorIndex]) -> Tensor {
        if let (axis, positions) = onlyPositions(indices) { return gathered(at: positions, axis: axis) }
        if let offsets = offsetsOfSingleElements(indices) {
            let shape: Shape = self.shape
            return gatheredElements(atOffsets: offsets) { Self.positions(of: indices, in: shape) }
        }
        return gatheredElements(elementPositions(indices))
    }

    /// Returns the offsets in memory of the elements at `indices` if these are a tensor of integers for each axis, all
    /// of the same shape. Otherwise returns `nil`. Traps if an index is out of range.
    private func offsetsOfSingleElements(_ indices: [TensorIndex]) -> Tensor<Int>? {
        guard indices.count == rank, case .positions(let first)? = indices.first?.kind else { return nil }
        let offsets = Tensor<Int>(zeros: first.shape)
        for (axis, index) in indices.enumerated() {
            guard case .positions(let along) = index.kind, along.shape == first.shape else { return nil }
            let (places, length): (Tensor<Int>, Int) = (along.contiguous(), shape.dimensions[axis])
            let fault: Int = places.withInt64 { places in
                offsets.mutableAddress.withMemoryRebound(to: Int64.self, capacity: offsets.count) {
                    synann_add_offsets(offsets.count, length, strides[axis], places, $0)
                }
            }
            require(
                fault < 0,
                "subscript: index \(fault < 0 ? 0 : places.address[fault]) is out of range for an axis of length \(length) of shape \(shape)"
            )
        }
        return offsets
    }

    /// Returns the positions in row-major order of the elements of a tensor of shape `shape` at `indices`, which are a
    /// tensor of integers for each axis, all of the same shape and in range.
    private static func positions(of indices: [TensorIndex], in shape: Shape) -> Tensor<Int> {
        zip(indices, zip(shape.dimensions, shape.contiguousStrides)).reduce(Tensor<Int>(0)) { sum, next in
            guard case .positions(let along) = next.0.kind else { return sum }
            return sum + along.normalizedIndices(length: next.1.0, "subscript", shape) * next.1.1
        }
    }

    /// Writes `value`, broadcast, to the elements at `indices`, of which at least one must be a tensor. Traps if
    /// `value` does not broadcast to the shape of the selection, if an index is out of range, if a mask does not fit,
    /// or if the tensors of integers do not broadcast.
    mutating func assign(_ value: Tensor, toElementsAt indices: [TensorIndex]) {
        let positions: Tensor<Int> = elementPositions(indices)
        require(
            Shape.broadcast(value.shape, positions.shape) == positions.shape,
            "subscript: a value of shape \(value.shape) does not broadcast to the elements of shape \(positions.shape)")
        Scalar._assign(value, to: &self, atElements: positions)
    }

    /// Returns an axis and the positions along this axis if `indices` contain a single tensor, if this tensor contains
    /// integers, and if all other axes are kept whole. Whole slices can then be copied. Otherwise returns `nil`.
    private func onlyPositions(_ indices: [TensorIndex]) -> (axis: Int, positions: Tensor<Int>)? {
        let indices: [TensorIndex] = expandingEllipsis(indices)
        let tensors: [Int] = indices.indices.filter { indices[$0].kind.isTensor }
        guard tensors.count == 1, case .positions(let positions) = indices[tensors[0]].kind else { return nil }
        let areWhole: Bool = indices.enumerated().allSatisfy { $0.offset == tensors[0] || $0.element == .all }
        return areWhole ? (tensors[0], positions) : nil
    }

    /// Returns the positions in row-major order of the elements at `indices`, in the shape of the selection. Traps if
    /// an index is out of range, a mask does not fit, or the tensors of integers do not broadcast.
    private func elementPositions(_ indices: [TensorIndex]) -> Tensor<Int> {
        let indices: [TensorIndex] = expandingEllipsis(indices)
        if indices.count == 1, case .mask(let mask) = indices[0].kind {
            requireMask(mask, fitsAxesFrom: 0)
            return mask.truePositions()
        }
        let selection = ElementSelection(self, indices)
        return selection.positions
    }

    /// Traps unless the mask has the lengths of the axes that the mask covers. The first of these axes is `axis`.
    fileprivate func requireMask(_ mask: Tensor<Bool>, fitsAxesFrom axis: Int) {
        require(
            Array(shape.dimensions[axis ..< axis + mask.rank]) == mask.shape.dimensions,
            "subscript: a mask of shape \(mask.shape) does not fit axes \(axis) ..< \(axis + mask.rank) of shape \(shape)"
        )
    }
}

/// The positions of the elements that tensors of integers, masks and slices select together.
private struct ElementSelection {
    /// The positions in row-major order, in the shape of the selection.
    private(set) var positions = Tensor<Int>(0)

    /// The sum of the positions that the tensors of integers, the masks and the single positions select.
    private var selected: Tensor<Int>?
    /// The position of the first axis of `selected` among the axes of the result. The position is used only if the
    /// selected axes are neighbours.
    private var place: Int?
    private var areNeighbours = true
    /// The positions that each slice or new axis selects, as vectors. The order of the vectors is the order of the
    /// result's axes that do not come from `selected`.
    private var slices: [Tensor<Int>] = []

    init<Scalar: TensorScalar>(_ x: Tensor<Scalar>, _ indices: [TensorIndex]) {
        let strides: [Int] = x.shape.contiguousStrides
        var axis = 0
        var lastWasSelected = false
        for index in indices {
            let former: Tensor<Int>? = selected
            switch index.kind {
            case .newAxis: slices.append(Tensor([0]))
            case .stride(let from, let to, let step):
                let (first, count) = Tensor<Scalar>.walk(from, to, step, length: x.shape.dimensions[axis])
                let places = Tensor<Int>((0 ..< count).map { (first + $0 * step) * strides[axis] })
                slices.append(places)
            case .position(let position):
                add(Tensor(position), length: x.shape.dimensions[axis], strides[axis], x.shape)
            case .positions(let tensor): add(tensor, length: x.shape.dimensions[axis], strides[axis], x.shape)
            case .mask(let mask):
                x.requireMask(mask, fitsAxesFrom: axis)
                add(mask, strides[axis ..< axis + mask.rank], x.shape)
            case .ellipsis: fatalError("subscript: more than one ellipsis")
            }
            let isSelected: Bool = index.kind.isTensor || index.isPosition
            if isSelected {
                if former == nil { place = slices.count } else if !lastWasSelected { areNeighbours = false }
            }
            lastWasSelected = isSelected
            axis += index.axisCount
        }
        assemble()
    }

    private mutating func add(_ tensor: Tensor<Int>, length: Int, _ stride: Int, _ shape: Shape) {
        join(tensor.normalizedIndices(length: length, "subscript", shape) * stride)
    }

    private mutating func add(_ mask: Tensor<Bool>, _ strides: ArraySlice<Int>, _ shape: Shape) {
        let flat: Tensor<Int> = mask.truePositions()
        let own: [Int] = mask.shape.contiguousStrides
        var sum = Tensor<Int>(zeros: flat.shape)
        for (axis, stride) in strides.enumerated() {
            let along: Tensor<Int> = flat / Swift.max(1, own[axis]) % Swift.max(1, mask.shape.dimensions[axis])
            sum += along * stride
        }
        join(sum)
    }

    private mutating func join(_ places: Tensor<Int>) {
        guard let former = selected else { return selected = places }
        require(
            Shape.broadcast(former.shape, places.shape) != nil,
            "subscript: tensors of integers of shapes \(former.shape) and \(places.shape) do not broadcast")
        selected = former + places
    }

    /// Adds the positions of the tensors and of the slices. The positions of each slice vary along a separate axis of
    /// the result.
    private mutating func assemble() {
        let chosen: Tensor<Int> = selected ?? Tensor(0)
        let front: Int = areNeighbours ? place ?? 0 : 0
        let rank: Int = slices.count + chosen.rank
        func spread(_ places: Tensor<Int>, at axis: Int) -> Tensor<Int> {
            var dimensions = [Int](repeating: 1, count: rank)
            for (offset, length) in places.shape.dimensions.enumerated() { dimensions[axis + offset] = length }
            return places.reshaped(to: Shape(dimensions))
        }
        positions = spread(chosen, at: front)
        for (order, places) in slices.enumerated() {
            positions = positions + spread(places, at: order < front ? order : order + chosen.rank)
        }
    }
}

extension TensorIndex {
    /// Whether the index is a single integer. Beside tensors of integers, NumPy treats an integer as a tensor of shape
    /// [].
    var isPosition: Bool {
        if case .position = kind { true } else { false }
    }
}

extension Tensor where Scalar == Bool {
    /// Returns the positions in row-major order of the true elements, in ascending order, as a vector.
    func truePositions() -> Tensor<Int> {
        let bytes: Tensor<UInt8> = asBytes().contiguous()
        let found: Int = synann_count_true(bytes.count, bytes.address)
        // The kernel may write one element after the position of the last true element.
        let positions = Tensor<Int>(uninitialized: [found + 1])
        positions.mutableAddress.withMemoryRebound(to: Int64.self, capacity: found + 1) {
            synann_find_nonzero(bytes.count, bytes.address, $0)
        }
        return positions.narrowed(axis: 0, to: 0 ..< found)
    }

    /// Returns the positions of the true elements, in row-major order: NumPy's `nonzero`. The result contains a vector
    /// for each axis, with the positions along this axis.
    public func nonzero() -> [Tensor<Int>] {
        let flat: Tensor<Int> = truePositions()
        let along: [Tensor<Int>] = (0 ..< rank).map { _ in Tensor<Int>(uninitialized: flat.shape) }
        var addresses: [UnsafeMutablePointer<Int64>?] = along.map {
            UnsafeMutableRawPointer($0.mutableAddress).assumingMemoryBound(to: Int64.self)
        }
        flat.withInt64 { synann_unravel(flat.count, $0, rank, shape.dimensions, &addresses) }
        return along
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns the positions of the elements that are not 0, in row-major order: NumPy's `nonzero`, and `where` with a
    /// single argument. The result contains a vector for each axis, with the positions along this axis. NaN is not 0.
    public func nonzero() -> [Tensor<Int>] { (self .!= 0).nonzero() }
}
