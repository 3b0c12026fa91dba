import Tensors

/// The layout of a tensor's elements in memory.
public enum MemoryArrangement: String, CaseIterable, Sendable {
    /// The elements are in row-major order, without gaps.
    case contiguous
    /// The elements are in column-major order, so the first axis has stride 1.
    case transposed
    /// The elements are every second element of a larger block, along the last axis.
    case sliced
    /// The elements are a part of a larger block, with other elements around them.
    case offset
    /// The elements are in reverse row-major order, so all strides are negative.
    case reversed
}

extension Tensor {
    /// Returns a tensor with the same elements in the given memory layout.
    ///
    /// A tensor of rank 0 and a tensor without elements are returned unchanged, because they have only one layout.
    public func arranged(_ arrangement: MemoryArrangement) -> Tensor {
        guard rank > 0, let filler = scalars.first else { return self }
        switch arrangement {
        case .contiguous:
            return Tensor(scalars, shape: shape)
        case .transposed:
            let order: [Int] = (0 ..< rank).reversed()
            let reordered: Tensor = permuted(order)
            return Tensor(reordered.scalars, shape: reordered.shape).permuted(order)
        case .sliced:
            var widths = [(before: Int, after: Int)](repeating: (0, 0), count: rank)
            widths[rank - 1].after = shape[-1]
            let doubled: Tensor = padded(by: widths, with: filler)
            var spread = Tensor(repeating: filler, shape: doubled.shape)
            spread[.ellipsis, .stride(by: 2)] = self
            return spread[.ellipsis, .stride(by: 2)]
        case .offset:
            let widths = [(before: Int, after: Int)](repeating: (1, 2), count: rank)
            let block: Tensor = padded(by: widths, with: filler)
            return (0 ..< rank).reduce(block) { part, axis in part.narrowed(axis: axis, to: 1 ..< 1 + shape[axis]) }
        case .reversed:
            return backwards().copiedForTests().backwards()
        }
    }

    private func backwards() -> Tensor {
        (0 ..< rank).reduce(self) { part, axis in
            part.permuted(Self.movingToFront(axis, part.rank))[.stride(by: -1)]
                .permuted(Self.movingBack(axis, part.rank))
        }
    }

    private func copiedForTests() -> Tensor { Tensor(scalars, shape: shape) }

    private static func movingToFront(_ axis: Int, _ rank: Int) -> [Int] {
        [axis] + (0 ..< rank).filter { $0 != axis }
    }

    private static func movingBack(_ axis: Int, _ rank: Int) -> [Int] {
        let order: [Int] = movingToFront(axis, rank)
        var inverse = [Int](repeating: 0, count: rank)
        for (position, original) in order.enumerated() { inverse[original] = position }
        return inverse
    }
}
