internal import CKernels
import Tensors

extension RecurrentSequence {
    /// The derivatives of a loss by the results of the pass; none stands for 0.
    struct Cotangents {
        /// By `outputs`, time being the first axis: `[steps · batch, hidden]`.
        var outputs: Tensor<Scalar>?
        /// By `last` and `lastMemory`: `[batch, hidden]`.
        var last, lastMemory: Tensor<Scalar>?
    }

    /// The derivatives by the gates and by the state before the first step: back-propagation through time.
    struct Slopes {
        /// `[steps · batch, slopes · hidden]`: see `RecurrentCell.slopeCount`.
        let gates: Tensor<Scalar>
        let initialHidden, initialMemory: Tensor<Scalar>
    }

    /// Block by block of samples, as in the forward pass, from the last step to the first.
    func slopes(_ cotangents: Cotangents) -> Slopes {
        let result = Slopes(
            gates: Tensor(uninitialized: [steps * batch, cell.slopeCount * hidden]),
            initialHidden: Self.start(cotangents.last, [batch, hidden]),
            initialMemory: Self.start(cotangents.lastMemory, [cell.hasMemory ? batch : 0, hidden]))
        let weight = PackedMatrix(hiddenWeight)
        let (width, offset): (Int, Int) = (cell.slopeCount * hidden, hiddenOffset)
        Parallelism.forEachRange(of: batch, length: samplesPerChunk) { samples in
            let byHidden: UnsafeMutablePointer<Scalar> =
                result.initialHidden.mutableAddress + samples.lowerBound * hidden
            for step in (0 ..< steps).reversed() {
                let row: Int = step * batch + samples.lowerBound
                differentiate(row, samples, cotangents.outputs, result)
                if step == 0 && startsFromZero { break }
                weight.multiply(
                    samples.count, result.gates.address + row * width + offset, stride: width, adds: cell == .gru,
                    into: byHidden)
            }
        }
        return result
    }

    /// A copy to be written to.
    private static func start(_ cotangent: Tensor<Scalar>?, _ shape: Shape) -> Tensor<Scalar> {
        guard let cotangent = cotangent?.contiguous() else { return Tensor(zeros: shape) }
        let copy = Tensor<Scalar>(uninitialized: shape)
        copy.mutableAddress.update(from: cotangent.address, count: cotangent.count)
        return copy
    }

    private func differentiate(
        _ row: Int, _ samples: Range<Int>, _ cotangent: Tensor<Scalar>?, _ result: Slopes
    ) {
        let first: Int = samples.lowerBound * hidden
        var operands = synann_recurrent_step_gradient_operands()
        (operands.rows, operands.hidden) = (samples.count, hidden)
        operands.gates = UnsafeRawPointer(gates.address + row * cell.gateCount * hidden)
        operands.hidden_before = UnsafeRawPointer(states.address + row * hidden)
        operands.hidden_after = UnsafeRawPointer(states.address + (row + batch) * hidden)
        operands.memory_before = memory(before: row)
        operands.memory_after = memory(after: row)
        operands.cotangent = cotangent.map { UnsafeRawPointer($0.address + row * hidden) }
        operands.by_hidden = UnsafeMutableRawPointer(result.initialHidden.mutableAddress + first)
        operands.by_memory = cell.hasMemory ? UnsafeMutableRawPointer(result.initialMemory.mutableAddress + first) : nil
        operands.slopes = UnsafeMutableRawPointer(result.gates.mutableAddress + row * cell.slopeCount * hidden)
        synann_recurrent_step_gradient(Scalar.kernelType, cell.kernel, &operands)
        withExtendedLifetime(cotangent) {}
    }

    /// Where q's slopes begin: behind p_n's in a GRU.
    private var hiddenOffset: Int { (cell.slopeCount - cell.gateCount) * hidden }

    private func inputSide(_ slopes: Tensor<Scalar>) -> Tensor<Scalar> {
        slopes.narrowed(axis: -1, to: 0 ..< cell.gateCount * hidden)
    }

    private func hiddenSide(_ slopes: Tensor<Scalar>) -> Tensor<Scalar> {
        slopes.narrowed(axis: -1, to: hiddenOffset ..< cell.slopeCount * hidden)
    }

    /// By the input: `[batch, steps, inputs]`.
    func inputGradient(_ slopes: Slopes) -> Tensor<Scalar> {
        // A GRU's slopes by p are in the order n, r, z.
        let weight: Tensor<Scalar> = cell == .gru ? rotated(inputWeight, at: 2 * hidden) : inputWeight
        return matmul(inputSide(slopes.gates), weight).reshaped(to: [steps, batch, input.shape[1]] as Shape)
            .permuted([1, 0, 2])
    }

    /// By W: one product over all steps.
    func inputWeightGradient(_ slopes: Slopes) -> Tensor<Scalar> {
        inGateOrder(transposedProduct(inputSide(slopes.gates), input))
    }

    /// By U: one product over all steps, the states before each step being all slabs of `states` but the last.
    func hiddenWeightGradient(_ slopes: Slopes) -> Tensor<Scalar> {
        let rows: Range<Int> = (startsFromZero ? batch : 0) ..< steps * batch
        let side: Tensor<Scalar> = hiddenSide(slopes.gates).narrowed(axis: 0, to: rows)
        return transposedProduct(side, states.narrowed(axis: 0, to: rows))
    }

    /// By both biases.
    func biasGradients(_ slopes: Slopes) -> (input: Tensor<Scalar>, hidden: Tensor<Scalar>) {
        let sums: Tensor<Scalar> = slopes.gates.sum(axis: 0)
        return (inGateOrder(inputSide(sums)), hiddenSide(sums))
    }

    /// A GRU's derivatives by p, n, r, z, in the order r, z, n.
    private func inGateOrder(_ derivative: Tensor<Scalar>) -> Tensor<Scalar> {
        cell == .gru ? rotated(derivative, at: hidden) : derivative
    }

    private func rotated(_ tensor: Tensor<Scalar>, at row: Int) -> Tensor<Scalar> {
        Tensor(concatenating: [
            tensor.narrowed(axis: 0, to: row ..< tensor.shape[0]), tensor.narrowed(axis: 0, to: 0 ..< row),
        ])
    }
}
