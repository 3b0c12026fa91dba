internal import CKernels
import Tensors

/// The forward pass of a recurrent layer over a batch of sequences, with the values that the backward pass needs.
///
/// The sequences of a batch do not depend on one another. A single thread computes all steps of a block of samples. The
/// state of the block and the gates of a single step fit in the first-level cache. `rows` describes the rows of the
/// matrices: a row for each real step of each sequence. The matrix `states` contains the initial states, then the state
/// after each row. The state after a step is the state before the next step.
struct RecurrentSequence<Scalar: RealScalar> {
    let cell: RecurrentCell
    let rows: SequenceRows
    let hidden: Int
    /// The inputs of all steps, `[rows, inputs]`.
    let input: Tensor<Scalar>
    let inputWeight, hiddenWeight: Tensor<Scalar>
    /// Whether the caller gave no initial state.
    let startsFromZero: Bool
    /// The gates after their activation functions: `[rows, gates · hidden]`.
    let gates: Tensor<Scalar>
    /// The hidden state before the first step and after each row: `[batch + rows, hidden]`.
    let states: Tensor<Scalar>
    /// For an LSTM, the memory before the first step and after each row, in the shape of `states`. For a GRU, the third
    /// block of the weighted hidden state plus the bias of the hidden state at each row, `[rows, hidden]`. The tensor
    /// is empty for other cells.
    let memories: Tensor<Scalar>
    private let inputBias, hiddenBias: Tensor<Scalar>?

    /// Computes the forward pass over all steps.
    ///
    /// - Parameters:
    ///   - cell: The function that computes a single step.
    ///   - operands: The operands, which must be constants of correct shapes. The input is `[batch, steps, inputs]`.
    ///   - rows: The rows of the input.
    init(_ cell: RecurrentCell, _ operands: RecurrentOperands<Scalar>, _ rows: SequenceRows) {
        (self.cell, self.rows, hidden) = (cell, rows, operands.hiddenWeight.shape[1])
        input = rows.pack(operands.input)
        inputWeight = operands.inputWeight.contiguous()
        hiddenWeight = operands.hiddenWeight.contiguous()
        (inputBias, hiddenBias) = (operands.inputBias?.contiguous(), operands.hiddenBias?.contiguous())
        startsFromZero = operands.initialHidden == nil
        gates = Tensor(uninitialized: [rows.count, cell.gateCount * hidden])
        states = Self.states(rows, hidden, first: operands.initialHidden)
        switch cell {
        case .lstm: memories = Self.states(rows, hidden, first: operands.initialMemory)
        case .gru: memories = Tensor(uninitialized: [rows.count, hidden])
        case .tanh, .relu: memories = Tensor(uninitialized: [0])
        }
        run()
    }

    /// Returns a matrix of states, `[batch + rows, hidden]`. The initial states are `first`, or zeros if `first` is
    /// `nil`. All other states are uninitialized.
    private static func states(_ rows: SequenceRows, _ hidden: Int, first: Tensor<Scalar>?) -> Tensor<Scalar> {
        let first: Tensor<Scalar> = first.map { rows.byRank($0).contiguous() } ?? Tensor(zeros: [rows.batch, hidden])
        let states = Tensor<Scalar>(uninitialized: [rows.batch + rows.count, hidden])
        states.mutableAddress.update(from: first.address, count: first.count)
        return states
    }

    /// The number of samples in a block, 8 or 16. 8 and 16 are multiples of the number of rows that a kernel computes
    /// at once. Smaller blocks divide a small batch more evenly among the threads. A block of 16 samples still fits in
    /// the first-level cache.
    var samplesPerChunk: Int { min(16, max(8, (rows.batch + 31) / 32 * 8)) }

