import Tensors

extension ONNXFileGraph.Node {
    /// Returns the outputs of an RNN, LSTM or GRU node with one direction, computed with the formulas in the operators'
    /// definitions.
    ///
    /// The outputs are the hidden states `[steps, 1, batch, hidden]`, the last hidden state `[1, batch, hidden]` and
    /// the last cell state `[1, batch, hidden]`. Operand 4 contains the lengths of the sequences: the steps from this
    /// length on do not change the states, and their outputs are 0.
    func recurrent(_ operands: [Tensor<Double>?]) -> [Tensor<Double>] {
        func operand(_ index: Int) -> Tensor<Double>? { index < operands.count ? operands[index] : nil }
        guard let x = operand(0), let w = operand(1)?[0], let r = operand(2)?[0] else {
            preconditionFailure("\(name): sequences and weights are missing")
        }
        let hidden: Int = integer("hidden_size")
        let gates: Int = w.shape[0] / hidden
        let biases: Tensor<Double> = operand(3)?[0] ?? Tensor(zeros: [2 * gates * hidden])
        let (inputBias, hiddenBias): (Tensor<Double>, Tensor<Double>) =
            (biases[..<(gates * hidden)], biases[(gates * hidden)...])
        let count: Int = x.shape[0]
        // For each step and sample: 1 for a real step, 0 for padding.
        let isReal: Tensor<Double>? = operand(4).map { lengths in
            let real: [Double] = (0 ..< count).flatMap { step in lengths.scalars.map { Double(step) < $0 ? 1 : 0 } }
            return Tensor(real, shape: [count, x.shape[1], 1])
        }
        let isReversed: Bool = text("direction", default: "forward") == "reverse"
        let zeros = Tensor<Double>(zeros: [x.shape[1], hidden])
        var (h, c): (Tensor<Double>, Tensor<Double>) = (operand(5)?[0] ?? zeros, operand(6)?[0] ?? zeros)
        var states: [Tensor<Double>] = (0 ..< count).map { position in
            let step: Int = isReversed ? count - 1 - position : position
            let (formerHidden, formerMemory): (Tensor<Double>, Tensor<Double>) = (h, c)
            let p: [Tensor<Double>] = blocks(linear(x[step], w, bias: inputBias), hidden)
            let q: [Tensor<Double>] = blocks(linear(h, r, bias: hiddenBias), hidden)
            switch operation {
            case "RNN": h = texts("activations") == ["Relu"] ? (p[0] + q[0]).relu() : (p[0] + q[0]).tanh()
            case "GRU":
                precondition(integer("linear_before_reset") == 1)
                let (z, r): (Tensor<Double>, Tensor<Double>) = ((p[0] + q[0]).sigmoid(), (p[1] + q[1]).sigmoid())
                h = (1 - z) * (p[2] + r * q[2]).tanh() + z * h
            default:
                let (i, o): (Tensor<Double>, Tensor<Double>) = ((p[0] + q[0]).sigmoid(), (p[1] + q[1]).sigmoid())
                c = (p[2] + q[2]).sigmoid() * c + i * (p[3] + q[3]).tanh()
                h = o * c.tanh()
            }
            guard let isReal: Tensor<Double> = isReal?[step] else { return h }
            h = isReal * h + (1 - isReal) * formerHidden
            c = isReal * c + (1 - isReal) * formerMemory
            return isReal * h
        }
        if isReversed { states.reverse() }
        return [
            Tensor(stacking: states, axis: 0).expandingShape(at: 1), h.expandingShape(at: 0), c.expandingShape(at: 0),
        ]
    }

    private func blocks(_ x: Tensor<Double>, _ width: Int) -> [Tensor<Double>] {
        stride(from: 0, to: x.shape[1], by: width).map { x[.all, $0 ..< ($0 + width)] }
    }
}
