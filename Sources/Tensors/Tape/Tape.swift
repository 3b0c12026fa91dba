import Synchronization

/// What a tensor is on a tape: the tape's number and the position of the node that computed it.
struct Variable: Sendable, Hashable {
    let tape: UInt32
    let node: Int32

    /// A constant: no tape knows the tensor.
    static let none = Variable(tape: 0, node: -1)
}

/// The record of one differentiated computation, made by `valueWithGradient` and gone with it.
///
/// Each operation on a recorded tensor appends a node: how to turn the derivative with respect to its result (the
/// *cotangent*) into those with respect to its inputs. The tape is found through a task-local value; a tensor
/// carries its node's position alone, so a tensor that outlives the tape is simply a constant.
///
/// Nested calls share the outermost tape: the inner call's backward pass is itself recorded, which is what makes
/// second derivatives work.
package final class Tape: @unchecked Sendable {
    @TaskLocal static var current: Tape?
    private static let count = Atomic<UInt32>(0)

    /// A number that no other tape of this process has, so that positions on a finished tape mean nothing on this one.
    let number: UInt32
    /// Off during the outermost backward pass, whose results need no derivatives of their own.
    private(set) var isRecording = true
    /// Nodes below are constants to the backward pass under way.
    private var lowerBound = 0
    private var nodes: [Node] = []
    /// What writes down the operations, where the computation is traced.
    var trace: TraceRecorder?
    /// What measures the operations, where the computation is profiled.
    private let profiler: Profiler?
    /// The names of the nodes' operations, where the computation is profiled.
    private var names: [Int: String] = [:]

    init() {
        number = Self.count.add(1, ordering: .relaxed).newValue
        profiler = TraceRecorder.mayBeRecording ? Profiler.current : nil
    }

    /// Whether somebody wants to know of each operation.
    var isObserved: Bool { trace != nil || profiler != nil }

    /// Says that `operation` made `result`, the last node.
    func note<Scalar: TensorScalar>(_ operation: TensorOperation, _ result: Tensor<Scalar>) {
        trace?.add(operation, result)
        guard let profiler else { return }
        profiler.ended(operation.name, isCall: true)
        names[nodes.count - 1] = profiler.name(of: operation.name)
    }

    /// A tape node without its scalar type.
    class Node {
        var hasCotangent: Bool { false }
        func pullBack() {}
        func forgetCotangent() {}
    }

    /// A node that cotangents end at.
    final class LeafNode: Node {}

    final class TypedNode<Scalar: FieldScalar>: Node {
        private let pullback: (Tensor<Scalar>) -> Void
        var cotangent: Tensor<Scalar>?

        init(_ pullback: @escaping (Tensor<Scalar>) -> Void) { self.pullback = pullback }

        override var hasCotangent: Bool { cotangent != nil }
        override func pullBack() { if let cotangent { pullback(cotangent) } }
        override func forgetCotangent() { cotangent = nil }
    }

    /// The tape that records at this moment, if any.
    static var recording: Tape? {
        guard let tape = current, tape.isRecording else { return nil }
        return tape
    }

    /// The number of nodes so far.
    var position: Int { nodes.count }

    func tracks(_ variable: Variable) -> Bool { variable.node >= 0 && variable.tape == number }

    /// `value` as the result of a new node.
    func record<Scalar: FieldScalar>(_ value: Tensor<Scalar>, pullback: @escaping (Tensor<Scalar>) -> Void) -> Tensor<
        Scalar
    > {
        var result = value
        result.variable = Variable(tape: number, node: Int32(nodes.count))
        nodes.append(TypedNode<Scalar>(pullback))
        return result
    }

    /// `value` as a tensor that the tape knows and no derivative goes through: for traces.
    func recordLeaf<Scalar: TensorScalar>(_ value: Tensor<Scalar>) -> Tensor<Scalar> {
        var result = value
        result.variable = Variable(tape: number, node: Int32(nodes.count))
        nodes.append(LeafNode())
        return result
    }

    /// Adds a cotangent to the node of `variable`.
    func accumulate<Scalar: FieldScalar>(_ cotangent: Tensor<Scalar>, to variable: Variable) {
        guard tracks(variable), variable.node >= lowerBound else { return }
        guard let node = nodes[Int(variable.node)] as? TypedNode<Scalar> else {
            if nodes[Int(variable.node)] is LeafNode { return }
            fatalError("gradient: a derivative of type \(Scalar.self) was passed to a tensor of another type")
        }
        if let sum = node.cotangent { node.cotangent = sum + cotangent } else { node.cotangent = cotangent }
    }

    /// Runs the nodes backwards from `root` down to the first one after the leaves. Nodes before the leaves are constants.
    ///
    /// - Parameters:
    ///   - root: The node of the result.
    ///   - cotangent: The derivative by the result.
    ///   - leaves: The positions of the variables' nodes, where the cotangents arrive.
    ///   - isOutermost: Whether no enclosing call will differentiate this pass; each node is then forgotten once it is done.
    func runBackwards<Scalar: FieldScalar>(
        from root: Variable, cotangent: Tensor<Scalar>, leaves: Range<Int>, isOutermost: Bool
    ) {
        let formerBound: Int = lowerBound
        lowerBound = leaves.lowerBound
        isRecording = !isOutermost
        defer {
            lowerBound = formerBound
            isRecording = true
        }
        accumulate(cotangent, to: root)
        for index in stride(from: Int(root.node), through: leaves.upperBound, by: -1) {
            pullBack(index)
            // Nobody comes back to a node of the outermost pass: what its closure holds can be reused at once.
            if isOutermost { nodes[index] = Node() }
        }
    }

    private func pullBack(_ index: Int) {
        guard let profiler, nodes[index].hasCotangent else { return nodes[index].pullBack() }
        profiler.derivative(of: names[index] ?? "gradient") { nodes[index].pullBack() }
    }

    func cotangent<Scalar: FieldScalar>(of variable: Variable, as type: Scalar.Type) -> Tensor<Scalar>? {
        (nodes[Int(variable.node)] as? TypedNode<Scalar>)?.cotangent
    }

    /// Makes the nodes from `start` on ready for another backward pass.
    func forgetCotangents(from start: Int, through end: Int) {
        for index in start ..< min(end, nodes.count) { nodes[index].forgetCotangent() }
    }
}
