import Synchronization

/// The place of a tensor on a tape: the tape's number and the position of the node that computed the tensor.
struct Variable: Sendable, Hashable {
    let tape: UInt32
    let node: Int32

    /// The variable of a constant, which is not on a tape.
    static let none = Variable(tape: 0, node: -1)
}

/// The record of a single differentiated computation. `valueWithGradient` creates the tape, which exists only during
/// that call.
///
/// Each operation on a recorded tensor appends a node. The node has a pullback, a function that computes the
/// derivatives of the final result with respect to the operation's inputs. The argument of the pullback is the
/// *cotangent*, the derivative of the final result with respect to the operation's result. Operations find the tape
/// through a task-local value. A tensor contains only the number of the tape and the position of its node. A tensor
/// that outlives the tape is a constant, because no other tape has this number.
///
/// Nested calls share the outermost tape. The tape also records the backward pass of an inner call, which makes second
/// derivatives possible.
package final class Tape: @unchecked Sendable {
    @TaskLocal static var current: Tape?
    private static let count = Atomic<UInt32>(0)

    /// A number that no other tape of this process has. The number distinguishes positions on this tape from positions
    /// on a finished tape.
    let number: UInt32
    /// Whether operations are recorded. The value is false during the outermost backward pass, because the results of
    /// this pass are not differentiated.
    @exclusivity(unchecked) private(set) var isRecording = true
    /// The current backward pass treats nodes before this position as constants.
    @exclusivity(unchecked) private var lowerBound = 0
    /// The nodes; `nil` in place of a node that the backward pass has released. Only the thread that runs the
    /// computation uses the tape, so the checks of exclusive access would find nothing and take time in each operation.
    @exclusivity(unchecked) private var nodes: [TapeNode?] = []
    /// The recorder of the operations if the computation is traced, otherwise `nil`.
    @exclusivity(unchecked) var trace: TraceRecorder?
    /// The profiler of the operations if the computation is profiled, otherwise `nil`.
    private let profiler: Profiler?
    /// The names of the operations, by the positions of their nodes. The dictionary is empty unless the computation is
    /// profiled.
    private var names: [Int: String] = [:]

    /// The leaves whose derivatives are reported during the backward pass, otherwise `nil`.
    @exclusivity(unchecked) var leafReports: LeafReports?

    init() {
        number = Self.count.add(1, ordering: .relaxed).newValue
        profiler = TraceRecorder.mayBeRecording ? Profiler.current : nil
    }

    /// Whether the computation is traced or profiled.
    var isObserved: Bool { trace != nil || profiler != nil }

    /// Reports to the trace and the profiler, if any, that `operation` computed `result`, the last node.
    func note<Scalar: TensorScalar>(_ operation: TensorOperation, _ result: Tensor<Scalar>) {
        trace?.add(operation, result)
        guard let profiler else { return }
        profiler.ended(operation.name, isCall: true)
        names[nodes.count - 1] = profiler.name(of: operation.name)
    }

    /// The tape that records operations on the current task, or `nil` if no tape records.
    static var recording: Tape? {
        guard let tape = current, tape.isRecording else { return nil }
        return tape
    }

    /// The number of nodes so far, which is the position of the next node.
    var position: Int { nodes.count }

    /// Returns whether `variable` is a node of this tape.
    ///
    /// Each operation calls this method for its inputs before the operation is recorded, so the method also notes which
    /// node is the first that may use a leaf.
    func tracks(_ variable: Variable) -> Bool {
        guard variable.node >= 0 && variable.tape == number else { return false }
        leafReports?.noteUse(of: Int(variable.node), by: nodes.count)
        return true
    }

    /// Returns `value` as the result of a new node. The backward pass calls `pullback` with the cotangent of this node.
    func record<Scalar: FieldScalar>(_ value: Tensor<Scalar>, pullback: @escaping (Tensor<Scalar>) -> Void) -> Tensor<
        Scalar
    > {
        append(TapeNode(Scalar.self) { _, cotangent in pullback(Tensor(cotangent)) }, value)
    }

    /// Returns `value` as the result of a new node without a derivative, for traces.
    func recordLeaf<Scalar: TensorScalar>(_ value: Tensor<Scalar>) -> Tensor<Scalar> {
        append(TapeNode(nil) { _, _ in }, value)
    }

    /// Returns `value` as the result of `node`, which becomes the last node.
    func append<Scalar: TensorScalar>(_ node: TapeNode, _ value: Tensor<Scalar>) -> Tensor<Scalar> {
        var result = value
        result.variable = Variable(tape: number, node: Int32(nodes.count))
        nodes.append(node)
        return result
    }

    /// Adds `cotangent` to the cotangent of the node of `variable`. Does nothing for a constant, for a node before the
    /// leaves of the current backward pass, and for a node without a derivative. Traps if the node has another scalar
    /// type.
    func accumulate<Scalar: FieldScalar>(_ cotangent: Tensor<Scalar>, to variable: Variable) {
        guard tracks(variable), variable.node >= lowerBound else { return }
        leafReports?.requireOpen(Int(variable.node))
        guard let node = nodes[Int(variable.node)], let scalar = node.scalar else { return }
        require(
            scalar == Scalar.self,
            "gradient: a derivative of type \(Scalar.self) was passed to a tensor of another type")
        if let sum = node.cotangent {
            node.cotangent = ErasedTensor(Tensor<Scalar>(sum) + cotangent)
        } else {
            node.cotangent = ErasedTensor(cotangent)
        }
    }

    /// Runs the pullbacks of the nodes in reverse order, from `root` to the first node after the leaves. Nodes before
    /// the leaves are constants.
    ///
    /// - Parameters:
    ///   - root: The node of the result.
    ///   - cotangent: The derivative with respect to the result, in the shape of the result.
    ///   - leaves: The positions of the leaves, which collect the derivatives.
    ///   - isOutermost: Whether no enclosing call differentiates this pass. Each node is then released after its
    ///     pullback, unless `keepsNodes` is true.
    ///   - keepsNodes: Whether the nodes are kept for another pass.
    func runBackwards<Scalar: FieldScalar>(
        from root: Variable, cotangent: Tensor<Scalar>, leaves: Range<Int>, isOutermost: Bool,
        keepsNodes: Bool = false
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
            // No later pass visits this node. After its release, the next pullbacks can reuse the memory of its
            // captured tensors.
            if isOutermost, !keepsNodes { nodes[index] = nil }
            if isOutermost { leafReports?.report(usedBy: index) }
        }
        if isOutermost { leafReports?.reportRest() }
    }

    /// Runs the pullback of the node at position `index`. If the computation is profiled, the profiler measures the
    /// pullback.
    private func pullBack(_ index: Int) {
        guard let node = nodes[index], let cotangent = node.cotangent else { return }
        guard let profiler else { return node.pullback(self, cotangent) }
        profiler.derivative(of: names[index] ?? "gradient") { node.pullback(self, cotangent) }
    }

    /// Returns the cotangent accumulated at the node of `variable`, or `nil` if there is no cotangent of the scalar
    /// type `type`.
    func cotangent<Scalar: FieldScalar>(of variable: Variable, as type: Scalar.Type) -> Tensor<Scalar>? {
        guard let node = nodes[Int(variable.node)], node.scalar == type, let cotangent = node.cotangent else {
            return nil
        }
        return Tensor(cotangent)
    }

    /// Clears the cotangents of the nodes `start ..< end`, for another backward pass.
    func forgetCotangents(from start: Int, through end: Int) {
        for index in start ..< min(end, nodes.count) { nodes[index]?.cotangent = nil }
    }
}
