extension Tensor {
    /// Returns the attributes, in traces, of the slice at `indices`: for each axis of the tensor the first position,
    /// the number of positions and the step between neighbouring positions, and the shape of the slice.
    ///
    /// For a single position the number of positions is 1, and the shape does not include the axis. New axes occur only
    /// in the shape.
    func sliceAttributes(_ indices: [TensorIndex]) -> [String: TensorOperation.Attribute] {
        var (starts, counts, steps): ([Int], [Int], [Int]) = ([], [], [])
        for index in expandingEllipsis(indices) {
            let axis: Int = starts.count
            switch index.kind {
            case .newAxis, .ellipsis, .positions, .mask: continue
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

    /// Returns the attributes, in traces, of the slice `range` along `axis`. All other axes are whole.
    func sliceAttributes(axis: Int, _ range: Range<Int>) -> [String: TensorOperation.Attribute] {
        var indices = [TensorIndex](repeating: .all, count: rank)
        indices[axis] = range.tensorIndex
        return sliceAttributes(indices)
    }
}
