import Tensors
import Testing

@testable import Synapses

@Suite struct StronglyConnectedComponentsTests {
    @Test func smallGraphs() {
        #expect(stronglyConnectedComponents(predecessors: []) == [])
        // The graph is 0 → 1 → 2. The argument lists the predecessors of each node.
        #expect(stronglyConnectedComponents(predecessors: [[], [0], [1]]) == [[0], [1], [2]])
        // The graph is 0 ⇄ 1, with an additional node 2 that has edges from node 1 and from itself.
        #expect(stronglyConnectedComponents(predecessors: [[1], [0], [1, 2]]) == [[0, 1], [2]])
    }

    /// The components of random graphs agree with the definition: two nodes are in the same component if each node is
    /// reachable from the other. Every edge between components leads to a later component.
    @Test(arguments: 0 ..< 20) func agreesWithTheDefinition(seed: Int) {
        var generator = PhiloxGenerator(seed: UInt64(seed))
        let count = 9
        let predecessors: [[Int]] = (0 ..< count).map { _ in
            (0 ..< count).filter { _ in Int.random(in: 0 ..< 8, using: &generator) == 0 }
        }
        var isReached: [[Bool]] = (0 ..< count).map { node in (0 ..< count).map { $0 == node } }
        for _ in 0 ..< count {
            for node in 0 ..< count {
                for other in predecessors[node] {
                    for start in 0 ..< count where isReached[start][other] { isReached[start][node] = true }
                }
            }
        }
        let components: [[Int]] = stronglyConnectedComponents(predecessors: predecessors)
        #expect(components.joined().sorted() == Array(0 ..< count))
        var place = [Int](repeating: 0, count: count)
        for (index, component) in components.enumerated() { for node in component { place[node] = index } }
        for a in 0 ..< count {
            for b in 0 ..< count {
                #expect((place[a] == place[b]) == (isReached[a][b] && isReached[b][a]))
                if isReached[a][b] { #expect(place[a] <= place[b]) }
            }
        }
    }

    /// A chain of 100 000 nodes does not overflow the stack, as a recursive search would.
    @Test func longChains() {
        let count = 100_000
        let components: [[Int]] = stronglyConnectedComponents(
            predecessors: (0 ..< count).map { $0 == 0 ? [] : [$0 - 1] })
        #expect(components.count == count && components[count - 1] == [count - 1])
    }
}
