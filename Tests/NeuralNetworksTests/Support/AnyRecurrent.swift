import Differentiation
import NeuralNetworks
import Tensors

/// The kinds of recurrent layers. The raw values are the names of their reference cases.
enum RecurrentKind: String, CaseIterable, Sendable {
    case rnn_tanh, rnn_relu, lstm, gru
}

/// A recurrent layer of any kind, and its formula in tensor operations.
enum AnyRecurrent<Scalar: RealScalar>: Parameterized {
    case rnn(RNN<Scalar>)
    case lstm(LSTM<Scalar>)
    case gru(GRU<Scalar>)

    init(_ kind: RecurrentKind, inputs: Int, hidden: Int) {
        var generator = PhiloxGenerator(seed: 7)
        switch kind {
        case .rnn_tanh: self = .rnn(RNN(inputs, hidden, using: &generator))
        case .rnn_relu: self = .rnn(RNN(inputs, hidden, activation: .relu, using: &generator))
        case .lstm: self = .lstm(LSTM(inputs, hidden, using: &generator))
        case .gru: self = .gru(GRU(inputs, hidden, using: &generator))
        }
    }

    /// Creates a layer with the given parameters, by PyTorch's names of the parameters. Ends the process if a weight is
    /// missing.
    init(_ kind: RecurrentKind, _ parameters: [String: Tensor<Scalar>]) {
        guard let input = parameters["weight_ih_l0"], let hidden = parameters["weight_hh_l0"] else {
            fatalError("a recurrent layer has two weights")
        }
        self.init(kind, inputs: input.shape[1], hidden: hidden.shape[1])
        weights.input = input
        weights.hidden = hidden
        weights.inputBias = parameters["bias_ih_l0"]
        weights.hiddenBias = parameters["bias_hh_l0"]
    }

    /// Creates a layer with the given parameters, in the order in which `visitParameters` visits parameters.
    init(_ kind: RecurrentKind, _ tensors: [Tensor<Scalar>]) {
        let names: [String] = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"]
        self.init(kind, [String: Tensor<Scalar>](uniqueKeysWithValues: zip(names, tensors)))
    }

    var weights: RecurrentWeights<Scalar> {
        get {
            switch self {
            case .rnn(let layer): return layer.weights
            case .lstm(let layer): return layer.weights
            case .gru(let layer): return layer.weights
            }
        }
        set {
            switch self {
            case .rnn(var layer):
                layer.weights = newValue
                self = .rnn(layer)
            case .lstm(var layer):
                layer.weights = newValue
                self = .lstm(layer)
            case .gru(var layer):
                layer.weights = newValue
                self = .gru(layer)
            }
        }
    }

    var tensors: [Tensor<Scalar>] {
        [weights.input, weights.hidden] + [weights.inputBias, weights.hiddenBias].compactMap { $0 }
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        switch self {
        case .rnn(var layer):
            layer.visitParameters(&visitor)
            self = .rnn(layer)
        case .lstm(var layer):
            layer.visitParameters(&visitor)
            self = .lstm(layer)
        case .gru(var layer):
            layer.visitParameters(&visitor)
            self = .gru(layer)
        }
    }

    func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        switch self {
        case .rnn(let layer): return layer(input)
        case .lstm(let layer): return layer(input)
        case .gru(let layer): return layer(input)
        }
    }

    func last(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        switch self {
        case .rnn(let layer): return layer.lastState(input)
        case .lstm(let layer): return layer.lastState(input)
        case .gru(let layer): return layer.lastState(input)
        }
    }

    /// Returns the hidden states after each step, `[N, steps, hidden]`, followed along axis 1 by the last cell state of
    /// an LSTM. `hidden` and `memory` are the initial states of the layer, 0 by default; only an LSTM has `memory`.
    func outputs(
        _ input: Tensor<Scalar>, hidden: Tensor<Scalar>? = nil, memory: Tensor<Scalar>? = nil
    ) -> Tensor<Scalar> {
        switch self {
        case .rnn(let layer): return layer.withState(input, from: hidden).outputs
        case .gru(let layer): return layer.withState(input, from: hidden).outputs
        case .lstm(let layer):
            let start: LSTM<Scalar>.State? = hidden.flatMap { hidden in
                memory.map { LSTM<Scalar>.State(hidden: hidden, memory: $0) }
            }
            let (outputs, state) = layer.withState(input, from: start)
            return Tensor(concatenating: [outputs, state.memory.expandingShape(at: 1)], axis: 1)
        }
    }
}

