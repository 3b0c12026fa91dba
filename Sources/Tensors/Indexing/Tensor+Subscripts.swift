extension Tensor {
    /// A part of the tensor as a view, by NumPy's rules for integers, ranges, `.all`, `.newAxis`, `.ellipsis` and
    /// `.stride(from:to:by:)`. Axes without an index are kept whole.
    ///
    /// The bounds of a range are limited to the axis, as in NumPy. Traps if a single position is out of range or if
    /// there are more indices than axes, apart from `.newAxis` and `.ellipsis`. Assignment broadcasts the new value to
    /// the part, and traps if the value does not broadcast. It writes in place if the tensor owns its memory.
    public subscript(indices: any TensorIndexConvertible...) -> Tensor {
        get { tracedPart(indices.map(\.tensorIndex)) }
        set { assignPart(indices.map(\.tensorIndex), newValue) }
    }

    /// A part of the tensor by a list of indices that a program computes. Behaves as the subscript with separate
    /// indices.
    public subscript(indices: [TensorIndex]) -> Tensor {
        get { tracedPart(indices) }
        set { assignPart(indices, newValue) }
    }

    private func tracedPart(_ indices: [TensorIndex]) -> Tensor {
        traced(indexedView(indices), TensorOperation("slice", self, attributes: sliceAttributes(indices)))
    }

    /// Writes `value`, broadcast, to the part at `indices`. The tape does not record it.
    fileprivate mutating func assignPart(_ indices: [TensorIndex], _ value: Tensor) {
        let former: Tensor? = TraceRecorder.current == nil ? nil : self
        makeUnique()
        var window: Tensor = indexedView(indices)
        require(
            Shape.broadcast(value.shape, window.shape) == window.shape,
            "subscript: a value of shape \(value.shape) does not broadcast to the part of shape \(window.shape)")
        window.assignElements(of: value.broadcastView(to: window.shape))
        guard let former else { return }
        self = traced(self, TensorOperation("assignSlice", former, value, attributes: former.sliceAttributes(indices)))
    }
}

extension Tensor where Scalar: FieldScalar {
    /// A part of the tensor as a view, by NumPy's rules for integers, ranges, `.all`, `.newAxis`, `.ellipsis` and
    /// `.stride(from:to:by:)`. Axes without an index are kept whole. Differentiable with respect to the tensor and an
    /// assigned value.
    ///
    /// The bounds of a range are limited to the axis, as in NumPy. Traps if a single position is out of range or if
    /// there are more indices than axes, apart from `.newAxis` and `.ellipsis`. Assignment broadcasts the new value to
    /// the part, and traps if the value does not broadcast. It writes in place if the tensor owns its memory and
    /// neither tensor is on a tape.
    public subscript(indices: any TensorIndexConvertible...) -> Tensor {
        get { part(indices.map(\.tensorIndex)) }
        set { replacePart(indices.map(\.tensorIndex), newValue) }
    }

    /// A part of the tensor by a list of indices that a program computes. Behaves as the subscript with separate
    /// indices.
    public subscript(indices: [TensorIndex]) -> Tensor {
        get { part(indices) }
        set { replacePart(indices, newValue) }
    }

    private func part(_ indices: [TensorIndex]) -> Tensor {
        let source: Shape = shape
        return withDerivative(
            of: TensorOperation("slice", self, attributes: sliceAttributes(indices)), indexedView(indices),
            .by(self) { cotangent in
                var result = Tensor(zeros: source)
                result.replacePart(indices, cotangent)
                return result
            })
    }

    private mutating func replacePart(_ indices: [TensorIndex], _ value: Tensor) {
        guard variable.node >= 0 || value.variable.node >= 0 else { return assignPart(indices, value) }
        let (former, valueShape): (Tensor, Shape) = (self, value.shape)
        assignPart(indices, value)
        self = withDerivative(
            of: TensorOperation("assignSlice", former, value, attributes: former.sliceAttributes(indices)), self,
            .by(former) { cotangent in
                var rest: Tensor = cotangent
                rest.replacePart(indices, Tensor(0))
                return rest
            },
            .by(value) { cotangent in cotangent.part(indices).summed(to: valueShape) })
    }
}

extension Tensor {
    /// Returns the view at `indices`. The tape does not record it.
    func indexedView(_ indices: [TensorIndex]) -> Tensor {
        let indices: [TensorIndex] = expandingEllipsis(indices)
        var dimensions: [Int] = []
        var newStrides: [Int] = []
        var start: Int = offset
        var axis = 0
        for index in indices {
            switch index.kind {
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
                // A single position needs no step. A step whose stride would overflow selects at most one position.
                newStrides.append(count > 1 ? strides[axis] * step : strides[axis])
                axis += 1
            case .ellipsis:
                fatalError("subscript: more than one ellipsis")
            }
        }
        return view(shape: Shape(dimensions), strides: newStrides, offset: start)
    }

    /// Returns the indices with `.all` for the axes that the ellipsis represents, or for the last axes if there is no
    /// ellipsis.
    func expandingEllipsis(_ indices: [TensorIndex]) -> [TensorIndex] {
        let named: Int = indices.filter { $0.kind != .newAxis && $0.kind != .ellipsis }.count
        require(named <= rank, "subscript: \(named) indices for a tensor of shape \(shape)")
        let rest = [TensorIndex](repeating: .all, count: rank - named)
        guard let place = indices.firstIndex(where: { $0.kind == .ellipsis }) else { return indices + rest }
        return indices[..<place] + rest + indices[(place + 1)...]
    }

    /// Returns the position counted from the start. Traps if it is out of range.
    private func checked(_ position: Int, _ axis: Int) -> Int {
        let length: Int = shape.dimensions[axis]
        let result: Int = position < 0 ? position + length : position
        require(
            result >= 0 && result < length,
            "subscript: position \(position) is out of range for axis \(axis) of shape \(shape)")
        return result
    }

    /// Returns the first position and the number of positions of the slice `from:to:step` along an axis, limited to the
    /// axis as in Python.
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
