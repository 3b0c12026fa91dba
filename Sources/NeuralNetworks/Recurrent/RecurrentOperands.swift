import Tensors

/// The operands of a recurrent layer. `run` computes all steps and records a single operation on the tape.
struct RecurrentOperands<Scalar: RealScalar> {
    /// The inputs of all steps, `[batch, steps, inputs]`.
    var input: Tensor<Scalar>
    /// The weight W of the input, `[gates · hidden, inputs]`, and the weight U of the hidden state,
    /// `[gates · hidden, hidden]`.
    var inputWeight, hiddenWeight: Tensor<Scalar>
    /// The bias b of the input and the bias c of the hidden state, each `[gates · hidden]`; `nil` for a layer without
    /// biases.
    var inputBias, hiddenBias: Tensor<Scalar>?
    /// The hidden state and the memory before the first step, each `[batch, hidden]`; `nil` means zeros.
    var initialHidden, initialMemory: Tensor<Scalar>?
    /// The steps to read, and their order.
    var traversal: _RecurrentTraversal

    init(
        _ input: Tensor<Scalar>, _ weights: RecurrentWeights<Scalar>, _ traversal: _RecurrentTraversal,
        initialHidden: Tensor<Scalar>?, initialMemory: Tensor<Scalar>? = nil
    ) {
        self.traversal = traversal
        (self.input, inputWeight, hiddenWeight) = (input, weights.input, weights.hidden)
        (inputBias, hiddenBias) = (weights.inputBias, weights.hiddenBias)
        (self.initialHidden, self.initialMemory) = (initialHidden, initialMemory)
    }

    /// Returns the selected results of all steps. The tape records a single operation, whose derivative is first-order.
    /// Traps if the input is not `[batch, steps, inputs]` or has no step, if the initial hidden state or memory is not
    /// `[batch, hidden]`, or if the lengths are not a number from 0 to `steps` for each sequence.
    ///
    /// - Parameters:
    ///   - cell: The function that computes a single step.
    ///   - layer: The name of the layer, for traces and error messages.
    ///   - selection: The part of the results to return.
    func run(_ cell: RecurrentCell, _ layer: String, _ selection: _RecurrentSelection) -> Tensor<Scalar> {
        check(cell, layer)
        let rows: SequenceRows = traversal.rows(of: input.shape, layer)
        let sequence = RecurrentSequence(cell, asConstants(), rows)
        let isPresent: [Bool] = all.map { $0 != nil }
        return withDerivative(
            of: operation(cell, layer, selection, rows.count), sequence.value(selection), inputs: all.compactMap { $0 }
        ) { cotangent, wanted in
            var wanted: ArraySlice<Bool> = wanted[...]
            let isWanted: [Bool] = isPresent.map { $0 ? wanted.removeFirst() : false }
            let derivatives: [Tensor<Scalar>?] = sequence.derivatives(cotangent, selection, isWanted)
            return zip(derivatives, isPresent).filter(\.1).map(\.0)
        }
    }

    private func operation(
        _ cell: RecurrentCell, _ layer: String, _ selection: _RecurrentSelection, _ rows: Int
    ) -> TensorOperation {
        let hidden: Int = hiddenWeight.shape[1]
        return TensorOperation(
            layer, inputs: all.map { $0 } + [traversal.lengths],
            attributes: [
                "activation": .text(cell == .relu ? "relu" : "tanh"), "selection": .text("\(selection)"),
                "direction": .text(traversal.isReversed ? "reverse" : "forward"),
            ],
            multiplyAdds: rows * cell.gateCount * hidden * (input.shape[2] + hidden))
    }

    /// All operands, in the order in which `RecurrentSequence.derivatives` returns the derivatives; an absent bias or
    /// initial state is `nil`.
    private var all: [Tensor<Scalar>?] {
        [input, inputWeight, hiddenWeight, inputBias, hiddenBias, initialHidden, initialMemory]
    }

    private func asConstants() -> RecurrentOperands {
        var copy: RecurrentOperands = self
        (copy.input, copy.inputWeight) = (input.asConstant(), inputWeight.asConstant())
        (copy.hiddenWeight, copy.inputBias) = (hiddenWeight.asConstant(), inputBias?.asConstant())
        (copy.hiddenBias, copy.initialHidden) = (hiddenBias?.asConstant(), initialHidden?.asConstant())
        copy.initialMemory = initialMemory?.asConstant()
        return copy
    }

    private func check(_ cell: RecurrentCell, _ layer: String) {
        require(
            input.rank == 3 && input.shape[2] == inputWeight.shape[1],
            "\(layer): input \(input.shape) must be [batch, steps, \(inputWeight.shape[1])]")
        require(input.shape[1] > 0, "\(layer): input \(input.shape) has no steps")
        let state: Shape = [input.shape[0], hiddenWeight.shape[1]]
        for initial in [initialHidden, initialMemory] {
            require(
                initial.map { $0.shape == state } ?? true,
                "\(layer): the initial state \(initial?.shape ?? []) must be \(state) for input \(input.shape)")
        }
    }
}

extension RecurrentSequence {
    fileprivate func value(_ selection: _RecurrentSelection) -> Tensor<Scalar> {
        switch selection {
        case .outputs: return outputs
        case .last: return last
        case .outputsAndState:
            let state: [Tensor<Scalar>] = cell.hasMemory ? [last, lastMemory] : [last]
            return Tensor(concatenating: [outputs] + state.map { $0.expandingShape(at: 1) }, axis: 1)
        }
    }

    /// Returns the derivatives with respect to the operands, in the order of `RecurrentOperands.all`. `cotangent` is
    /// the derivative with respect to the results that `selection` describes. A derivative may be `nil` if the element
    /// of `wanted` for the operand is false, or if the cell has no memory.
    fileprivate func derivatives(
        _ cotangent: Tensor<Scalar>, _ selection: _RecurrentSelection, _ wanted: [Bool]
    ) -> [Tensor<Scalar>?] {
        let gradients: Gradients = gradients(cotangents(cotangent, selection))
        let byBias: (input: Tensor<Scalar>, hidden: Tensor<Scalar>)? =
            wanted[3] || wanted[4] ? biasGradients(gradients) : nil
        return [
            wanted[0] ? inputGradient(gradients) : nil, wanted[1] ? inputWeightGradient(gradients) : nil,
            wanted[2] ? hiddenWeightGradient(gradients) : nil, byBias?.input, byBias?.hidden,
            wanted[5] ? rows.bySample(gradients.initialHidden) : nil,
            wanted[6] ? rows.bySample(gradients.initialMemory) : nil,
        ]
    }

    private func cotangents(_ cotangent: Tensor<Scalar>, _ selection: _RecurrentSelection) -> Cotangents {
        switch selection {
        case .last: return Cotangents(last: rows.byRank(cotangent))
        case .outputs: return Cotangents(outputs: rows.pack(cotangent))
        case .outputsAndState:
            return Cotangents(
                outputs: rows.pack(cotangent.narrowed(axis: 1, to: 0 ..< rows.steps)), last: state(0, of: cotangent),
                lastMemory: cell.hasMemory ? state(1, of: cotangent) : nil)
        }
    }

    /// Returns the derivative with respect to the hidden state (`index` 0) or the memory (`index` 1) after the last
    /// step, `[batch, hidden]`, by rank.
    private func state(_ index: Int, of cotangent: Tensor<Scalar>) -> Tensor<Scalar> {
        let place: Int = rows.steps + index
        return rows.byRank(
            cotangent.narrowed(axis: 1, to: place ..< place + 1).reshaped(to: [rows.batch, hidden] as Shape))
    }
}
