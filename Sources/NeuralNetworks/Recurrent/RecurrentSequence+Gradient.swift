internal import CKernels
import Tensors

extension RecurrentSequence {
    /// The derivatives of a loss with respect to the results of the forward pass; `nil` means 0.
    struct Cotangents {
        /// The derivative with respect to `outputs`, packed: `[rows, hidden]`.
        var outputs: Tensor<Scalar>?
        /// The derivatives with respect to `last` and `lastMemory`, each `[batch, hidden]`, by rank.
        var last, lastMemory: Tensor<Scalar>?
    }

    /// The derivatives of a loss with respect to the gates at all steps, and with respect to the state before the first
    /// step.
    struct Gradients {
        /// The derivatives with respect to the gates, `[rows, cell.derivativeCount · hidden]`.
        let gates: Tensor<Scalar>
        /// The derivatives with respect to the hidden state and the memory before the first step, each
        /// `[batch, hidden]`, by rank. `initialMemory` is empty unless the cell has a memory.
        let initialHidden, initialMemory: Tensor<Scalar>
    }

    /// Returns the derivatives of the loss with respect to the gates and the initial state, computed by
    /// back-propagation through time from the cotangents of the results. Each thread processes a block of samples from
    /// the last step to the first step. A sequence joins the block at its last real step.
    func gradients(_ cotangents: Cotangents) -> Gradients {
        let result = Gradients(
            gates: Tensor(uninitialized: [rows.count, cell.derivativeCount * hidden]),
            initialHidden: Self.start(cotangents.last, [rows.batch, hidden]),
            initialMemory: Self.start(cotangents.lastMemory, [cell.hasMemory ? rows.batch : 0, hidden]))
        let weight = PackedMatrices(hiddenWeight)
        let (width, offset): (Int, Int) = (cell.derivativeCount * hidden, hiddenOffset)
        Parallelism.forEachRange(of: rows.batch, length: samplesPerChunk) { samples in
            let byHidden: UnsafeMutablePointer<Scalar> =
                result.initialHidden.mutableAddress + samples.lowerBound * hidden
            for step in (0 ..< rows.steps).reversed() {
                let block = Block(samples, at: step, in: rows)
                if block.count == 0 { continue }
                differentiate(block, samples.lowerBound * hidden, cotangents.outputs, result)
                if step == 0 && startsFromZero { break }
                weight.multiply(
                    result.gates.address + block.row * width + offset, count: block.count, stride: width,
                    adds: cell == .gru, into: byHidden)
            }
        }
        return result
    }

    /// Returns a copy of the cotangent that the backward pass may overwrite, or zeros of the given shape if the
    /// cotangent is `nil`.
    private static func start(_ cotangent: Tensor<Scalar>?, _ shape: Shape) -> Tensor<Scalar> {
        guard let cotangent = cotangent?.contiguous() else { return Tensor(zeros: shape) }
        let copy = Tensor<Scalar>(uninitialized: shape)
        copy.mutableAddress.update(from: cotangent.address, count: cotangent.count)
        return copy
    }

    /// Computes the derivatives with respect to the gates of a block at a step. `first` is the position of the block's
    /// first element in the derivatives with respect to the states.
    private func differentiate(_ block: Block, _ first: Int, _ cotangent: Tensor<Scalar>?, _ result: Gradients) {
        var operands = synann_recurrent_step_gradient_operands()
        (operands.rows, operands.hidden) = (block.count, hidden)
        operands.gates = UnsafeRawPointer(gates.address + block.row * cell.gateCount * hidden)
        operands.hidden_before = UnsafeRawPointer(states.address + block.before * hidden)
        operands.hidden_after = UnsafeRawPointer(states.address + block.after * hidden)
        operands.memory_before = memory(before: block)
        operands.memory_after = memory(after: block)
        operands.cotangent = cotangent.map { UnsafeRawPointer($0.address + block.row * hidden) }
        operands.by_hidden = UnsafeMutableRawPointer(result.initialHidden.mutableAddress + first)
        operands.by_memory = cell.hasMemory ? UnsafeMutableRawPointer(result.initialMemory.mutableAddress + first) : nil
        operands.gate_gradients = UnsafeMutableRawPointer(
            result.gates.mutableAddress + block.row * cell.derivativeCount * hidden)
        synann_recurrent_step_gradient(Scalar.kernelType, cell.kernel, &operands)
        withExtendedLifetime(cotangent) {}
    }

