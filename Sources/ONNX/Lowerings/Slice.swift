import Tensors

/// The walk along one axis that a slice makes.
struct AxisWalk {
    let axis: Int
    /// The length of the axis, the first position, and how many there are.
    let length, start, count: BatchLength
    let step: Int

    /// Whether the walk takes the axis as it is.
    var isWhole: Bool { step == 1 && start.fixed == 0 && count == length }

    /// Where the walk ends: the position after the last one.
    var end: BatchLength {
        BatchLength(
            perSample: start.perSample + step * count.perSample, constant: start.constant + step * count.constant)
    }

    /// The positions, where they do not depend on the batch.
    var positions: [Int]? {
        guard let start = start.fixed, let count = count.fixed else { return nil }
        return (0 ..< count).map { start + $0 * step }
    }
}

extension ONNXOperation {
    /// The walks of a slice of input 0, in the order of its axes.
    var walks: [AxisWalk] {
        let (starts, counts, steps): ([BatchLength], [BatchLength], [Int]) = (
            lengths("starts"), lengths("counts"), integers("steps")
        )
        return shape(of: 0).indices.map { axis in
            AxisWalk(
                axis: axis, length: shape(of: 0)[axis], start: starts[axis], count: counts[axis], step: steps[axis])
        }
    }
}

extension ONNXGraph {
    /// The part of a tensor that walks along its axes lead through, with as many axes as the tensor.
    mutating func slice(_ x: ONNXValue, _ walks: [AxisWalk]) -> ONNXValue {
        let walks: [AxisWalk] = walks.filter { !$0.isWhole }
        if walks.isEmpty { return x }
        let ends: [BatchLength] = walks.map { walk in
            // −1 would be the last position; the operator takes what lies far before the axis for its beginning.
            if walk.step < 0, let end = walk.end.fixed, end < 0 { return BatchLength(constant: Int(Int32.min)) }
            return walk.end
        }
        return add(
            "Slice", x, lengths(walks.map(\.start), "starts"), lengths(ends, "ends"),
            constant(walks.map(\.axis), "axes \(walks.map(\.axis))"), constant(walks.map(\.step), "steps"))
    }

    /// `x` with a part of it replaced by `part`, which has as many axes as `x` and the lengths of the walks.
    mutating func replace(
        _ walks: [AxisWalk], of x: ONNXValue, with part: ONNXValue
    ) throws(ONNXError) -> ONNXValue {
        guard let walk = walks.first(where: { !$0.isWhole }) else { return part }
        let rest: [AxisWalk] = walks.filter { $0.axis > walk.axis }
        let inner: ONNXValue =
            rest.allSatisfy(\.isWhole) ? part : try replace(rest, of: slice(x, [walk]), with: part)
        if let positions = walk.positions, let length = walk.length.fixed {
            // Each position is taken from the tensor or, behind it, from the part.
            var sources = Array(0 ..< length)
            for (place, position) in positions.enumerated() { sources[position] = length + place }
            let joined: ONNXValue = add("Concat", x, inner, attributes: ["axis": .int(walk.axis)])
            return add("Gather", joined, constant(sources, "positions"), attributes: ["axis": .int(walk.axis)])
        }
        guard walk.step == 1 else {
            throw ONNXError(
                .unsupported("assignSlice", "it assigns to positions along the batch with the step \(walk.step)"))
        }
        let zero = BatchLength(constant: 0)
        let behind = BatchLength(
            perSample: walk.length.perSample - walk.end.perSample, constant: walk.length.constant - walk.end.constant)
        let parts: [(start: BatchLength, count: BatchLength)] = [(zero, walk.start), (walk.end, behind)]
        let kept: [ONNXValue] = parts.map { part in
            slice(x, [AxisWalk(axis: walk.axis, length: walk.length, start: part.start, count: part.count, step: 1)])
        }
        return add("Concat", kept[0], inner, kept[1], attributes: ["axis": .int(walk.axis)])
    }
}
