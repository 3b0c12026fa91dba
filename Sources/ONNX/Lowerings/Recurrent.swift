import Foundation
import Interchange
import Tensors

extension ONNXLowerings {
    /// The lowerings of recurrent layers.
    static let recurrent: [String: Lowering] = [
        "RNN": { graph, x in
            let activation: String = x.text("activation") == "relu" ? "Relu" : "Tanh"
            return graph.addRecurrent(x, gates: [0], attributes: ["activations": .strings([activation])])
        },
        // The order of the gates is input, forget, candidate, output in this package, and input, output, forget,
        // candidate in ONNX.
        "LSTM": { graph, x in graph.addRecurrent(x, gates: [0, 3, 1, 2]) },
        // The order of the gates is reset, update, candidate in this package, and update, reset, candidate in ONNX.
        "GRU": { graph, x in graph.addRecurrent(x, gates: [1, 0, 2], attributes: ["linear_before_reset": .int(1)]) },
    ]
}

extension ONNXGraph {
    /// Adds a recurrent layer and returns its result, which depends on the attribute `selection`:
    ///
    /// | `selection` | result |
    /// | --- | --- |
    /// | `last` | the last state, `[batch, hidden]` |
    /// | `outputsAndState` | the states after every step, then the last state, then an LSTM's last memory |
    /// | `outputs` | the states after every step, `[batch, steps, hidden]` |
    ///
    /// - Parameters:
    ///   - x: The operation. Its inputs are the sequences, the input weight, the hidden weight, the input bias, the
    ///     hidden bias, the initial state, the initial memory and the lengths of the sequences. The last five inputs
    ///     may be omitted.
    ///   - gates: For each gate in ONNX's order, the index of this gate in this package's order.
    ///   - attributes: Further attributes of the ONNX operator.
    fileprivate mutating func addRecurrent(
        _ x: ONNXOperation, gates: [Int], attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXValue {
        let hidden: Int = x.shape(of: 2)[1].constant
        let order: [Int] = gates.flatMap { gate in (0 ..< hidden).map { gate * hidden + $0 } }
        // In ONNX, the weights have a leading axis for directions, and the sequences are `[steps, batch, inputs]`.
        let before: [ONNXValue?] = [initial(x, 5), initial(x, 6)]
        let inputs: [ONNXValue?] = [
            add("Transpose", x[0], attributes: ["perm": .ints([1, 0, 2])]), rows(x, 1, order, "W"),
            rows(x, 2, order, "R"), addBias(x, order), lengths(x),
        ]
        var attributes: [String: ONNXAttribute] = attributes
        attributes["hidden_size"] = .int(hidden)
        if x.text("direction") == "reverse" { attributes["direction"] = .string("reverse") }
        let results: [ONNXValue] = add(
            x.name, inputs + before, outputs: x.name == "LSTM" ? 3 : 2, attributes: attributes)
        let selection: String = x.text("selection")
        if selection == "outputs" { return batchFirst(results[0]) }
        let last: [ONNXValue] = zip(results[1...], before).map { state, before in final(x, state, before) }
        if selection == "last" { return squeeze(last[0], at: [0]) }
        let states: [ONNXValue] = last.map { state in
            add("Transpose", state, attributes: ["perm": .ints([1, 0, 2])])
        }
        return add("Concat", inputs: [batchFirst(results[0])] + states, attributes: ["axis": .int(1)])
    }

    /// Adds nodes that change the shape of states from `[steps, 1, batch, hidden]` to `[batch, steps, hidden]`.
    private mutating func batchFirst(_ states: ONNXValue) -> ONNXValue {
        add("Transpose", squeeze(states, at: [1]), attributes: ["perm": .ints([1, 0, 2])])
    }

    /// Returns the last state, `[1, batch, hidden]`. `state` is the operator's result, and `before` is the state before
    /// the first step. A sequence of length 0 keeps the state before the first step; onnxruntime returns 0.
    private mutating func final(_ x: ONNXOperation, _ state: ONNXValue, _ before: ONNXValue?) -> ONNXValue {
        guard let before, let lengths = x.inputs[7] else { return state }
        let isEmpty: ONNXValue = unsqueeze(add("Equal", lengths, constant([0], "no steps")), at: [1])
        return add("Where", unsqueeze(isEmpty, at: [0]), before, state)
    }

    /// Returns the lengths of the sequences as 32-bit integers, which ONNX prescribes; `nil` if they are omitted.
    private mutating func lengths(_ x: ONNXOperation) -> ONNXValue? {
        x.inputs[7].map { add("Cast", $0, attributes: ["to": .int(DType.int32.onnxCode)]) }
    }

    /// Returns the initial state or memory at input `index` with a leading axis for directions; `nil` if this input is
    /// omitted.
    private mutating func initial(_ x: ONNXOperation, _ index: Int) -> ONNXValue? {
        x.inputs[index].map { unsqueeze($0, at: [0]) }
    }

    /// Returns the input bias followed by the hidden bias, `[1, 2 · gates · hidden]`, with the gates in ONNX's order.
    /// Returns `nil` if either bias is omitted.
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

    /// Returns the weight or bias at input `index`, with its rows in ONNX's order of gates and with a leading axis for
    /// directions. `order` contains the index of each row in this package's order, and `name` is the name of the
    /// constant.
    ///
    /// The exporter reorders a parameter itself, because some runtimes accept only constants. A node reorders a
    /// computed weight.
    private mutating func rows(_ x: ONNXOperation, _ index: Int, _ order: [Int], _ name: String) -> ONNXValue {
        if let tensor = x.tensor(index) as? any ReorderableRows {
            return constant(tensor.inOrder(order), prefixed(name))
        }
        let sorted: ONNXValue = add(
            "Gather", x[index], constant(order, "order of gates"), attributes: ["axis": .int(0)])
        return unsqueeze(sorted, at: [0])
    }

    /// Returns `name` with the module's path and a dot before it; only `name` if the path is empty.
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
