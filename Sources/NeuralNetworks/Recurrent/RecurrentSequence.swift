internal import CKernels
import Tensors

/// The forward pass of a recurrent layer over a batch of sequences, and what the backward pass needs of it.
///
/// Sequences do not depend on one another: a block of samples goes through all steps on one thread, its state and a step's
/// gates in the first-level caches. Time is the first axis, so that a
/// step's rows lie side by side, and the states before all steps and those after them are two parts of one matrix.
struct RecurrentSequence<Scalar: RealScalar> {
    let cell: RecurrentCell
    let steps, batch, hidden: Int
    /// `[steps · batch, inputs]`.
    let input: Tensor<Scalar>
    let inputWeight, hiddenWeight: Tensor<Scalar>
    let startsFromZero: Bool
    /// `[steps · batch, gates · hidden]`, after the activation.
    let gates: Tensor<Scalar>
    /// `[(steps + 1) · batch, hidden]`: before the first step, and after each.
    let states: Tensor<Scalar>
    /// Of an LSTM the memory, as `states` are; of a GRU q_n after each step; else empty.
    let memories: Tensor<Scalar>
    private let inputBias, hiddenBias: Tensor<Scalar>?

    /// Runs the whole forward pass.
    ///
    /// - Parameter operands: Constants, of shapes that have been checked; the input is `[batch, steps, inputs]`.
    init(_ cell: RecurrentCell, _ operands: RecurrentOperands<Scalar>) {
        let x: Tensor<Scalar> = operands.input
        self.cell = cell
        (batch, steps, hidden) = (x.shape[0], x.shape[1], operands.hiddenWeight.shape[1])
        input = x.permuted([1, 0, 2]).contiguous().reshaped(to: [x.shape[1] * x.shape[0], x.shape[2]] as Shape)
        inputWeight = operands.inputWeight.contiguous()
        hiddenWeight = operands.hiddenWeight.contiguous()
        (inputBias, hiddenBias) = (operands.inputBias?.contiguous(), operands.hiddenBias?.contiguous())
        startsFromZero = operands.initialHidden == nil
        gates = Tensor(uninitialized: [steps * batch, cell.gateCount * hidden])
        states = Self.slabs(steps + 1, batch, hidden, first: operands.initialHidden)
        switch cell {
        case .lstm: memories = Self.slabs(steps + 1, batch, hidden, first: operands.initialMemory)
        case .gru: memories = Tensor(uninitialized: [steps * batch, hidden])
        case .tanh, .relu: memories = Tensor(uninitialized: [0])
        }
        run()
    }

    /// Room for the states of all steps, the first of which is given, or 0.
    private static func slabs(
        _ count: Int, _ batch: Int, _ hidden: Int, first: Tensor<Scalar>?
    ) -> Tensor<Scalar> {
        let first: Tensor<Scalar> = first?.contiguous() ?? Tensor(zeros: [batch, hidden])
        let slabs = Tensor<Scalar>(uninitialized: [count * batch, hidden])
        slabs.mutableAddress.update(from: first.address, count: first.count)
        return slabs
    }

    /// Samples that go through the steps together: a multiple of the kernels' rows, few enough to give all threads the same
    /// work and to stay in the first-level cache.
    var samplesPerChunk: Int { min(16, max(8, (batch + 31) / 32 * 8)) }

    private func run() {
        let (byInput, byState) = (PackedMatrix(inputWeight.transposed()), PackedMatrix(hiddenWeight.transposed()))
        let (inputs, width): (Int, Int) = (input.shape[1], cell.gateCount * hidden)
        Parallelism.forEachRange(of: batch, length: samplesPerChunk) { samples in
            let recurrent = Tensor<Scalar>(uninitialized: [samples.count, width])
            for step in 0 ..< steps {
                let row: Int = step * batch + samples.lowerBound
                byInput.multiply(
                    samples.count, input.address + row * inputs, stride: inputs,
                    into: gates.mutableAddress + row * width)
                let isFromZero: Bool = step == 0 && startsFromZero
                if !isFromZero {
                    byState.multiply(
                        samples.count, states.address + row * hidden, stride: hidden, into: recurrent.mutableAddress)
                }
                activate(row, samples.count, isFromZero ? nil : recurrent)
            }
        }
    }

    /// A step's gates and states, from its shares.
    private func activate(_ row: Int, _ count: Int, _ recurrent: Tensor<Scalar>?) {
        var operands = synann_recurrent_step_operands()
        (operands.rows, operands.hidden) = (count, hidden)
        operands.gates = UnsafeMutableRawPointer(gates.mutableAddress + row * cell.gateCount * hidden)
        operands.input_bias = inputBias.map { UnsafeRawPointer($0.address) }
        operands.recurrent = recurrent.map { UnsafeRawPointer($0.address) }
        operands.hidden_bias = hiddenBias.map { UnsafeRawPointer($0.address) }
        operands.hidden_before = UnsafeRawPointer(states.address + row * hidden)
        operands.hidden_after = UnsafeMutableRawPointer(states.mutableAddress + (row + batch) * hidden)
        operands.memory_before = memory(before: row)
        operands.memory_after = memory(after: row).map { UnsafeMutableRawPointer(mutating: $0) }
        synann_recurrent_step(Scalar.kernelType, cell.kernel, &operands)
        withExtendedLifetime((recurrent, inputBias, hiddenBias)) {}
    }

    func memory(before row: Int) -> UnsafeRawPointer? {
        cell == .lstm ? UnsafeRawPointer(memories.address + row * hidden) : nil
    }

    func memory(after row: Int) -> UnsafeRawPointer? {
        switch cell {
        case .lstm: return UnsafeRawPointer(memories.address + (row + batch) * hidden)
        case .gru: return UnsafeRawPointer(memories.address + row * hidden)
        case .tanh, .relu: return nil
        }
    }

    /// The states after each step: `[batch, steps, hidden]`.
    var outputs: Tensor<Scalar> {
        states.narrowed(axis: 0, to: batch ..< (steps + 1) * batch).reshaped(to: [steps, batch, hidden] as Shape)
            .permuted([1, 0, 2])
    }

    /// The state after the last step: `[batch, hidden]`.
    var last: Tensor<Scalar> { Self.lastSlab(states, batch) }

    /// The LSTM's memory after the last step: `[batch, hidden]`.
    var lastMemory: Tensor<Scalar> { Self.lastSlab(memories, batch) }

    private static func lastSlab(_ slabs: Tensor<Scalar>, _ batch: Int) -> Tensor<Scalar> {
        slabs.narrowed(axis: 0, to: slabs.shape[0] - batch ..< slabs.shape[0])
    }
}
