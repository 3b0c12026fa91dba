import Tensors
import TestSupport
import Testing

@testable import Distributed

@Suite struct ShardSumTests {
    /// Shards whose sum depends on the order of the additions.
    private func shard(_ number: Int) -> Tensor<Float> {
        var generator = PhiloxGenerator(seed: UInt64(number))
        return Tensor<Float>(randomNormal: [5], using: &generator)
            * Tensor<Float>([1, 10, 100, 1000, 1e4, 1e5, 1e6][number % 7])
    }

    /// The definition: the sum of the children of a node.
    private func reference(_ node: Range<Int>, absent: Set<Int>) -> Tensor<Float>? {
        if node.count == 1 { return absent.contains(node.lowerBound) ? nil : shard(node.lowerBound) }
        let middle: Int = ShardTree.split(node)
        let left: Tensor<Float>? = reference(node.lowerBound ..< middle, absent: absent)
        let right: Tensor<Float>? = reference(middle ..< node.upperBound, absent: absent)
        guard let left, let right else { return left ?? right }
        return left + right
    }

    /// The shards of each rank are added first, then the subtrees of all ranks.
    @Test func theBitsAreTheSameForEveryNumberOfRanks() {
        for shardCount in 1 ... 17 {
            let tree = ShardTree(shardCount: shardCount)
            for absent: Set<Int> in [[], [0], [shardCount / 2, shardCount - 1], Set(0 ..< shardCount)] {
                let expected: Tensor<Float>? = reference(0 ..< shardCount, absent: absent)
                for ranks in 1 ... shardCount + 2 {
                    var total = ShardSum<Float>(of: tree)
                    for rank in 0 ..< ranks {
                        let own: Range<Int> = rank * shardCount / ranks ..< (rank + 1) * shardCount / ranks
                        var sum = ShardSum<Float>(of: tree, from: own.lowerBound)
                        for number in own { sum.append(absent.contains(number) ? nil : shard(number)) }
                        #expect(sum.nodes.map(\.shards) == tree.subtrees(in: own))
                        for node in sum.nodes { total.append(node.sum, for: node.shards) }
                    }
                    #expect(total.total?.scalars == expected?.scalars, "\(shardCount) shards, \(ranks) ranks")
                }
            }
        }
    }

    @Test func theShardsOfTheCallerDoNotChange() {
        let (first, second): (Tensor<Float>, Tensor<Float>) = (shard(0), shard(1))
        var sum = ShardSum<Float>(of: ShardTree(shardCount: 2))
        sum.append(first)
        #expect(sum.total == nil && sum.nextShard == 1)
        sum.append(second)
        #expect(sum.total == first + second && first == shard(0) && second == shard(1))
    }

    @Test func mistakesTrap() async {
        let shapes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var sum = ShardSum<Float>(of: ShardTree(shardCount: 3))
            sum.append(Tensor(zeros: [2]))
            sum.append(Tensor(zeros: [3]))
        }
        let shapesText: String = text(shapes?.standardErrorContent)
        #expect(shapesText.contains("a shard has the shape [3], the others [2]"))
        let tooMany = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var sum = ShardSum<Float>(of: ShardTree(shardCount: 1))
            sum.append(nil)
            sum.append(nil)
        }
        let tooManyText: String = text(tooMany?.standardErrorContent)
        #expect(tooManyText.contains("there are only 1 shards"))
    }
}