extension AnyRecurrent {
    /// Returns what `outputs` returns, computed by the formulas of the layer, one step at a time.
    func formula(_ input: Tensor<Scalar>, hidden: Tensor<Scalar>, memory: Tensor<Scalar>?) -> Tensor<Scalar> {
        var (h, m): (Tensor<Scalar>, Tensor<Scalar>?) = (hidden, memory)
        var states: [Tensor<Scalar>] = []
        for step in 0 ..< input.shape[1] {
            let p: Tensor<Scalar> = linear(input[.all, step], weights.input, bias: weights.inputBias)
            let q: Tensor<Scalar> = linear(h, weights.hidden, bias: weights.hiddenBias)
            (h, m) = formulaStep(p, q, h, m)
            states.append(h)
        }
        return Tensor(stacking: states + (m.map { [$0] } ?? []), axis: 1)
    }

    private func formulaStep(
        _ p: Tensor<Scalar>, _ q: Tensor<Scalar>, _ h: Tensor<Scalar>, _ m: Tensor<Scalar>?
    ) -> (Tensor<Scalar>, Tensor<Scalar>?) {
        let width: Int = h.shape[1]
        func gate(_ tensor: Tensor<Scalar>, _ index: Int) -> Tensor<Scalar> {
            tensor[.all, index * width ..< (index + 1) * width]
        }
        switch self {
        case .rnn(let layer): return (layer.activation == .tanh ? (p + q).tanh() : (p + q).relu(), nil)
        case .gru:
            let r: Tensor<Scalar> = (gate(p, 0) + gate(q, 0)).sigmoid()
            let z: Tensor<Scalar> = (gate(p, 1) + gate(q, 1)).sigmoid()
            let n: Tensor<Scalar> = (gate(p, 2) + r * gate(q, 2)).tanh()
            return ((1 - z) * n + z * h, nil)
        case .lstm:
            guard let m else { fatalError("an LSTM has a memory") }
            let gates: [Tensor<Scalar>] = (0 ..< 4).map { gate(p + q, $0) }
            let memory: Tensor<Scalar> = gates[1].sigmoid() * m + gates[0].sigmoid() * gates[2].tanh()
            return (gates[3].sigmoid() * memory.tanh(), memory)
        }
    }

    /// Returns the hidden states for the sequence, computed in two parts: the first two steps, then the later steps.
    func inParts(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        let (first, second): (Tensor<Scalar>, Tensor<Scalar>) = (input[.all, ..<2], input[.all, 2...])
        switch self {
        case .rnn(let layer):
            let (outputs, state) = layer.withState(first)
            return Tensor(concatenating: [outputs, layer.withState(second, from: state).outputs], axis: 1)
        case .gru(let layer):
            let (outputs, state) = layer.withState(first)
            return Tensor(concatenating: [outputs, layer.withState(second, from: state).outputs], axis: 1)
        case .lstm(let layer):
            let (outputs, state) = layer.withState(first)
            return Tensor(concatenating: [outputs, layer.withState(second, from: state).outputs], axis: 1)
        }
    }

    /// Returns the hidden states for the sequence, computed one step at a time.
    func stepByStep(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        var states: [Tensor<Scalar>] = []
        var memory: LSTM<Scalar>.State?
        for index in 0 ..< input.shape[1] {
            let x: Tensor<Scalar> = input[.all, index]
            switch self {
            case .rnn(let layer): states.append(layer.step(x, from: states.last))
            case .gru(let layer): states.append(layer.step(x, from: states.last))
            case .lstm(let layer):
                let state: LSTM<Scalar>.State = layer.step(x, from: memory)
                memory = state
                states.append(state.hidden)
            }
        }
        return Tensor(stacking: states, axis: 1)
    }
}
