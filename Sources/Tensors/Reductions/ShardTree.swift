/// A fixed binary tree over the shards `0 ..< shardCount` of a batch. A sum in the order of the tree has the same bits on
/// any number of threads and processes, because the order depends only on the number of shards.
///
/// The left half of a node over m shards has as many shards as the greatest power of two below m, so the tree over 5
/// shards is ((0 + 1) + (2 + 3)) + 4. A shard without a value is skipped: its sibling's value takes the place of the
/// sum.
public struct ShardTree: Sendable, Hashable {
    /// The number of shards.
    public let shardCount: Int

    /// Creates the tree over `shardCount` shards. Traps if there are none.
    public init(shardCount: Int) {
        require(shardCount > 0, "ShardTree: shardCount must be positive, not \(shardCount)")
        self.shardCount = shardCount
    }

    /// Returns the values of all shards together, combined in the order of the tree; nil if no shard has a value.
    ///
    /// - Parameters:
    ///   - values: The value of each shard, nil for a shard without a value. Traps unless there are `shardCount` values.
    ///   - combine: Returns the value of two neighbouring groups of shards together.
    public func reduce<Value>(_ values: [Value?], by combine: (_ left: Value, _ right: Value) -> Value) -> Value? {
        require(values.count == shardCount, "ShardTree: \(values.count) values for \(shardCount) shards")
        return Self.reduce(0 ..< shardCount, values, combine)
    }

    /// Returns the values of the shards `node` together. The result is a part of `reduce` if `node` is one of the
    /// subtrees that `subtrees(in:)` returns.
    public func reduce<Value>(
        _ node: Range<Int>, of values: [Value?], by combine: (_ left: Value, _ right: Value) -> Value
    ) -> Value? {
        require(values.count == shardCount, "ShardTree: \(values.count) values for \(shardCount) shards")
        return Self.reduce(node, values, combine)
    }

    private static func reduce<Value>(
        _ node: Range<Int>, _ values: [Value?], _ combine: (Value, Value) -> Value
    ) -> Value? {
        guard node.count > 1 else { return node.first.flatMap { values[$0] } }
        let middle: Int = split(node)
        guard let left = reduce(node.lowerBound ..< middle, values, combine) else {
            return reduce(middle ..< node.upperBound, values, combine)
        }
        guard let right = reduce(middle ..< node.upperBound, values, combine) else { return left }
        return combine(left, right)
    }

    /// Returns the largest subtrees whose shards lie in `range`, in ascending order. Together they contain the shards
    /// of the range. A process that computes these shards can send one value for each subtree instead of one value for
    /// each shard. The number of subtrees is at most 2·log₂(shardCount) + 1. Traps if the range exceeds the shards.
    public func subtrees(in range: Range<Int>) -> [Range<Int>] {
        require(
            range.lowerBound >= 0 && range.upperBound <= shardCount,
            "ShardTree: the range \(range) exceeds the shards 0 ..< \(shardCount)")
        return Self.subtrees(in: range, below: 0 ..< shardCount)
    }

    private static func subtrees(in range: Range<Int>, below node: Range<Int>) -> [Range<Int>] {
        let common: Range<Int> = range.clamped(to: node)
        if common.isEmpty { return [] }
        if common == node { return [node] }
        let middle: Int = split(node)
        return subtrees(in: range, below: node.lowerBound ..< middle)
            + subtrees(in: range, below: middle ..< node.upperBound)
    }

    /// Returns whether `left` and `right` are the children of one node.
    package func areChildren(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        var node: Range<Int> = 0 ..< shardCount
        let wanted: Range<Int> = left.lowerBound ..< right.upperBound
        while node.count > 1 {
            let middle: Int = Self.split(node)
            if node == wanted { return left.upperBound == middle && right.lowerBound == middle }
            node = wanted.lowerBound < middle ? node.lowerBound ..< middle : middle ..< node.upperBound
        }
        return false
    }

    /// Returns the combined value of all shards, computed from the values of the subtrees that `subtrees(in:)` returns
    /// for each process; nil if none has a value. `value` returns the value of a subtree, or nil if all of its shards are
    /// without a value. Traps unless the subtrees together contain every shard once.
    public func reduce<Value>(
        subtrees: Set<Range<Int>>, value: (Range<Int>) -> Value?, by combine: (_ left: Value, _ right: Value) -> Value
    ) -> Value? {
        func reduce(_ node: Range<Int>) -> Value? {
            if subtrees.contains(node) { return value(node) }
            require(node.count > 1, "ShardTree: no subtree contains shard \(node.lowerBound)")
            let middle: Int = Self.split(node)
            guard let left = reduce(node.lowerBound ..< middle) else { return reduce(middle ..< node.upperBound) }
            guard let right = reduce(middle ..< node.upperBound) else { return left }
            return combine(left, right)
        }
        return reduce(0 ..< shardCount)
    }

    /// Returns the end of the left child of a node with at least two shards.
    package static func split(_ node: Range<Int>) -> Int {
        node.lowerBound + (1 << (Int.bitWidth - 1 - (node.count - 1).leadingZeroBitCount))
    }

    /// Returns the range of the samples of each shard in a batch of `samples` samples. The shards are contiguous, their
    /// lengths differ by at most one, and the longer shards are first. If there are fewer samples than shards, the last
    /// shards are empty.
    public func cut(_ samples: Int) -> [Range<Int>] {
        let (length, rest): (Int, Int) = samples.quotientAndRemainder(dividingBy: shardCount)
        return (0 ..< shardCount).map { shard in
            let start: Int = shard * length + min(shard, rest)
            return start ..< start + length + (shard < rest ? 1 : 0)
        }
    }
}
