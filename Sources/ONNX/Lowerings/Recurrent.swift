import Foundation
import Interchange
import Tensors

extension ONNXLowerings {
    /// Recurrent layers.
    static let recurrent: [String: Lowering] = [
        "RNN": { graph, x in
            let activation: String = x.text("activation") == "relu" ? "Relu" : "Tanh"
            return graph.addRecurrent(x, gates: [0], attributes: ["activations": .strings([activation])])
        },
        // This package orders the gates i, f, g, o; ONNX i, o, f, g.
        "LSTM": { graph, x in graph.addRecurrent(x, gates: [0, 3, 1, 2]) },
        // This package orders the gates r, z, n; ONNX z, r, n.
        "GRU": { graph, x in graph.addRecurrent(x, gates: [1, 0, 2], attributes: ["linear_before_reset": .int(1)]) },
    ]
}

extension ONNXGraph {
    /// A recurrent layer. The operation's attribute `selection` decides the result: the states after each step
    /// `[batch, steps, hidden]`, these with an LSTM's last memory appended as one more step, or the last state
    /// `[batch, hidden]`.
    ///
    /// The operation's inputs are the sequences, the weights W and U, the biases b and c, and the initial state and
    /// memory.
    ///
    /// - Parameters:
    ///   - x: The operation.
    ///   - gates: For each of the operator's gates, the index of this package's gate.
    ///   - attributes: Further attributes of the operator.
    fileprivate mutating func addRecurrent(
        _ x: ONNXOperation, gates: [Int], attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXValue {
        let hidden: Int = x.shape(of: 2)[1].constant
        let order: [Int] = gates.flatMap { gate in (0 ..< hidden).map { gate * hidden + $0 } }
        // The operator's weights have a leading axis for directions; its sequences have the steps before the batch.
        let inputs: [ONNXValue?] = [
            add("Transpose", x[0], attributes: ["perm": .ints([1, 0, 2])]), rows(x, 1, order, "W"),
            rows(x, 2, order, "R"), addBias(x, order), nil, initial(x, 5), initial(x, 6),
        ]
        let results: [ONNXValue] = add(
            x.name, inputs, outputs: x.name == "LSTM" ? 3 : 2,
            attributes: attributes.merging(["hidden_size": .int(hidden)]) { $1 })
        switch x.text("selection") {
        case "last": return squeeze(results[1], at: [0])
        case "outputsAndMemory":
            let memory: ONNXValue = add("Transpose", results[2], attributes: ["perm": .ints([1, 0, 2])])
            return add("Concat", batchFirst(results[0]), memory, attributes: ["axis": .int(1)])
        default: return batchFirst(results[0])
        }
    }

    /// The states `[steps, 1, batch, hidden]` as `[batch, steps, hidden]`.
    private mutating func batchFirst(_ states: ONNXValue) -> ONNXValue {
        add("Transpose", squeeze(states, at: [1]), attributes: ["perm": .ints([1, 0, 2])])
    }

    /// An initial state with the axis of directions; `nil` if it is omitted.
    private mutating func initial(_ x: ONNXOperation, _ index: Int) -> ONNXValue? {
        x.inputs[index].map { unsqueeze($0, at: [0]) }
    }

    /// Both biases, one after the other, in the operator's order of gates; `nil` if they are omitted.
    private mutating func addBias(_ x: ONNXOperation, _ order: [Int]) -> ONNXValue? {
        guard x.inputs[3] != nil, x.inputs[4] != nil else { return nil }
        if let input = x.tensor(3) as? any ReorderableRows, let hidden = x.tensor(4) as? any ReorderableRows {
            let (first, second): (AnyTensor, AnyTensor) = (input.inOrder(order), hidden.inOrder(order))
            let shape: Shape = [1, first.shape[1] + second.shape[1]]
            let joined = AnyTensor(dtype: first.dtype, shape: shape, bytes: first.bytes + second.bytes)
            return constant(joined, prefixed("B"))
        }
        let parts: [ONNXValue] = [rows(x, 3, order, "Wb"), rows(x, 4, order, "Rb")]
        return add("Concat", parts[0], parts[1], attributes: ["axis": .int(1)])
    }

    /// The rows of a weight in the operator's order of gates, with a leading axis of directions.
    ///
    /// A parameter is reordered here, because some runtimes accept constants only; a computed weight is reordered by a
    /// node.
    private mutating func rows(_ x: ONNXOperation, _ index: Int, _ order: [Int], _ name: String) -> ONNXValue {
        if let tensor = x.tensor(index) as? any ReorderableRows {
            return constant(tensor.inOrder(order), prefixed(name))
        }
        let sorted: ONNXValue = add(
            "Gather", x[index], constant(order, "order of gates"), attributes: ["axis": .int(0)])
        return unsqueeze(sorted, at: [0])
    }

    /// A name with the module's path before it.
    private func prefixed(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}

private protocol ReorderableRows {
    func inOrder(_ order: [Int]) -> AnyTensor
}

extension Tensor: ReorderableRows where Scalar: RealScalar {
    fileprivate func inOrder(_ order: [Int]) -> AnyTensor {
        AnyTensor(real: gathered(at: Tensor<Int>(order)).expandingShape(at: 0))
    }
}
