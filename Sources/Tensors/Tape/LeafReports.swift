/// The leaves of a differentiation whose derivatives are reported as soon as the backward pass has completed them. A
/// caller can therefore send a derivative to other processes while the backward pass computes the remaining derivatives.
///
/// The backward pass visits the nodes in reverse order. So the derivative of a leaf is final when the pass has visited
/// the first node that uses the leaf. The tape may note an earlier node than this node, which only delays the report.
final class LeafReports {
    private let firstLeaf: Int
    /// For each leaf, the position of the first node that may use the leaf; nil if no node uses it.
    private var firstUses: [Int?]
    /// Whether the derivative of each leaf was reported.
    private var isFinal: [Bool]
    /// The leaves by the positions in `firstUses`, made when the backward pass begins.
    private lazy var leaves: [Int: [Int]] = Dictionary(
        grouping: firstUses.indices.filter { firstUses[$0] != nil }, by: { firstUses[$0] ?? 0 })
    /// A function that is called once for each leaf, with the number of the leaf, from 0.
    private let body: (Int) -> Void

    init(firstLeaf: Int, count: Int, _ body: @escaping (Int) -> Void) {
        (self.firstLeaf, self.body) = (firstLeaf, body)
        (firstUses, isFinal) = ([Int?](repeating: nil, count: count), [Bool](repeating: false, count: count))
    }

    /// Notes that the node at `position`, or a later node, uses the node at `node`. Does nothing if `node` is not a leaf.
    func noteUse(of node: Int, by position: Int) {
        let leaf: Int = node - firstLeaf
        guard firstUses.indices.contains(leaf), firstUses[leaf] == nil else { return }
        firstUses[leaf] = position
    }

    /// Traps if `node` is a leaf whose derivative was reported.
    func requireOpen(_ node: Int) {
        let leaf: Int = node - firstLeaf
        require(
            !isFinal.indices.contains(leaf) || !isFinal[leaf],
            "gradient: leaf \(leaf) received a derivative after its derivative was reported")
    }

    /// Reports the leaves whose first use is the node at `position`, the node that the backward pass has just visited.
    func report(usedBy position: Int) {
        for leaf in leaves[position] ?? [] { report(leaf) }
    }

    /// Reports the remaining leaves, at the end of the backward pass.
    func reportRest() {
        for leaf in isFinal.indices where !isFinal[leaf] { report(leaf) }
    }

    private func report(_ leaf: Int) {
        isFinal[leaf] = true
        body(leaf)
    }
}
