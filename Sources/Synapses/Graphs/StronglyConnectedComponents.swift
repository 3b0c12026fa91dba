/// Returns the strongly connected components of a directed graph. Each component is an ascending list of node numbers.
/// If an edge leads from component A to component B, A comes before B. The function uses Tarjan's algorithm without
/// recursion. The time is proportional to the number of nodes plus the number of edges.
///
/// - Parameter predecessors: For each node, the numbers of the nodes from which an edge leads to this node.
func stronglyConnectedComponents(predecessors: [[Int]]) -> [[Int]] {
    let unvisited: Int = -1
    var (order, low): ([Int], [Int]) = (
        [Int](repeating: unvisited, count: predecessors.count), [Int](repeating: 0, count: predecessors.count)
    )
    var onStack = [Bool](repeating: false, count: predecessors.count)
    var (stack, path): ([Int], [(node: Int, next: Int)]) = ([], [])
    var (visited, components): (Int, [[Int]]) = (0, [])
    for root in predecessors.indices where order[root] == unvisited {
        path.append((root, 0))
        while let (node, next) = path.last {
            if next == 0 {
                (order[node], low[node]) = (visited, visited)
                visited += 1
                stack.append(node)
                onStack[node] = true
            }
            if next < predecessors[node].count {
                path[path.count - 1].next += 1
                let other: Int = predecessors[node][next]
                if order[other] == unvisited {
                    path.append((other, 0))
                } else if onStack[other] {
                    low[node] = min(low[node], order[other])
                }
                continue
            }
            path.removeLast()
            if let parent = path.last?.node { low[parent] = min(low[parent], low[node]) }
            guard low[node] == order[node] else { continue }
            var component: [Int] = []
            repeat {
                component.append(stack.removeLast())
                onStack[component[component.count - 1]] = false
            } while component[component.count - 1] != node
            components.append(component.sorted())
        }
    }
    return components
}
