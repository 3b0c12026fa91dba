import Differentiation
import NeuralNetworks
import Tensors

/// A state of a recurrent layer that consists of a hidden state and, for an LSTM, a memory, each `[batch, outputs]`.
protocol JoinedState {
    init(joined parts: [Tensor<Double>])
    /// The hidden state, then the memory of an LSTM.
    var joined: [Tensor<Double>] { get }
}

extension Tensor<Double>: JoinedState {
    init(joined parts: [Tensor<Double>]) { self = parts[0] }
    var joined: [Tensor<Double>] { [self] }
}

extension LSTM.State: JoinedState where Scalar == Double {
    init(joined parts: [Tensor<Double>]) { self.init(hidden: parts[0], memory: parts[1]) }
    var joined: [Tensor<Double>] { [hidden, memory] }
}

extension Bidirectional.State: JoinedState where Layer.State: JoinedState {
    init(joined parts: [Tensor<Double>]) {
        let hidden: Int = parts[0].shape[1] / 2
        self.init(
            forward: Layer.State(joined: parts.map { $0[.all, ..<hidden] }),
            reverse: Layer.State(joined: parts.map { $0[.all, hidden...] }))
    }
    var joined: [Tensor<Double>] {
        zip(forward.joined, reverse.joined).map { Tensor(concatenating: [$0, $1], axis: 1) }
    }
}

/// A stack of recurrent layers of any kind.
protocol AnyStack: Parameterized, Sendable {
    /// Returns the outputs of all steps, then the last hidden state of each layer, then the last memory of each layer
    /// of an LSTM: `[batch, steps + states, outputs]`, as in `recurrent_stacks.json`.
    ///
    /// `states` is empty, or contains the hidden states of all layers, `[layers, batch, outputs]`, and the memories.
    func joined(_ input: Tensor<Double>, from states: [Tensor<Double>], lengths: Tensor<Int>?) -> Tensor<Double>
    func callAsFunction(_ input: Tensor<Double>, lengths: Tensor<Int>?) -> Tensor<Double>
    func last(_ input: Tensor<Double>, from states: [Tensor<Double>], lengths: Tensor<Int>?) -> Tensor<Double>
    var outputCount: Int { get }
    var layerCount: Int { get }
}

extension RecurrentStack: AnyStack where Layer.Scalar == Double, Layer.State: JoinedState {
    func joined(_ input: Tensor<Double>, from states: [Tensor<Double>], lengths: Tensor<Int>?) -> Tensor<Double> {
        let (outputs, last) = withState(input, from: split(states), lengths: lengths)
        let parts: [[Tensor<Double>]] = last.map(\.joined)
        let rows: [Tensor<Double>] = parts[0].indices.flatMap { part in
            parts.map { $0[part].expandingShape(at: 1) }
        }
        return Tensor(concatenating: [outputs] + rows, axis: 1)
    }

    func last(_ input: Tensor<Double>, from states: [Tensor<Double>], lengths: Tensor<Int>?) -> Tensor<Double> {
        lastState(input, from: split(states), lengths: lengths)
    }

    var outputCount: Int { layers[layers.count - 1].outputCount }
    var layerCount: Int { layers.count }

    private func split(_ states: [Tensor<Double>]) -> [Layer.State]? {
        states.isEmpty ? nil : layers.indices.map { index in Layer.State(joined: states.map { $0[index] }) }
    }
}

extension RecurrentKind {
    /// The number of tensors in the state of a layer.
    var stateCount: Int { self == .lstm ? 2 : 1 }

    /// Returns a stack with random weights.
    func stack(
        _ inputs: Int, _ hidden: Int, layers: Int, bothDirections: Bool, bias: Bool = true, dropout: Double = 0
    ) -> any AnyStack {
        var generator = PhiloxGenerator(seed: 7)
        func make<Layer: SequenceLayer>(_: Layer.Type) -> RecurrentStack<Layer> {
            RecurrentStack(inputs, hidden, layers: layers, dropout: dropout, bias: bias, using: &generator)
        }
        switch (self, bothDirections) {
        case (.rnn_tanh, false): return make(RNN<Double>.self)
        case (.rnn_tanh, true): return make(Bidirectional<RNN<Double>>.self)
        case (.lstm, false): return make(LSTM<Double>.self)
        case (.lstm, true): return make(Bidirectional<LSTM<Double>>.self)
        case (.gru, false): return make(GRU<Double>.self)
        case (.gru, true): return make(Bidirectional<GRU<Double>>.self)
        case (.rnn_relu, _):
            func layer(_ inputs: Int) -> RNN<Double> {
                RNN(inputs, hidden, activation: .relu, bias: bias, using: &generator)
            }
            let widths: [Int] = (0 ..< layers).map { $0 == 0 ? inputs : bothDirections ? 2 * hidden : hidden }
            if !bothDirections { return RecurrentStack(widths.map(layer), dropout: dropout) }
            return RecurrentStack(
                widths.map { Bidirectional(forward: layer($0), reverse: layer($0)) }, dropout: dropout)
        }
    }
}

extension AnyStack {
    /// All parameters, in the order of `parameterNames`.
    var tensors: [Tensor<Double>] {
        var (copy, reader): (Self, ParameterReader) = (self, ParameterReader())
        copy.visitParameters(&reader)
        return reader.tensors
    }

    /// Returns a stack with the given parameters, in the order of `parameterNames`.
    func with(_ tensors: some Collection<Tensor<Double>>) -> any AnyStack {
        var (copy, writer): (Self, ParameterWriter) = (self, ParameterWriter(tensors: Array(tensors)))
        copy.visitParameters(&writer)
        precondition(writer.tensors.isEmpty)
        return copy
    }
}

private struct ParameterReader: ParameterVisitor {
    var path: [String] = []
    var tensors: [Tensor<Double>] = []

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        guard let tensor = parameter as? Tensor<Double> else { fatalError("\(name) is not of type Double") }
        tensors.append(tensor)
    }
}

private struct ParameterWriter: ParameterVisitor {
    var path: [String] = []
    /// The tensors that are not yet in the model.
    var tensors: [Tensor<Double>]

    mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
        guard let tensor = tensors.removeFirst() as? Tensor<Scalar>, tensor.shape == parameter.shape else {
            fatalError("\(name) has another type or shape")
        }
        parameter = tensor
    }
}
