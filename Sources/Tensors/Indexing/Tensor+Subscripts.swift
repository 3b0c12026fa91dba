extension Tensor {
    /// A part of the tensor as a view, by NumPy's rules for integers, ranges, `.all`, `.newAxis`, `.ellipsis` and
    /// `.stride(from:to:by:)`. Axes without an index are kept whole. For real and complex scalars, differentiable with
    /// respect to the tensor and to an assigned value.
    ///
    /// A range beyond an axis is limited to the axis, as in NumPy. Traps if a single position is out of range, if there
    /// are more indices than axes, or if there is more than one ellipsis. Assignment broadcasts the new value to the
    /// shape of the part and traps if the value does not broadcast. Assignment writes in place if the tensor is
    /// contiguous and the only owner of its memory, and neither the tensor nor the value is on a tape. Under the same
    /// conditions an operation that changes a part, such as `a[0 ..< 2] += b`, works in the memory of the tensor.
    ///
    /// A tensor of integers selects positions of an axis. Several tensors of integers are broadcast to a common shape
    /// and select single elements. Traps if an integer is out of range, or if the tensors do not broadcast. The
    /// selected axes are replaced by the axes of the common shape, as in NumPy: at the same place if the selected axes
    /// are neighbours, otherwise in front. A mask selects the elements where the mask is true, in row-major order.
    /// Traps unless the mask has the lengths of the axes that the mask covers. With tensors of integers or masks, the
    /// result is a copy. If an assignment selects an element several times, the last value is kept.
    ///
    ///     a[a .> 3] = Tensor(0)
    ///     let picked = a[rows, columns]
    public subscript(indices: any TensorIndexConvertible...) -> Tensor {
        get { part(at: indices) }
        set {
            if canAssignRun(newValue), let start = offset(atPositions: indices) {
                return assignRun(newValue, from: start, positions: indices.count)
            }
            self[indices.map { $0.tensorIndex }] = newValue
        }
        _modify {
            var lent: LentPart<Scalar> = lendPart(indices.map { $0.tensorIndex })
            defer { takeBack(&lent) }
            yield &lent.part
        }
    }

    /// A part of the tensor, by a list of indices that a program computes. The list has the same meaning as separate
    /// indices in the brackets, such as `tensor[0, .all]`.
    public subscript(indices: [TensorIndex]) -> Tensor {
        get {
            for index in indices where index.kind.isTensor { return elements(at: indices) }
            if !mayBeRecorded { return indexedView(indices) }
            return Scalar._moved(self, by: Slicing(indices: indices))
        }
        set {
            if indices.contains(where: { $0.kind.isTensor }) {
                assign(newValue, toElementsAt: indices)
            } else {
                Scalar._assign(newValue, to: &self, at: indices)
            }
        }
        _modify {
            var lent: LentPart<Scalar> = lendPart(indices)
            defer { takeBack(&lent) }
            yield &lent.part
        }
    }

    /// Returns the part at `indices`. Programs read elements, rows and parts one by one, so the function creates no list of
    /// indices.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private func part(at indices: [any TensorIndexConvertible]) -> Tensor {
        if mayBeRecorded { return self[indices.map { $0.tensorIndex }] }
        var (named, areSingle): (Int, Bool) = (0, true)
        for index in indices {
            let index: TensorIndex = index.tensorIndex
            if index.kind.isTensor { return elements(at: indices.map { $0.tensorIndex }) }
            named += index.axisCount
            areSingle = areSingle && index.isPosition
        }
        if areSingle, let start = offset(atPositions: indices) { return part(at: start, positions: indices.count) }
        return indexedView(count: indices.count, named: named) { indices[$0].tensorIndex }
    }

    /// Writes `value`, broadcast, to the part at `indices`. Traps if `value` does not broadcast to the shape of the
    /// part. The tape does not record the operation.
    fileprivate mutating func assignPart(_ indices: [TensorIndex], _ value: Tensor) {
        makeUnique()
        var window: Tensor = indexedView(indices)
        window.assignBroadcast(value)
    }

    /// Writes `value`, broadcast, to this part of a tensor. Traps if `value` does not broadcast to the shape of the
    /// part. The tape does not record the operation. The function does not check whether other tensors share the memory.
    mutating func assignBroadcast(_ value: Tensor) {
        require(
            Shape.broadcast(value.shape, shape) == shape,
            "subscript: a value of shape \(value.shape) does not broadcast to the part of shape \(shape)")
        assignElements(of: value.broadcastView(to: shape))
    }

    fileprivate func assignment(of value: Tensor, at indices: [TensorIndex]) -> TensorOperation {
        TensorOperation("assignSlice", self, value, attributes: sliceAttributes(indices))
    }
}

private struct Slicing: _ElementMovement {
    let indices: [TensorIndex]

    func operation<Scalar>(on x: Tensor<Scalar>) -> TensorOperation {
        TensorOperation("slice", x, attributes: x.sliceAttributes(indices))
    }
    func moved<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.indexedView(indices) }
    func adjoint<Scalar: FieldScalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar> {
        var result = Tensor<Scalar>(zeros: source)
        result[indices] = cotangent
        return result
    }
}

extension TensorScalar {
    public static func _assign(_ value: Tensor<Self>, to tensor: inout Tensor<Self>, at indices: [TensorIndex]) {
        let former: Tensor<Self>? = TraceRecorder.current == nil ? nil : tensor
        tensor.assignPart(indices, value)
        guard let former else { return }
        tensor = traced(tensor, former.assignment(of: value, at: indices))
    }
}

