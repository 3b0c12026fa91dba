import Tensors

/// The positions that a slice selects along an axis: `start`, `start + step`, …
struct AxisSlice {
    /// The axis.
    let axis: Int
    /// The length of the axis, the first selected position, and the number of selected positions.
    let length, start, count: BatchLength
    /// The difference of consecutive positions; negative for a reversed slice.
    let step: Int

    /// Whether the slice selects the whole axis in its order.
    var isWhole: Bool { step == 1 && start.fixed == 0 && count == length }

    /// The position one step after the last selected position.
    var end: BatchLength {
        BatchLength(
            perSample: start.perSample + step * count.perSample, constant: start.constant + step * count.constant)
    }

    /// The selected positions; `nil` if they depend on the batch size.
    var positions: [Int]? {
        guard let start = start.fixed, let count = count.fixed else { return nil }
        return (0 ..< count).map { start + $0 * step }
    }
}

extension ONNXOperation {
    /// For the operations `slice` and `assignSlice`: the selected positions along each axis of input 0.
    var slices: [AxisSlice] {
        let (starts, counts, steps): ([BatchLength], [BatchLength], [Int]) = (
            lengths("starts"), lengths("counts"), integers("steps")
        )
        return shape(of: 0).indices.map { axis in
            AxisSlice(
                axis: axis, length: shape(of: 0)[axis], start: starts[axis], count: counts[axis], step: steps[axis])
        }
    }
}

extension ONNXGraph {
    /// Adds a node that selects a slice of `x`, and returns its result, which keeps all axes. Returns `x` if all slices
    /// are whole. An axis that `slices` does not contain stays whole.
    mutating func slice(_ x: ONNXValue, _ slices: [AxisSlice]) -> ONNXValue {
        let slices: [AxisSlice] = slices.filter { !$0.isWhole }
        if slices.isEmpty { return x }
        let ends: [BatchLength] = slices.map { slice in
            // The end of a reversed slice may be below 0, but ONNX takes −1 as the last position. ONNX takes −2³¹ as
            // the place before position 0, so this number replaces an end below 0.
            if slice.step < 0, let end = slice.end.fixed, end < 0 { return BatchLength(constant: Int(Int32.min)) }
            return slice.end
        }
        return add(
            "Slice", x, lengths(slices.map(\.start), "starts"), lengths(ends, "ends"),
            constant(slices.map(\.axis), "axes \(slices.map(\.axis))"), constant(slices.map(\.step), "steps"))
    }

    /// Adds nodes that copy `x` with a slice replaced by `part`, and returns the copy. `part` has the shape of the
    /// slice and the same number of axes as `x`.
    ///
    /// - Throws: `ONNXError` with the fault `.unsupported` if the slice has a step other than 1 along an axis whose
    ///   length or selected positions depend on the batch size.
    mutating func replace(
        _ slices: [AxisSlice], of x: ONNXValue, with part: ONNXValue
    ) throws(ONNXError) -> ONNXValue {
        guard let changed = slices.first(where: { !$0.isWhole }) else { return part }
        let rest: [AxisSlice] = slices.filter { $0.axis > changed.axis }
        let inner: ONNXValue =
            rest.allSatisfy(\.isWhole) ? part : try replace(rest, of: slice(x, [changed]), with: part)
        if let positions = changed.positions, let length = changed.length.fixed {
            // Take each position of the result from the concatenation of the tensor and the part.
            var sources = Array(0 ..< length)
            for (place, position) in positions.enumerated() { sources[position] = length + place }
            let joined: ONNXValue = add("Concat", x, inner, attributes: ["axis": .int(changed.axis)])
            return add("Gather", joined, constant(sources, "positions"), attributes: ["axis": .int(changed.axis)])
        }
        guard changed.step == 1 else {
            throw ONNXError(
                .unsupported(
                    "assignSlice",
                    "it assigns to positions that depend on the batch size, with the step \(changed.step)"))
        }
        let zero = BatchLength(constant: 0)
        let behind = BatchLength(
            perSample: changed.length.perSample - changed.end.perSample,
            constant: changed.length.constant - changed.end.constant)
        let parts: [(start: BatchLength, count: BatchLength)] = [(zero, changed.start), (changed.end, behind)]
        let kept: [ONNXValue] = parts.map { part in
            slice(
                x,
                [AxisSlice(axis: changed.axis, length: changed.length, start: part.start, count: part.count, step: 1)])
        }
        return add("Concat", kept[0], inner, kept[1], attributes: ["axis": .int(changed.axis)])
    }
}
