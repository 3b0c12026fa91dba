internal import CKernels

extension ShardTree {
    /// Returns the sum of the tensors of the shards `node` in the order of the tree; nil if no shard has a tensor. The
    /// bits are those of `reduce(node, of: tensors, by: +)`. Traps unless there are `shardCount` tensors of equal shapes.
    ///
    /// Reads every tensor once and writes the result once: the sums of small subtrees of a block of elements stay in the
    /// first-level cache.
    package func sum<Scalar: RealScalar>(_ node: Range<Int>, of tensors: [Tensor<Scalar>?]) -> Tensor<Scalar>? {
        require(tensors.count == shardCount, "ShardTree: \(tensors.count) values for \(shardCount) shards")
        let parts: [Tensor<Scalar>?] = tensors.indices.map { node.contains($0) ? tensors[$0]?.contiguous() : nil }
        let present: [Tensor<Scalar>] = parts.compactMap(\.self)
        guard present.count > 1, let shape = present.first?.shape else { return present.first }
        for part in present { require(part.shape == shape, "ShardTree: shapes \(shape) and \(part.shape) differ") }
        let result = Tensor<Scalar>(uninitialized: shape)
        let sum = BlockSum(parts: parts, result: result)
        Parallelism.forEachRange(of: result.count, length: 16 * BlockSum<Scalar>.length) { range in
            sum.compute(node, range)
        }
        return result
    }
}

/// A sum of tensors without gaps, computed block by block.
private struct BlockSum<Scalar: RealScalar> {
    let parts: [Tensor<Scalar>?]
    let result: Tensor<Scalar>

    /// The number of elements of a block.
    static var length: Int { 2048 }

    /// Computes a range of elements.
    func compute(_ node: Range<Int>, _ range: Range<Int>) {
        // A level of the tree needs a block for the sum of the right child, while that of the left child waits.
        let levels: Int = Int.bitWidth - node.count.leadingZeroBitCount + 1
        let blocks = Tensor<Scalar>(uninitialized: [levels * Self.length])
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.length) {
            let length: Int = min(Self.length, range.upperBound - start)
            _ = add(node, start, length, into: result.mutableAddress + start, blocks.mutableAddress)
        }
    }

    /// Returns the address of the sum of a node for the elements from `start` on. The sum is written to `target` if the
    /// node has at least two parts. The blocks at `free` can be overwritten.
    private func add(
        _ node: Range<Int>, _ start: Int, _ length: Int, into target: UnsafeMutablePointer<Scalar>,
        _ free: UnsafeMutablePointer<Scalar>
    ) -> UnsafePointer<Scalar>? {
        if node.count == 1 { return parts[node.lowerBound].map { $0.address + start } }
        let middle: Int = ShardTree.split(node)
        let left: UnsafePointer<Scalar>? = add(node.lowerBound ..< middle, start, length, into: target, free)
        let right: UnsafePointer<Scalar>? = add(
            middle ..< node.upperBound, start, length, into: left == nil ? target : free, free + Self.length)
        guard let left, let right else { return left ?? right }
        synann_binary(
            Scalar.kernelType, SYNANN_ADD, length, synann_strided(data: left, stride: 1),
            synann_strided(data: right, stride: 1), target)
        return UnsafePointer(target)
    }
}
