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

    init(
        _ input: Tensor<Scalar>, _ weights: RecurrentWeights<Scalar>, initialHidden: Tensor<Scalar>?,
        initialMemory: Tensor<Scalar>? = nil
    ) {
        (self.input, inputWeight, hiddenWeight) = (input, weights.input, weights.hidden)
        (inputBias, hiddenBias) = (weights.inputBias, weights.hiddenBias)
        (self.initialHidden, self.initialMemory) = (initialHidden, initialMemory)
    }

    /// Returns the selected results of all steps. The tape records a single operation, whose derivative is first-order.
    /// Traps if the input is not `[batch, steps, inputs]` or has no step, or if the initial hidden state or memory is
    /// not `[batch, hidden]`.
    ///
    /// - Parameters:
    ///   - cell: The function that computes a single step.
    ///   - layer: The name of the layer, for traces and error messages.
    ///   - selection: The part of the results to return.
    func run(_ cell: RecurrentCell, _ layer: String, _ selection: _RecurrentSelection) -> Tensor<Scalar> {
        check(cell, layer)
        let sequence = RecurrentSequence(cell, asConstants())
        let isPresent: [Bool] = all.map { $0 != nil }
        return withDerivative(
            of: operation(cell, layer, selection), sequence.value(selection), inputs: all.compactMap { $0 }
        ) { cotangent, wanted in
            var wanted: ArraySlice<Bool> = wanted[...]
            let isWanted: [Bool] = isPresent.map { $0 ? wanted.removeFirst() : false }
            let derivatives: [Tensor<Scalar>?] = sequence.derivatives(cotangent, selection, isWanted)
            return zip(derivatives, isPresent).filter(\.1).map(\.0)
        }
    }

    private func operation(
        _ cell: RecurrentCell, _ layer: String, _ selection: _RecurrentSelection
    ) -> TensorOperation {
        let hidden: Int = hiddenWeight.shape[1]
        return TensorOperation(
            layer, inputs: all,
            attributes: ["activation": .text(cell == .relu ? "relu" : "tanh"), "selection": .text("\(selection)")],
            multiplyAdds: input.shape[0] * input.shape[1] * cell.gateCount * hidden * (input.shape[2] + hidden))
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
        case .outputsAndMemory:
            return Tensor(concatenating: [outputs, lastMemory.expandingShape(at: 1)], axis: 1)
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
            wanted[2] ? hiddenWeightGradient(gradients) : nil, byBias?.input, byBias?.hidden, gradients.initialHidden,
            cell.hasMemory ? gradients.initialMemory : nil,
        ]
    }

    private func cotangents(_ cotangent: Tensor<Scalar>, _ selection: _RecurrentSelection) -> Cotangents {
        switch selection {
        case .last: return Cotangents(last: cotangent)
        case .outputs: return Cotangents(outputs: timeFirst(cotangent))
        case .outputsAndMemory:
            return Cotangents(
                outputs: timeFirst(cotangent.narrowed(axis: 1, to: 0 ..< steps)),
                lastMemory: cotangent.narrowed(axis: 1, to: steps ..< steps + 1).reshaped(to: [batch, hidden] as Shape))
        }
    }

    /// Returns the elements of a tensor `[batch, steps, hidden]` as a matrix `[steps · batch, hidden]`, whose rows are
    /// ordered by step and then by sample.
    private func timeFirst(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> {
        tensor.permuted([1, 0, 2]).contiguous().reshaped(to: [steps * batch, hidden] as Shape)
    }
}
