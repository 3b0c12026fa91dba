internal import CKernels

/// What a recurrent layer computes in one step, from the input's share of the gates `p = W·x + b` and the hidden state's
/// `q = U·h + c`.
enum RecurrentCell: Sendable, CaseIterable {
    /// h′ = tanh(p + q).
    case tanh
    /// h′ = max(0, p + q).
    case relu
    /// Gates i, f, g, o: m′ = σ(f) m + σ(i) tanh(g), h′ = σ(o) tanh(m′).
    case lstm
    /// Gates r, z, n: n′ = tanh(p_n + σ(r) q_n), h′ = (1 − σ(z)) n′ + σ(z) h.
    case gru

    /// The blocks of `hidden` rows that each weight has.
    var gateCount: Int {
        switch self {
        case .tanh, .relu: return 1
        case .lstm: return 4
        case .gru: return 3
        }
    }

    /// The blocks of derivatives by p and q. A GRU's n is the one gate where they differ: it has a block for each, the
    /// first and the last, so that p's blocks are the first three and q's the last three.
    var slopeCount: Int { self == .gru ? 4 : gateCount }

    /// Whether the state has a second part, the LSTM's memory.
    var hasMemory: Bool { self == .lstm }

    var kernel: synann_recurrent_cell {
        switch self {
        case .tanh: return SYNANN_TANH_CELL
        case .relu: return SYNANN_RELU_CELL
        case .lstm: return SYNANN_LSTM_CELL
        case .gru: return SYNANN_GRU_CELL
        }
    }
}
