internal import CKernels

/// The function that a recurrent layer computes in a single step. The arguments are p = W·x + b and q = U·h + c. W and
/// U are the weights and b and c are the biases of the layer, x is the input of the step, and h is the hidden state
/// before the step. The result h′ is the hidden state after the step. p and q have a block for each gate.
enum RecurrentCell: Sendable, CaseIterable {
    /// h′ = tanh(p + q). p is the weighted input plus the bias of the input, q is the weighted hidden state plus the
    /// bias of the hidden state, and h′ is the hidden state after the step.
    case tanh
    /// h′ = max(0, p + q). p is the weighted input plus the bias of the input, q is the weighted hidden state plus the
    /// bias of the hidden state, and h′ is the hidden state after the step.
    case relu
    /// m′ = σ(f) m + σ(i) tanh(g) and h′ = σ(o) tanh(m′), where i, f, g and o are the blocks of p + q. p is the
    /// weighted input plus the bias of the input, and q is the weighted hidden state plus the bias of the hidden state.
    /// m and m′ are the memory before and after the step, h′ is the hidden state after the step, and σ is the logistic
    /// function.
    case lstm
    /// n′ = tanh(p_n + σ(r) q_n) and h′ = (1 − σ(z)) n′ + σ(z) h, where r and z are the first two blocks of p + q. p is
    /// the weighted input plus the bias of the input, and q is the weighted hidden state plus the bias of the hidden
    /// state. p_n is the third block of p, and q_n is the third block of q. h and h′ are the hidden state before and
    /// after the step, and σ is the logistic function.
    case gru

    /// The number of gates. Each weight has a block of rows for each gate, one row for each hidden unit.
    var gateCount: Int {
        switch self {
        case .tanh, .relu: return 1
        case .lstm: return 4
        case .gru: return 3
        }
    }

    /// The number of blocks of derivatives with respect to the arguments of the cell: p, the weighted input plus the
    /// bias of the input, and q, the weighted hidden state plus the bias of the hidden state. The derivatives with
    /// respect to p and q are equal, except for the gate n of a GRU. A GRU therefore has four blocks: the gate n for p,
    /// the gates r and z, and the gate n for q. The first three blocks are the derivatives with respect to p. The last
    /// three blocks are the derivatives with respect to q.
    var derivativeCount: Int { self == .gru ? 4 : gateCount }

    /// Whether the state contains a memory besides the hidden state, as in an LSTM.
    var hasMemory: Bool { self == .lstm }

    /// The cell's number in the C kernels.
    var kernel: synann_recurrent_cell {
        switch self {
        case .tanh: return SYNANN_TANH_CELL
        case .relu: return SYNANN_RELU_CELL
        case .lstm: return SYNANN_LSTM_CELL
        case .gru: return SYNANN_GRU_CELL
        }
    }
}
