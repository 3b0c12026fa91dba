extension Tensor {
    /// The part that indices name, as traces have it: for each axis of the tensor the first position, how many positions
    /// there are and the step between them, and the shape of the part.
    ///
    /// A single position is a walk of one, whose axis the shape lacks; a new axis is in the shape alone.
    func sliceAttributes(_ indices: [TensorIndex]) -> [String: TensorOperation.Attribute] {
        var (starts, counts, steps): ([Int], [Int], [Int]) = ([], [], [])
        for index in expandingEllipsis(indices) {
            let axis: Int = starts.count
            switch index.kind {
            case .newAxis, .ellipsis: continue
            case .position(let position):
                starts.append(position < 0 ? position + shape.dimensions[axis] : position)
                counts.append(1)
                steps.append(1)
            case .stride(let from, let to, let step):
                let (first, count) = Self.walk(from, to, step, length: shape.dimensions[axis])
                starts.append(first)
                counts.append(count)
                steps.append(step)
            }
        }
        return [
            "starts": .integers(starts), "counts": .integers(counts), "steps": .integers(steps),
            "shape": .integers(indexedView(indices).shape.dimensions),
        ]
    }

    /// The same for a range along one axis.
    func sliceAttributes(axis: Int, _ range: Range<Int>) -> [String: TensorOperation.Attribute] {
        var indices = [TensorIndex](repeating: .all, count: rank)
        indices[axis] = range.tensorIndex
        return sliceAttributes(indices)
    }
}
