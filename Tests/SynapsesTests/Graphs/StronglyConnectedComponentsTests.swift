import Tensors
import Testing

@testable import Synapses

@Suite struct StronglyConnectedComponentsTests {
    @Test func smallGraphs() {
        #expect(stronglyConnectedComponents(predecessors: []) == [])
        // The graph is 0 → 1 → 2. Each list contains the predecessors of a node.
        #expect(stronglyConnectedComponents(predecessors: [[], [0], [1]]) == [[0], [1], [2]])
        // The graph is 0 ⇄ 1, and node 2 with an edge to itself.
        #expect(stronglyConnectedComponents(predecessors: [[1], [0], [1, 2]]) == [[0, 1], [2]])
    }

    /// Compares random graphs with the definition. Two nodes are in the same component if each is reachable from the
    /// other. Every edge between components leads to a later component.
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

    /// A recursive search would overflow the stack on this chain of 100 000 nodes.
    @Test func longChains() {
        let count = 100_000
        let components: [[Int]] = stronglyConnectedComponents(
            predecessors: (0 ..< count).map { $0 == 0 ? [] : [$0 - 1] })
        #expect(components.count == count && components[count - 1] == [count - 1])
    }
}
