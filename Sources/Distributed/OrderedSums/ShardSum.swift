public import Tensors

/// The sum of neighbouring shards in the order of a `ShardTree`, as far as it is determined by these shards.
///
/// Append the shards in ascending order. The sum adds two subtrees as soon as both are complete, so it keeps at most
/// log₂(shardCount) + 1 tensors, and a program need not keep all of its shards.
///
///     var sum = ShardSum<Float>(of: ShardTree(shardCount: 8), from: 2)
///     sum.append(gradientOfShard2)
///     sum.append(gradientOfShard3)
public struct ShardSum<Scalar: FieldScalar>: Sendable {
    /// The tree that gives the order of the additions.
    public let tree: ShardTree
    /// The largest subtrees of the appended shards, in ascending order, with their sums. A subtree whose shards are all
    /// absent has no sum.
    private(set) var nodes: [(shards: Range<Int>, sum: Tensor<Scalar>?)] = []
    /// The number of the next shard.
    public private(set) var nextShard: Int

    /// Creates an empty sum whose first shard has the number `first`. Traps if the tree has no shard `first`, except
    /// for the end of the tree.
    public init(of tree: ShardTree, from first: Int = 0) {
        require(
            first >= 0 && first <= tree.shardCount,
            "ShardSum: the first shard must be in 0 ... \(tree.shardCount), not \(first)")
        self.tree = tree
        nextShard = first
    }

    /// Appends the next shard. `nil` stands for a shard without samples: it is left out, so the result differs from
    /// that of zeros at most in the sign of a zero. The derivative of a shard is not recorded. Traps if all shards of
    /// the tree have been appended or if the shape differs from that of the other shards.
    public mutating func append(_ shard: Tensor<Scalar>?) {
        append(shard?.asConstant(), for: nextShard ..< nextShard + 1)
    }

    /// Appends the sum of a subtree, which must begin at `nextShard`.
    mutating func append(_ sum: Tensor<Scalar>?, for shards: Range<Int>) {
        require(
            shards.upperBound <= tree.shardCount,
            "ShardSum: there are only \(tree.shardCount) shards, and all have been appended")
        require(shards.lowerBound == nextShard, "ShardSum: expected shard \(nextShard), not \(shards.lowerBound)")
        if let sum, let other = nodes.lazy.compactMap(\.sum).first {
            require(
                sum.shape == other.shape, "ShardSum: a shard has the shape \(sum.shape), the others \(other.shape)")
        }
        nextShard = shards.upperBound
        nodes.append((shards, sum))
        while nodes.count > 1, tree.areChildren(nodes[nodes.count - 2].shards, nodes[nodes.count - 1].shards) {
            let right = nodes.removeLast()
            var left = nodes.removeLast()
            Self.add(right.sum, to: &left.sum)
            nodes.append((left.shards.lowerBound ..< right.shards.upperBound, left.sum))
        }
    }

    /// Adds in place, because a gradient can be large.
    private static func add(_ other: Tensor<Scalar>?, to sum: inout Tensor<Scalar>?) {
        guard let other else { return }
        guard var total = sum else { return sum = other }
        // `total` must be the only owner of its memory.
        sum = nil
        Scalar._combine(.add, &total, other, named: "ShardSum")
        sum = total
    }

    /// The sum over all shards of the tree: `nil` if a shard has not been appended or if all shards are absent.
    public var total: Tensor<Scalar>? {
        nodes.count == 1 && nodes[0].shards.count == tree.shardCount ? nodes[0].sum : nil
    }
}
