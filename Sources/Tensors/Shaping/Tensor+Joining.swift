extension Tensor where Scalar: RealScalar {
    /// Joins tensors along an existing axis, in order. Differentiable.
    ///
    /// Traps if there is no tensor, or if the shapes differ in another axis.
    ///
    /// - Parameters:
    ///   - parts: The tensors, at least one.
    ///   - axis: The axis; a negative axis counts from the end.
    public init(concatenating parts: [Tensor], axis: Int = 0) {
        guard let first = parts.first else { fatalError("concatenating: no tensors") }
        let axis: Int = first.shape.normalized(axis: axis)
        var total = 0
        var starts: [Int] = []
        for part in parts {
            require(
                part.rank == first.rank
                    && (0 ..< part.rank).allSatisfy { $0 == axis || part.shape[$0] == first.shape[$0] },
                "concatenating: shapes differ beyond axis \(axis): \(first.shape) and \(part.shape)")
            starts.append(total)
            total += part.shape[axis]
        }
        var dimensions: [Int] = first.shape.dimensions
        dimensions[axis] = total
        var joined = Tensor(uninitialized: Shape(dimensions))
        for (part, start) in zip(parts, starts) { joined.assign(part, toAxis: axis, from: start) }
        self = Self.recordingConcatenation(joined, parts, starts, axis)
    }

    /// Joins tensors along a new axis, in order. Differentiable.
    ///
    /// Traps if there is no tensor, or if the shapes differ.
    ///
    /// - Parameters:
    ///   - parts: The tensors, at least one.
    ///   - axis: The position of the new axis; a negative axis counts from the end of the result's axes.
    public init(stacking parts: [Tensor], axis: Int = 0) {
        self.init(concatenating: parts.map { $0.expandingShape(at: axis) }, axis: axis)
    }

    private mutating func assign(_ part: Tensor, toAxis axis: Int, from start: Int) {
        var window: Tensor = view(shape: part.shape, strides: strides, offset: offset + start * strides[axis])
        window.assignElements(of: part)
    }

    private static func recordingConcatenation(
        _ joined: Tensor, _ parts: [Tensor], _ starts: [Int], _ axis: Int
    ) -> Tensor {
        guard let tape = Tape.recording else { return joined }
        let sources: [(Variable, Range<Int>)] = zip(parts, starts).filter { tape.tracks($0.0.variable) }
            .map { ($0.0.variable, $0.1 ..< $0.1 + $0.0.shape[axis]) }
        if sources.isEmpty { return joined }
        let result: Tensor = tape.record(joined) { [unowned tape] cotangent in
            for (variable, range) in sources {
                tape.accumulate(cotangent.narrowed(axis: axis, to: range), to: variable)
            }
        }
        if tape.isObserved {
            tape.note(TensorOperation("concatenate", inputs: parts, attributes: ["axis": .integer(axis)]), result)
        }
        return result
    }

    /// Returns a view of the positions `range` along an axis. Differentiable.
    ///
    /// Traps if the range is not within the axis.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end.
    ///   - range: The positions, counted from the start.
    public func narrowed(axis: Int, to range: Range<Int>) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        require(
            range.lowerBound >= 0 && range.upperBound <= shape[axis],
            "narrowed: \(range) is out of range for axis \(axis) of shape \(shape)")
        var dimensions: [Int] = shape.dimensions
        dimensions[axis] = range.count
        let before: Int = range.lowerBound
        let after: Int = shape[axis] - range.upperBound
        return withDerivative(
            of: TensorOperation(
                "slice", self, attributes: sliceAttributes(axis: axis, range)),
            view(shape: Shape(dimensions), strides: strides, offset: offset + before * strides[axis]),
            .by(self) { cotangent in
                var widths = [(Int, Int)](repeating: (0, 0), count: cotangent.rank)
                widths[axis] = (before, after)
                return cotangent.padded(by: widths)
            })
    }

    /// Returns the tensor with `value` added before and after its elements along each axis. Differentiable.
    ///
    /// Traps unless there is one pair of widths for each axis, and all widths are at least 0.
    ///
    /// - Parameters:
    ///   - widths: The number of positions to add before and after, for each axis.
    ///   - value: The value of the new elements.
    public func padded(by widths: [(before: Int, after: Int)], with value: Scalar = 0) -> Tensor {
        require(widths.count == rank, "padded: \(widths.count) widths for shape \(shape)")
        require(widths.allSatisfy { $0.before >= 0 && $0.after >= 0 }, "padded: a width is negative")
        let target = Shape(zip(shape.dimensions, widths).map { $0 + $1.before + $1.after })
        let padded = Tensor(repeating: value, shape: target)
        let start: Int = zip(widths, padded.strides).reduce(0) { $0 + $1.0.before * $1.1 }
        var window: Tensor = padded.view(shape: shape, strides: padded.strides, offset: start)
        window.assignElements(of: self)
        let source: Shape = shape
        return withDerivative(
            of: TensorOperation(
                "pad", self,
                attributes: [
                    "before": .integers(widths.map(\.before)), "after": .integers(widths.map(\.after)),
                    "value": .number(Double(value)),
                ]),
            padded,
            .by(self) { cotangent in
                (0 ..< source.rank).reduce(cotangent) { part, axis in
                    part.narrowed(axis: axis, to: widths[axis].before ..< widths[axis].before + source[axis])
                }
            })
    }
}
