internal import CKernels
import Tensors

/// The forward pass of a recurrent layer over a batch of sequences, with the values that the backward pass needs.
///
/// The sequences of a batch do not depend on one another. A single thread computes all steps of a block of samples. The
/// state of the block and the gates of a single step fit in the first-level cache. Time is the first axis, so the rows
/// of a step are contiguous. The matrix `states` contains the states before all steps and the states after all steps.
/// The two ranges of rows overlap, because the state after a step is the state before the next step.
struct RecurrentSequence<Scalar: RealScalar> {
    let cell: RecurrentCell
    let steps, batch, hidden: Int
    /// The inputs of all steps, `[steps · batch, inputs]`.
    let input: Tensor<Scalar>
    let inputWeight, hiddenWeight: Tensor<Scalar>
    /// Whether the caller gave no initial state.
    let startsFromZero: Bool
    /// The gates after their activation functions: `[steps · batch, gates · hidden]`.
    let gates: Tensor<Scalar>
    /// The hidden state before the first step and after each step: `[(steps + 1) · batch, hidden]`.
    let states: Tensor<Scalar>
    /// For an LSTM, the memory before the first step and after each step, in the shape of `states`. For a GRU, the
    /// third block of the weighted hidden state plus the bias of the hidden state at each step,
    /// `[steps · batch, hidden]`. The tensor is empty for other cells.
    let memories: Tensor<Scalar>
    private let inputBias, hiddenBias: Tensor<Scalar>?

    /// Computes the forward pass over all steps.
    ///
    /// - Parameters:
    ///   - cell: The function that computes a single step.
    ///   - operands: The operands, which must be constants of correct shapes. The input is `[batch, steps, inputs]`.
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

    /// Returns a matrix of `count` states, `[count · batch, hidden]`. The first state is `first`, or zeros if `first`
    /// is `nil`. All other states are uninitialized.
    private static func slabs(
        _ count: Int, _ batch: Int, _ hidden: Int, first: Tensor<Scalar>?
    ) -> Tensor<Scalar> {
        let first: Tensor<Scalar> = first?.contiguous() ?? Tensor(zeros: [batch, hidden])
        let slabs = Tensor<Scalar>(uninitialized: [count * batch, hidden])
        slabs.mutableAddress.update(from: first.address, count: first.count)
        return slabs
    }

    /// The number of samples in a block, 8 or 16. 8 and 16 are multiples of the number of rows that a kernel computes
    /// at once. Smaller blocks divide a small batch more evenly among the threads. A block of 16 samples still fits in
    /// the first-level cache.
    var samplesPerChunk: Int { min(16, max(8, (batch + 31) / 32 * 8)) }

    private func run() {
        let byInput = PackedMatrices(inputWeight.transposed())
        let byState = PackedMatrices(hiddenWeight.transposed())
        let (inputs, width): (Int, Int) = (input.shape[1], cell.gateCount * hidden)
        Parallelism.forEachRange(of: batch, length: samplesPerChunk) { samples in
            let recurrent = Tensor<Scalar>(uninitialized: [samples.count, width])
            for step in 0 ..< steps {
                let row: Int = step * batch + samples.lowerBound
                byInput.multiply(
                    input.address + row * inputs, count: samples.count, stride: inputs,
                    into: gates.mutableAddress + row * width)
                let isFromZero: Bool = step == 0 && startsFromZero
                if !isFromZero {
                    byState.multiply(
                        states.address + row * hidden, count: samples.count, stride: hidden,
                        into: recurrent.mutableAddress)
                }
                activate(row, samples.count, isFromZero ? nil : recurrent)
            }
        }
    }

    /// Computes the gates and states of `count` samples at a step. The samples start at `row` of `gates`. Before the
    /// call these rows contain W·x, the product of the input weight and the inputs of the step. `recurrent` is U·h, the
    /// product of the hidden weight and the state before the step, or `nil` for 0.
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

    /// Returns the address of the memory of an LSTM before a step, or `nil` for other cells. The gates of the step
    /// start at `row` of `gates`.
    func memory(before row: Int) -> UnsafeRawPointer? {
        cell == .lstm ? UnsafeRawPointer(memories.address + row * hidden) : nil
    }

    /// Returns the address of the memory after a step for an LSTM, the address of q_n at the step for a GRU, or `nil`
    /// for other cells. q_n is the third block of the weighted hidden state plus the bias of the hidden state. The
    /// gates of the step start at `row` of `gates`.
    func memory(after row: Int) -> UnsafeRawPointer? {
        switch cell {
        case .lstm: return UnsafeRawPointer(memories.address + (row + batch) * hidden)
        case .gru: return UnsafeRawPointer(memories.address + row * hidden)
        case .tanh, .relu: return nil
        }
    }

    /// The hidden state after each step: `[batch, steps, hidden]`.
    var outputs: Tensor<Scalar> {
        states.narrowed(axis: 0, to: batch ..< (steps + 1) * batch).reshaped(to: [steps, batch, hidden] as Shape)
            .permuted([1, 0, 2])
    }

    /// The hidden state after the last step: `[batch, hidden]`.
    var last: Tensor<Scalar> { Self.lastSlab(states, batch) }

    /// The LSTM's memory after the last step: `[batch, hidden]`.
    var lastMemory: Tensor<Scalar> { Self.lastSlab(memories, batch) }

    private static func lastSlab(_ slabs: Tensor<Scalar>, _ batch: Int) -> Tensor<Scalar> {
        slabs.narrowed(axis: 0, to: slabs.shape[0] - batch ..< slabs.shape[0])
    }
}
