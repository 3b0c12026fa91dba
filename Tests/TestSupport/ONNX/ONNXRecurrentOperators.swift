import Tensors

extension ONNXFileGraph.Node {
    /// Y of RNN, LSTM and GRU, in one direction: `[steps, 1, batch, hidden]`, by the formulas of the operators' pages.
    func recurrent(_ operands: [Tensor<Double>]) -> Tensor<Double> {
        let (x, w, r): (Tensor<Double>, Tensor<Double>, Tensor<Double>) = (
            operands[0], operands[1][0], operands[2][0]
        )
        let hidden: Int = integer("hidden_size")
        let gates: Int = w.shape[0] / hidden
        let biases: Tensor<Double> = operands.count > 3 ? operands[3][0] : Tensor(zeros: [2 * gates * hidden])
        let (inputBias, hiddenBias): (Tensor<Double>, Tensor<Double>) =
            (biases[..<(gates * hidden)], biases[(gates * hidden)...])
        var h = Tensor<Double>(zeros: [x.shape[1], hidden])
        var c: Tensor<Double> = h
        let states: [Tensor<Double>] = (0 ..< x.shape[0]).map { step in
            let p: [Tensor<Double>] = blocks(linear(x[step], w, inputBias), hidden)
            let q: [Tensor<Double>] = blocks(linear(h, r, hiddenBias), hidden)
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
            return h
        }
        return Tensor(stacking: states, axis: 0).expandingShape(at: 1)
    }

    private func blocks(_ x: Tensor<Double>, _ width: Int) -> [Tensor<Double>] {
        stride(from: 0, to: x.shape[1], by: width).map { x[.all, $0 ..< ($0 + width)] }
    }
}
