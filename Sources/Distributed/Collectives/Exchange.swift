internal import CMPICalls
internal import Tensors

/// The numbers of the messages of a communicator, from which their tags follow.
struct TagCounters: Sendable {
    /// The number of exchanges that have been started.
    private var exchanges = 0
    /// The number of messages to each rank.
    private var messages: [Int]
    /// MPI guarantees tags up to 32767. The number of operations in flight is far below these limits.
    private static let limit = 1 << 13

    init(size: Int) { messages = Array(repeating: 0, count: size) }

    /// Returns the tags of an exchange with two phases.
    mutating func exchangeTags() -> (first: Int32, second: Int32) {
        exchanges = (exchanges + 1) % Self.limit
        return (Int32(3 * exchanges), Int32(3 * exchanges + 1))
    }

    /// Returns the tag of the next message to a rank.
    mutating func messageTag(to rank: Int) -> Int32 {
        messages[rank] = (messages[rank] + 1) % Self.limit
        return Int32(3 * messages[rank] + 2)
    }
}

extension Communicator {
    /// A contiguous part of an array of this process, which is sent to a rank or received from a rank.
    struct Part {
        let address: UnsafeMutableRawPointer
        let count: Int
        let rank: Int
    }

    /// Starts to send the parts, each in pieces that MPI can count. Sends a message of length 0 for an empty part.
    func startSends(
        _ parts: [Part], _ type: synann_mpi_type, size: Int, tag: Int32
    ) throws(CommunicatorError) -> [synann_mpi_handle] {
        try startMessages(parts, size: size) { address, count, rank, request in
            synann_mpi_isend(address, count, type, rank, tag, exchanges, request)
        }
    }

    /// Starts to receive the parts, which the sender has cut in the same way.
    func startReceives(
        _ parts: [Part], _ type: synann_mpi_type, size: Int, tag: Int32
    ) throws(CommunicatorError) -> [synann_mpi_handle] {
        try startMessages(parts, size: size) { address, count, rank, request in
            synann_mpi_irecv(address, count, type, rank, tag, exchanges, request)
        }
    }

    private func startMessages(
        _ parts: [Part], size: Int,
        _ start: (UnsafeMutableRawPointer, Int32, Int32, UnsafeMutablePointer<synann_mpi_handle>) -> Int32
    ) throws(CommunicatorError) -> [synann_mpi_handle] {
        var requests: [synann_mpi_handle] = []
        for part in parts {
            for piece in pieces(of: part.count) {
                requests.append(0)
                let code: Int32 = start(
                    part.address + piece.lowerBound * size, Int32(piece.count), Int32(part.rank),
                    &requests[requests.count - 1])
                try check("exchange", code)
            }
        }
        return requests
    }

    /// Returns ranges of at most `greatestCount` positions. An empty array is one empty piece.
    func pieces(of count: Int) -> [Range<Int>] {
        if count == 0 { return [0 ..< 0] }
        return stride(from: 0, to: count, by: greatestCount).map { $0 ..< min($0 + greatestCount, count) }
    }
}

extension Tensor {
    /// Returns the part of this tensor's memory from element `start` on, for an exchange with a rank.
    func part(_ start: Int, count: Int, rank: Int) -> Communicator.Part {
        Communicator.Part(address: UnsafeMutableRawPointer(mutableAddress + start), count: count, rank: rank)
    }

    static var size: Int { MemoryLayout<Scalar>.stride }
}
