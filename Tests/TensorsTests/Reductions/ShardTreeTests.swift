import TestSupport
import Testing

@testable import Tensors

@Suite struct ShardTreeTests {
    private func nested(_ count: Int, without missing: Set<Int> = []) -> String? {
        ShardTree(shardCount: count).reduce((0 ..< count).map { missing.contains($0) ? nil : "\($0)" }) {
            "(\($0)+\($1))"
        }
    }

    @Test func theTreeSplitsAtTheGreatestPowerOfTwo() {
        #expect(nested(1) == "0")
        #expect(nested(2) == "(0+1)")
        #expect(nested(3) == "((0+1)+2)")
        #expect(nested(4) == "((0+1)+(2+3))")
        #expect(nested(5) == "(((0+1)+(2+3))+4)")
        #expect(nested(7) == "(((0+1)+(2+3))+((4+5)+6))")
        #expect(nested(8) == "(((0+1)+(2+3))+((4+5)+(6+7)))")
    }

    @Test func shardsWithoutAValueAreSkipped() {
        #expect(nested(5, without: [1, 4]) == "(0+(2+3))")
        #expect(nested(4, without: [0, 1]) == "(2+3)")
        #expect(nested(3, without: [0, 1, 2]) == nil)
    }

    @Test(arguments: 1 ... 17)
    func theNodesOfAllProcessesGiveTheWholeTree(count: Int) {
        let tree = ShardTree(shardCount: count)
        for processes in 1 ... count {
            for missing in 0 ... count {
                let values: [String?] = (0 ..< count).map { $0 < count - missing ? "\($0)" : nil }
                var sums: [Range<Int>: String] = [:]
                var nodes: Set<Range<Int>> = []
                for range in ShardTree(shardCount: processes).cut(count) {
                    let own: [Range<Int>] = tree.subtrees(in: range)
                    #expect(own.flatMap { Array($0) } == Array(range))
                    nodes.formUnion(own)
                    for node in own { sums[node] = tree.reduce(node, of: values) { "(\($0)+\($1))" } }
                }
                let whole: String? = tree.reduce(subtrees: nodes, value: { sums[$0] }, by: { "(\($0)+\($1))" })
                #expect(whole == tree.reduce(values) { "(\($0)+\($1))" })
            }
        }
        #expect(tree.subtrees(in: 0 ..< count) == [0 ..< count])
    }

    @Test(arguments: [1, 2, 3, 5, 8, 13], [0, 1, 2047, 2048, 70_001])
    func theSumOfTensorsHasTheBitsOfTheTree(count: Int, length: Int) {
        let tree = ShardTree(shardCount: count)
        for missing: Set<Int> in [[], [0], [count - 1], [0, 1, 2], Set(1 ..< count), Set(0 ..< count)] {
            let tensors: [Tensor<Float>?] = (0 ..< count).map { shard in
                let dense: Tensor<Float> = sample([length, 2], seed: shard)
                return missing.contains(shard) ? nil : shard % 2 == 0 ? dense[.all, 0] : dense[.all, 1].copied()
            }
            for node in [0 ..< count, count / 2 ..< count] where !node.isEmpty {
                let found: Tensor<Float>? = tree.sum(node, of: tensors)
                #expect(found == tree.reduce(node, of: tensors) { $0 + $1 }, "\(node) without \(missing)")
            }
        }
    }

    @Test func shardsAreContiguousAndDifferByAtMostOneSample() {
        #expect(ShardTree(shardCount: 3).cut(8) == [0 ..< 3, 3 ..< 6, 6 ..< 8])
        #expect(ShardTree(shardCount: 4).cut(2) == [0 ..< 1, 1 ..< 2, 2 ..< 2, 2 ..< 2])
        #expect(ShardTree(shardCount: 2).cut(0) == [0 ..< 0, 0 ..< 0])
    }

    @Test(
        arguments: [(0 ..< 2, 1), (0 ..< 3, 2), (0 ..< 4, 2), (0 ..< 5, 4), (0 ..< 8, 4), (4 ..< 7, 6), (0 ..< 9, 8)]
            as [(Range<Int>, Int)])
    func aNodeIsSplitAtTheLargestPowerOfTwoBelowItsLength(node: Range<Int>, middle: Int) {
        #expect(ShardTree.split(node) == middle)
    }

    @Test(
        arguments: [
            (8, 0 ..< 8, [0 ..< 8]), (8, 0 ..< 4, [0 ..< 4]), (8, 2 ..< 5, [2 ..< 4, 4 ..< 5]),
            (8, 1 ..< 7, [1 ..< 2, 2 ..< 4, 4 ..< 6, 6 ..< 7]), (5, 2 ..< 5, [2 ..< 4, 4 ..< 5]), (3, 1 ..< 1, []),
            (7, 4 ..< 7, [4 ..< 7]),
        ] as [(Int, Range<Int>, [Range<Int>])])
    func subtreesOfARange(shardCount: Int, range: Range<Int>, subtrees: [Range<Int>]) {
        #expect(ShardTree(shardCount: shardCount).subtrees(in: range) == subtrees)
    }

    @Test func onlyChildrenOfOneNodeAreAdded() {
        let tree = ShardTree(shardCount: 6)
        #expect(tree.areChildren(0 ..< 4, 4 ..< 6) && tree.areChildren(4 ..< 5, 5 ..< 6))
        #expect(!tree.areChildren(1 ..< 2, 2 ..< 3) && !tree.areChildren(2 ..< 4, 4 ..< 6))
        #expect(!tree.areChildren(0 ..< 1, 1 ..< 4))
    }

    @Test func mistakesTrap() async {
        let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ShardTree(shardCount: 0)
        }
        let noneText: String = text(none?.standardErrorContent)
        #expect(noneText.contains("ShardTree: shardCount must be positive, not 0"))
        let outside = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ShardTree(shardCount: 3).subtrees(in: 1 ..< 5)
        }
        let outsideText: String = text(outside?.standardErrorContent)
        #expect(outsideText.contains("the range 1..<5 exceeds the shards 0 ..< 3"))
    }
}