    /// The first column of `Gradients.gates` that is a derivative with respect to q, the weighted hidden state plus the
    /// bias of the hidden state. In a GRU, columns for the third block of p, the weighted input plus the bias of the
    /// input, precede this column.
    private var hiddenOffset: Int { (cell.derivativeCount - cell.gateCount) * hidden }

    /// Returns the columns of `gates` that are derivatives with respect to the weighted input plus the bias of the
    /// input.
    private func inputSide(_ gates: Tensor<Scalar>) -> Tensor<Scalar> {
        gates.narrowed(axis: -1, to: 0 ..< cell.gateCount * hidden)
    }

    /// Returns the columns of `gates` that are derivatives with respect to the weighted hidden state plus the bias of
    /// the hidden state.
    private func hiddenSide(_ gates: Tensor<Scalar>) -> Tensor<Scalar> {
        gates.narrowed(axis: -1, to: hiddenOffset ..< cell.derivativeCount * hidden)
    }

    /// Returns the derivative with respect to the input: `[batch, steps, inputs]`. The derivative with respect to
    /// padding is 0.
    func inputGradient(_ gradients: Gradients) -> Tensor<Scalar> {
        // The derivatives of a GRU with respect to the weighted input are in the order of the gates n, r, z. The
        // product needs the blocks of the weight in the same order.
        let weight: Tensor<Scalar> = cell == .gru ? rotated(inputWeight, at: 2 * hidden) : inputWeight
        return rows.unpack(matmul(inputSide(gradients.gates), weight))
    }

    /// Returns the derivative with respect to the weight W of the input, `[gates · hidden, inputs]`, computed by a
    /// single matrix product over all steps.
    func inputWeightGradient(_ gradients: Gradients) -> Tensor<Scalar> {
        inGateOrder(transposedProduct(inputSide(gradients.gates), input))
    }

    /// Returns the derivative with respect to the weight U of the hidden state, `[gates · hidden, hidden]`, computed by
    /// a single matrix product over all steps. A step that starts from zeros adds nothing and is omitted.
    func hiddenWeightGradient(_ gradients: Gradients) -> Tensor<Scalar> {
        let range: Range<Int> = (startsFromZero ? rows.firstCount : 0) ..< rows.count
        let side: Tensor<Scalar> = hiddenSide(gradients.gates).narrowed(axis: 0, to: range)
        return transposedProduct(side, rows.before(states).narrowed(axis: 0, to: range))
    }

    /// Returns the derivatives with respect to the bias b of the input and the bias c of the hidden state, each
    /// `[gates · hidden]`.
    func biasGradients(_ gradients: Gradients) -> (input: Tensor<Scalar>, hidden: Tensor<Scalar>) {
        let sums: Tensor<Scalar> = gradients.gates.sum(axis: 0)
        return (inGateOrder(inputSide(sums)), hiddenSide(sums))
    }

    /// Returns the derivative with respect to the weight or the bias of the input, with the blocks of rows in the gate
    /// order of the weights. For a GRU the order changes from n, r, z to r, z, n.
    private func inGateOrder(_ derivative: Tensor<Scalar>) -> Tensor<Scalar> {
        cell == .gru ? rotated(derivative, at: hidden) : derivative
    }

    /// Returns a tensor with the rows from `row` to the end first, then the rows before `row`.
    private func rotated(_ tensor: Tensor<Scalar>, at row: Int) -> Tensor<Scalar> {
        Tensor(concatenating: [
            tensor.narrowed(axis: 0, to: row ..< tensor.shape[0]), tensor.narrowed(axis: 0, to: 0 ..< row),
        ])
    }
}
