internal import CMPICalls
internal import Tensors

/// The small messages about the life of the ranks, on a communicator of their own.
///
/// A lock protects the state, because the thread of the heartbeat and waiting threads use the channel.
final class ControlChannel: Sendable {
    /// The kind of a message, which is the tag of the MPI message.
    enum Kind: Int32 {
        /// The rank lives.
        case alive = 1
        /// The rank failed. The message is a text.
        case failed = 2
        /// The rank has ended its program.
        case ended = 3
        /// The rank lives, but will send no more heartbeats.
        case stopped = 4
        /// The rank has found a fault of another rank. The message is a `FaultReport`.
        case fault = 5
    }

    /// What this rank knows about the others.
    struct State: Sendable {
        /// When the last message of each rank arrived.
        var lastSeen: [ContinuousClock.Instant]
        /// The messages of failed ranks.
        var failures: [Int: String] = [:]
        /// The first fault that another rank has found.
        var report: FaultReport?
        /// When the message that a rank has ended arrived.
        var ended: [Int: ContinuousClock.Instant] = [:]
        /// The ranks whose heartbeat has stopped.
        var stopped: Set<Int> = []
        /// The longest permitted silence, while this rank watches the others.
        var timeout: Duration?
        fileprivate var isOpen = true
        fileprivate var sends: [Send] = []
    }

    /// A message that MPI may still read.
    fileprivate struct Send: Sendable {
        let message: Tensor<UInt8>
        let rank: Int
        let kind: Kind
        var request: [synann_mpi_handle]
    }

    private let communicator: synann_mpi_handle
    private let rank: Int
    private let size: Int
    private let state: LockedState<State>

    init(_ communicator: synann_mpi_handle, rank: Int, size: Int) {
        self.communicator = communicator
        self.rank = rank
        self.size = size
        state = LockedState(State(lastSeen: Array(repeating: .now, count: size)))
    }

    /// Receives the messages that have arrived, and returns what is known.
    func update() -> State {
        state.withLock { state in
            if state.isOpen { receive(&state) }
            return state
        }
    }

    /// Starts to send a message to all other ranks. A rank that has not yet received the last sign of life gets no other.
    func send(_ kind: Kind, _ text: String = "") {
        let bytes = Tensor<UInt8>(Array(text.utf8) + [0])
        state.withLock { state in
            guard state.isOpen else { return }
            receive(&state)
            for peer in 0 ..< size where peer != rank {
                if kind == .alive, state.sends.contains(where: { $0.rank == peer && $0.kind == .alive }) { continue }
                var send = Send(message: bytes, rank: peer, kind: kind, request: [0])
                let code: Int32 = synann_mpi_isend(
                    bytes.address, Int32(bytes.count), SYNANN_MPI_UINT8, Int32(peer), kind.rawValue, communicator,
                    &send.request[0])
                if code == 0 { state.sends.append(send) }
            }
        }
    }

    /// Whether MPI has sent all messages except signs of life.
    var isFlushed: Bool { update().sends.allSatisfy { $0.kind == .alive } }

    /// Changes what is known.
    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// Makes all later calls do nothing.
    func close() { state.withLock { $0.isOpen = false } }

    private func receive(_ state: inout State) {
        state.sends = state.sends.compactMap { send in
            var send = send
            var isFinished: Int32 = 0
            return synann_mpi_test(&send.request, 1, &isFinished) == 0 && isFinished == 0 ? send : nil
        }
        var (isFound, source, tag, count): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        while synann_mpi_probe(communicator, &isFound, &source, &tag, &count) == 0, isFound != 0 {
            var bytes: [UInt8] = Array(repeating: 0, count: max(1, Int(count)))
            guard synann_mpi_receive(&bytes, count, source, tag, communicator) == 0 else { return }
            let peer = Int(source)
            state.lastSeen[peer] = .now
            let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            switch Kind(rawValue: tag) {
            case .failed: state.failures[peer] = text
            case .fault: state.report = state.report ?? FaultReport(text)
            case .ended: state.ended[peer] = .now
            case .stopped: state.stopped.insert(peer)
            case .alive: state.stopped.remove(peer)
            case nil: break
            }
        }
    }
}