    private func run() {
        let byInput = PackedMatrices(inputWeight.transposed())
        let byState = PackedMatrices(hiddenWeight.transposed())
        let (inputs, width): (Int, Int) = (input.shape[1], cell.gateCount * hidden)
        Parallelism.forEachRange(of: rows.batch, length: samplesPerChunk) { samples in
            let recurrent = Tensor<Scalar>(uninitialized: [samples.count, width])
            for step in 0 ..< rows.steps {
                let block = Block(samples, at: step, in: rows)
                if block.count == 0 { break }
                byInput.multiply(
                    input.address + block.row * inputs, count: block.count, stride: inputs,
                    into: gates.mutableAddress + block.row * width)
                let isFromZero: Bool = step == 0 && startsFromZero
                if !isFromZero {
                    byState.multiply(
                        states.address + block.before * hidden, count: block.count, stride: hidden,
                        into: recurrent.mutableAddress)
                }
                activate(block, isFromZero ? nil : recurrent)
            }
        }
    }

    /// The rows of a block of samples at a step.
    struct Block {
        /// The number of samples of the block that have this step.
        let count: Int
        /// The first of the rows.
        let row: Int
        /// The rows of `states` with the first state before the step and with the first state after the step.
        let before, after: Int

        init(_ samples: Range<Int>, at step: Int, in rows: SequenceRows) {
            count = rows.count(of: samples, at: step)
            row = rows.row(at: step) + samples.lowerBound
            before = rows.stateRow(before: step) + samples.lowerBound
            after = rows.batch + row
        }
    }

    /// Computes the gates and states of a block at a step. Before the call the rows of `gates` contain W·x, the product
    /// of the input weight and the inputs of the step. `recurrent` is U·h, the product of the hidden weight and the
    /// state before the step, or `nil` for 0.
    private func activate(_ block: Block, _ recurrent: Tensor<Scalar>?) {
        var operands = synann_recurrent_step_operands()
        (operands.rows, operands.hidden) = (block.count, hidden)
        operands.gates = UnsafeMutableRawPointer(gates.mutableAddress + block.row * cell.gateCount * hidden)
        operands.input_bias = inputBias.map { UnsafeRawPointer($0.address) }
        operands.recurrent = recurrent.map { UnsafeRawPointer($0.address) }
        operands.hidden_bias = hiddenBias.map { UnsafeRawPointer($0.address) }
        operands.hidden_before = UnsafeRawPointer(states.address + block.before * hidden)
        operands.hidden_after = UnsafeMutableRawPointer(states.mutableAddress + block.after * hidden)
        operands.memory_before = memory(before: block)
        operands.memory_after = memory(after: block).map { UnsafeMutableRawPointer(mutating: $0) }
        synann_recurrent_step(Scalar.kernelType, cell.kernel, &operands)
        withExtendedLifetime((recurrent, inputBias, hiddenBias)) {}
    }

    /// Returns the address of the memory of an LSTM before a step, or `nil` for other cells.
    func memory(before block: Block) -> UnsafeRawPointer? {
        cell == .lstm ? UnsafeRawPointer(memories.address + block.before * hidden) : nil
    }

    /// Returns the address of the memory after a step for an LSTM, the address of q_n at the step for a GRU, or `nil`
    /// for other cells. q_n is the third block of the weighted hidden state plus the bias of the hidden state.
    func memory(after block: Block) -> UnsafeRawPointer? {
        switch cell {
        case .lstm: return UnsafeRawPointer(memories.address + block.after * hidden)
        case .gru: return UnsafeRawPointer(memories.address + block.row * hidden)
        case .tanh, .relu: return nil
        }
    }

    /// The hidden state after each step: `[batch, steps, hidden]`. The states of padding are 0.
    var outputs: Tensor<Scalar> { rows.unpack(states.narrowed(axis: 0, to: rows.batch ..< rows.batch + rows.count)) }

    /// The hidden state after the last real step: `[batch, hidden]`.
    var last: Tensor<Scalar> { rows.last(of: states) }

    /// The LSTM's memory after the last real step: `[batch, hidden]`.
    var lastMemory: Tensor<Scalar> { rows.last(of: memories) }
}