extension FieldScalar {
    public static func _assign(_ value: Tensor<Self>, to tensor: inout Tensor<Self>, at indices: [TensorIndex]) {
        guard tensor.variable.node >= 0 || value.variable.node >= 0 || TraceRecorder.current != nil else {
            return tensor.assignPart(indices, value)
        }
        let (former, valueShape): (Tensor<Self>, Shape) = (tensor, value.shape)
        tensor.assignPart(indices, value)
        tensor = withDerivative(
            of: former.assignment(of: value, at: indices), tensor,
            .by(former) { cotangent in
                var rest: Tensor<Self> = cotangent
                rest[indices] = Tensor(0)
                return rest
            },
            .by(value) { cotangent in cotangent[indices].summed(to: valueShape) })
    }
}

extension Tensor {
    /// Returns the view at `indices`, none of which is a tensor. The tape does not record the view. Traps if a position
    /// is out of range, or if there are too many indices or more than one ellipsis.
    func indexedView(_ indices: [TensorIndex]) -> Tensor {
        var named = 0
        for index in indices { named += index.axisCount }
        return indexedView(count: indices.count, named: named) { indices[$0] }
    }

    /// Returns the view at `count` indices, as `indexedView` of a list does. The indices name `named` axes, and `index`
    /// returns the index at a place of the list.
    @inline(__always)
    private func indexedView(count: Int, named: Int, _ index: (Int) -> TensorIndex) -> Tensor {
        require(named <= rank, "subscript: \(named) indices for a tensor of shape \(shape)")
        // The axes that no index names are at the place of the ellipsis, or at the end.
        var unnamed: Int = rank - named
        var (dimensions, newStrides): ([Int], [Int]) = ([], [])
        dimensions.reserveCapacity(unnamed + count)
        newStrides.reserveCapacity(unnamed + count)
        var (start, axis, hasEllipsis): (Int, Int, Bool) = (offset, 0, false)
        func keep(_ count: Int) {
            for kept in axis ..< axis + count {
                dimensions.append(shape.dimensions[kept])
                newStrides.append(strides[kept])
            }
            axis += count
        }
        for place in 0 ..< count {
            switch index(place).kind {
            case .newAxis:
                dimensions.append(1)
                newStrides.append(0)
            case .position(let position):
                start += checked(position, axis) * strides[axis]
                axis += 1
            case .stride(let from, let to, let step):
                let (first, count) = Self.walk(from, to, step, length: shape.dimensions[axis])
                start += first * strides[axis]
                dimensions.append(count)
                // A slice of at most one position keeps the stride of the axis. So a step that is too large for the
                // product does not overflow, because such a step selects at most one position.
                newStrides.append(count > 1 ? strides[axis] * step : strides[axis])
                axis += 1
            case .ellipsis where !hasEllipsis:
                hasEllipsis = true
                keep(unnamed)
                unnamed = 0
            case .ellipsis, .positions, .mask:
                fatalError("subscript: more than one ellipsis")
            }
        }
        keep(unnamed)
        return view(shape: Shape(valid: dimensions), strides: newStrides, offset: start)
    }

    /// Returns `indices` with `.all` in place of the ellipsis, once for each axis that the ellipsis represents. Without
    /// an ellipsis, `.all` is appended for each remaining axis. Traps if there are more indices than axes.
    func expandingEllipsis(_ indices: [TensorIndex]) -> [TensorIndex] {
        let named: Int = indices.reduce(0) { $0 + $1.axisCount }
        require(named <= rank, "subscript: \(named) indices for a tensor of shape \(shape)")
        let rest = [TensorIndex](repeating: .all, count: rank - named)
        guard let place = indices.firstIndex(where: { $0.kind == .ellipsis }) else { return indices + rest }
        return indices[..<place] + rest + indices[(place + 1)...]
    }

    /// Returns `position` counted from the start of the axis. A negative position counts from the end. Traps if the
    /// position is out of range.
    func checked(_ position: Int, _ axis: Int) -> Int {
        let length: Int = shape.dimensions[axis]
        let result: Int = position < 0 ? position + length : position
        require(
            result >= 0 && result < length,
            "subscript: position \(position) is out of range for axis \(axis) of shape \(shape)")
        return result
    }

    /// Returns the first position and the number of positions of the slice `from:to:step` along an axis of the given
    /// length. As in Python, negative bounds count from the end, and bounds beyond the axis are limited to the axis.
    /// `nil` selects from the first position, or up to the last position, in the direction of the step.
    static func walk(_ from: Int?, _ to: Int?, _ step: Int, length: Int) -> (first: Int, count: Int) {
        let (lowest, highest): (Int, Int) = step > 0 ? (0, length) : (-1, length - 1)
        func bound(_ position: Int?, _ fallback: Int) -> Int {
            guard let position else { return fallback }
            return Swift.min(Swift.max(position < 0 ? position + length : position, lowest), highest)
        }
        let first: Int = bound(from, step > 0 ? lowest : highest)
        let end: Int = bound(to, step > 0 ? highest : lowest)
        let span: Int = step > 0 ? end - first : first - end
        let count: Int = span > 0 ? Int((UInt(span) - 1) / step.magnitude) + 1 : 0
        return (count > 0 ? first : 0, count)
    }
}
