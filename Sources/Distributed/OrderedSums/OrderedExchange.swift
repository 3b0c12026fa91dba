internal import CMPICalls
internal import Tensors

/// The exchange of a sum in the order of a tree: every rank sends to each rank its share of its subtrees.
///
/// A message of length 0 stands for a subtree whose shards are all absent.
struct OrderedExchange<Scalar: FieldScalar & CommunicableScalar>: Sendable {
    /// A subtree of another rank, of which this rank receives its share.
    private struct Incoming: Sendable {
        let shards: Range<Int>
        let rank: Int
        let share: Tensor<Scalar>
    }

    private let communicator: Communicator
    private let sum: ShardSum<Scalar>
    private let shape: Shape
    private let tags: (first: Int32, second: Int32)
    /// The subtrees of this rank as contiguous memory.
    private let outgoing: [Tensor<Scalar>?]
    private let incoming: [Incoming]

    /// Traps unless the sum contains the shards of this rank, and they have the given shape.
    init(_ communicator: Communicator, _ sum: ShardSum<Scalar>, _ shape: Shape) {
        let tree: ShardTree = sum.tree
        let own: Range<Int> = communicator.share(of: tree.shardCount)
        let subtrees: [Range<Int>] = tree.subtrees(in: own)
        require(
            sum.nodes.map(\.shards) == subtrees,
            "sumInOrder: rank \(communicator.rank) of \(communicator.size) has the shards \(own) of \(tree.shardCount), but gives "
                + "the subtrees \(sum.nodes.map(\.shards))")
        for node in sum.nodes {
            require(
                node.sum.map { $0.shape == shape } ?? true,
                "sumInOrder: expected shards of the shape \(shape), not \(node.sum?.shape ?? [])")
        }
        self.communicator = communicator
        self.sum = sum
        self.shape = shape
        tags = communicator.tags.withLock { $0.exchangeTags() }
        outgoing = sum.nodes.map { $0.sum?.contiguous() }
        let share: Range<Int> = communicator.share(of: shape.elementCount)
        incoming = communicator.otherRanks.reversed().flatMap { peer in
            tree.subtrees(in: communicator.share(of: tree.shardCount, rank: peer)).map { shards in
                Incoming(shards: shards, rank: peer, share: Tensor(uninitialized: [share.count]))
            }
        }
    }

    var memory: [any Sendable] { outgoing + incoming.map(\.share) }

    /// Starts the exchange. `next` gets the lengths of the received messages.
    func start(
        _ next: @escaping @Sendable ([Int]) throws(CommunicatorError) -> Operation.Step
    ) throws(CommunicatorError) -> Operation.Step {
        let size: Int = Tensor<Scalar>.size
        let parts: [Communicator.Part] = incoming.map { $0.share.part(0, count: $0.share.count, rank: $0.rank) }
        let receives: [synann_mpi_handle] = try communicator.startReceives(
            parts, Scalar.type, size: size, tag: tags.first)
        var sends: [synann_mpi_handle] = []
        for peer in communicator.otherRanks {
            let range: Range<Int> = communicator.share(of: shape.elementCount, rank: peer)
            for tensor in outgoing {
                sends += try self.sends(of: tensor, range, to: peer)
            }
        }
        return Operation.Step(requests: sends, receives: receives, next: next)
    }

    private func sends(
        of tensor: Tensor<Scalar>?, _ range: Range<Int>, to peer: Int
    ) throws(CommunicatorError) -> [synann_mpi_handle] {
        guard let tensor else {
            // The receiver expects as many messages as for a sum.
            let empty: Communicator.Part = nothing.part(0, count: 0, rank: peer)
            let count: Int = communicator.pieces(of: range.count).count
            return try communicator.startSends(
                Array(repeating: empty, count: count), Scalar.type, size: 1, tag: tags.first)
        }
        return try communicator.startSends(
            [tensor.part(range.lowerBound, count: range.count, rank: peer)], Scalar.type, size: Tensor<Scalar>.size,
            tag: tags.first)
    }

    /// Returns this rank's share of the sum, from the messages whose lengths are given.
    func finishedShare(_ lengths: [Int]) -> Tensor<Scalar> {
        let range: Range<Int> = communicator.share(of: shape.elementCount)
        var subtrees: [(shards: Range<Int>, sum: Tensor<Scalar>?)] = []
        for (node, tensor) in zip(sum.nodes, outgoing) {
            subtrees.append((node.shards, tensor.map { $0.reshaped(to: [shape.elementCount])[range] }))
        }
        let messages: Int = communicator.pieces(of: range.count).count
        for (index, message) in incoming.enumerated() {
            subtrees.append((message.shards, lengths[index * messages] == 0 ? nil : message.share))
        }
        var total = ShardSum<Scalar>(of: sum.tree)
        for subtree in subtrees.sorted(by: { $0.shards.lowerBound < $1.shards.lowerBound }) {
            total.append(subtree.sum, for: subtree.shards)
        }
        return total.total?.contiguous() ?? Tensor(zeros: [range.count])
    }

    /// Starts to send the finished share to all ranks.
    func startGathering(
        _ share: Tensor<Scalar>, into result: Tensor<Scalar>
    ) throws(CommunicatorError) -> Operation.Step {
        Operation.Step(requests: try communicator.startGathering(share, into: result, tag: tags.second))
    }
}

/// The memory of messages without elements.
private let nothing = Tensor<UInt8>([0])
