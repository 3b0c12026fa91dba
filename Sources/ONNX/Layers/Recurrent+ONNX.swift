import NeuralNetworks
import Tensors

extension RNN: ONNXConvertible {
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.addRecurrent(
            "RNN", weights, gates: [0], input,
            attributes: ["activations": .strings([activation == .tanh ? "Tanh" : "Relu"])])
    }
}

extension LSTM: ONNXConvertible {
    // Here i, f, g, o; there i, o, f, g.
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.addRecurrent("LSTM", weights, gates: [0, 3, 1, 2], input)
    }
}

extension GRU: ONNXConvertible {
    // Here r, z, n; there z, r, n.
    public func addNodes(to graph: inout ONNXGraph, _ input: ONNXValue) -> ONNXValue {
        graph.addRecurrent("GRU", weights, gates: [1, 0, 2], input, attributes: ["linear_before_reset": .int(1)])
    }
}

extension ONNXGraph {
    /// A recurrent layer, `[batch, steps, inputs] → [batch, steps, hidden]`.
    ///
    /// - Parameter gates: For each of the operator's gates the number of ours.
    fileprivate mutating func addRecurrent<Scalar: RealScalar>(
        _ operation: String, _ weights: RecurrentWeights<Scalar>, gates: [Int], _ input: ONNXValue,
        attributes: [String: ONNXAttribute] = [:]
    ) -> ONNXValue {
        let hidden: Int = weights.hiddenCount
        func ordered(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> {
            Tensor(concatenating: gates.map { tensor[($0 * hidden) ..< (($0 + 1) * hidden)] }, axis: 0)
        }
        // The operator has an axis for the two directions of a layer, and the steps before the batch.
        let input2: ONNXValue = constant(ordered(weights.input).expandingShape(at: 0), "W")
        let hidden2: ONNXValue = constant(ordered(weights.hidden).expandingShape(at: 0), "R")
        var bias: ONNXValue?
        if let inputBias = weights.inputBias, let hiddenBias = weights.hiddenBias {
            let joined = Tensor<Scalar>(concatenating: [ordered(inputBias), ordered(hiddenBias)], axis: 0)
            bias = constant(joined.expandingShape(at: 0), "B")
        }
        let steps: ONNXValue = add("Transpose", input, attributes: ["perm": .ints([1, 0, 2])])
        let states: ONNXValue = add(
            operation, steps, input2, hidden2, bias,
            attributes: attributes.merging(["hidden_size": .int(hidden)]) { $1 })
        let single: ONNXValue = add("Squeeze", states, constant([1], "axis of directions"))
        return add("Transpose", single, attributes: ["perm": .ints([1, 0, 2])])
    }
}
