internal import CKernels

/// The function that a recurrent layer computes in one step, of `p = W·x + b` and `q = U·h + c`.
enum RecurrentCell: Sendable, CaseIterable {
    /// h′ = tanh(p + q).
    case tanh
    /// h′ = max(0, p + q).
    case relu
    /// The gates are i, f, g and o: m′ = σ(f) m + σ(i) tanh(g), h′ = σ(o) tanh(m′).
    case lstm
    /// The gates are r, z and n: n′ = tanh(p_n + σ(r) q_n), h′ = (1 − σ(z)) n′ + σ(z) h.
    case gru

    /// The number of gates. Each weight has a block of `hidden` rows for each gate.
    var gateCount: Int {
        switch self {
        case .tanh, .relu: return 1
        case .lstm: return 4
        case .gru: return 3
        }
    }

    /// The number of blocks of derivatives with respect to p and q. The derivatives with respect to p and q are equal,
    /// except for the gate n of a GRU. A GRU therefore has four blocks: p_n, r, z and q_n. The first three blocks are
    /// the derivatives with respect to p, the last three with respect to q.
    var derivativeCount: Int { self == .gru ? 4 : gateCount }

    /// Whether the state has a second part, the LSTM's memory.
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
