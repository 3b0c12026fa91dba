internal import CMPICalls
public import Tensors

extension Communicator {
    /// Returns the sum over all shards of a tree, on every rank, with the same bits at every number of ranks.
    ///
    /// The argument contains the shards `share(of: tree.shardCount)` of this rank, which are neighbours; a rank without
    /// shards gives an empty sum. The sum is Σₛ shardₛ, added in the order of the tree. If all shards are absent, the
    /// result has zeros. All shards must have the given shape.
    ///
    /// Each rank has added the complete subtrees of its shards. The ranks then exchange their subtrees by shares: a rank
    /// receives its share of every subtree and finishes the tree for its share. At the end all ranks gather the shares.
    ///
    /// Throws `CommunicatorError` as `PendingResult.wait()` does, and if the ranks make different calls. Traps if the
    /// sum does not contain the shards of this rank, or if a shard has another shape. Cost: 2·(R − 1)·α +
    /// 2·(R − 1)/R·nβ if R is a power of two that divides the number of shards, which is the traffic of a ring. For
    /// other R a rank sends up to log₂(shards) subtrees instead of one in the first half.
    public func sumInOrder<Scalar: FieldScalar & CommunicableScalar>(
        _ sum: ShardSum<Scalar>, shape: Shape
    ) throws(CommunicatorError) -> Tensor<Scalar> {
        try agree(
            on: Call(.sumInOrder, Scalar.self, parameter: sum.tree.shardCount, dimensions: shape.dimensions))
        return try startSumInOrder(sum, shape: shape).wait()
    }

    /// Starts `sumInOrder`. Does not check that the ranks give the same shape. Throws `CommunicatorError` if the MPI
    /// library reports an error. Traps as `sumInOrder` does.
    public func startSumInOrder<Scalar: FieldScalar & CommunicableScalar>(
        _ sum: ShardSum<Scalar>, shape: Shape
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>> {
        let exchange = OrderedExchange(self, sum, shape)
        let result = Tensor<Scalar>(uninitialized: shape)
        let first: Operation.Step = try exchange.start { lengths throws(CommunicatorError) in
            try exchange.startGathering(exchange.finishedShare(lengths), into: result)
        }
        let operation = Operation("sumInOrder", first, using: exchange.memory + [result])
        return PendingResult(operation, peers: worldRanks) { result }
    }

    /// Returns this rank's share of the sum of `sumInOrder`: the elements `share(of: shape.elementCount)` in row-major
    /// order, with one axis. This is the first half of `sumInOrder`, for optimizers that update a share of the
    /// parameters.
    ///
    /// Errors and traps are as for `sumInOrder`. Cost: (R − 1)·α + (R − 1)/R·nβ under the same condition.
    public func reduceScatterInOrder<Scalar: FieldScalar & CommunicableScalar>(
        _ sum: ShardSum<Scalar>, shape: Shape
    ) throws(CommunicatorError) -> Tensor<Scalar> {
        try agree(
            on: Call(
                .reduceScatterInOrder, Scalar.self, parameter: sum.tree.shardCount, dimensions: shape.dimensions))
        return try startReduceScatterInOrder(sum, shape: shape).wait()
    }

    /// Starts `reduceScatterInOrder`. Does not check that the ranks give the same shape. Throws `CommunicatorError` if
    /// the MPI library reports an error. Traps as `sumInOrder` does.
    public func startReduceScatterInOrder<Scalar: FieldScalar & CommunicableScalar>(
        _ sum: ShardSum<Scalar>, shape: Shape
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>> {
        let exchange = OrderedExchange(self, sum, shape)
        let share = LockedState<Tensor<Scalar>?>(nil)
        let first: Operation.Step = try exchange.start { lengths throws(CommunicatorError) in
            let finished: Tensor<Scalar> = exchange.finishedShare(lengths)
            share.withLock { $0 = finished }
            return Operation.Step()
        }
        let operation = Operation("reduceScatterInOrder", first, using: exchange.memory)
        return PendingResult(operation, peers: worldRanks) {
            // The second step has stored the share.
            share.withLock { $0 } ?? Tensor(uninitialized: [0])
        }
    }

    /// Returns the tensor of the given shape whose shares the ranks have: the second half of `sumInOrder`. `share` has
    /// the elements `share(of: shape.elementCount)` of this rank.
    ///
    /// Throws `CommunicatorError` as `PendingResult.wait()` does, and if the ranks make different calls. The tape does
    /// not record the operation. Traps if the share has another number of elements. Cost: (R − 1)·α + (R − 1)/R·nβ.
    public func allGatherShares<Scalar: CommunicableScalar>(
        _ share: Tensor<Scalar>, shape: Shape
    ) throws(CommunicatorError) -> Tensor<Scalar> {
        try agree(on: Call(.allGatherShares, Scalar.self, dimensions: shape.dimensions))
        return try startAllGatherShares(share, shape: shape).wait()
    }

    /// Starts `allGatherShares`. Does not check that the ranks give the same shape. Throws `CommunicatorError` if the
    /// MPI library reports an error. Traps as `allGatherShares` does.
    public func startAllGatherShares<Scalar: CommunicableScalar>(
        _ share: Tensor<Scalar>, shape: Shape
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>> {
        let count: Int = self.share(of: shape.elementCount).count
        require(
            share.count == count,
            "allGatherShares: rank \(rank) has \(count) elements of the shape \(shape), but gives the shape \(share.shape)"
        )
        let source: Tensor<Scalar> = share.contiguous().asConstant()
        let result = Tensor<Scalar>(uninitialized: shape)
        let tag: Int32 = tags.withLock { $0.exchangeTags().second }
        let requests: [synann_mpi_handle] = try startGathering(source, into: result, tag: tag)
        let operation = Operation("allGatherShares", Operation.Step(requests: requests), using: [source, result])
        return PendingResult(operation, peers: worldRanks) { result }
    }

    /// Starts to send this rank's share to all ranks and to receive the other shares.
    func startGathering<Scalar: CommunicableScalar>(
        _ share: Tensor<Scalar>, into result: Tensor<Scalar>, tag: Int32
    ) throws(CommunicatorError) -> [synann_mpi_handle] {
        let own: Range<Int> = self.share(of: result.count)
        share.withUnsafeBuffer { (source: UnsafeBufferPointer<Scalar>) in
            guard let address = source.baseAddress else { return }
            (result.mutableAddress + own.lowerBound).update(from: address, count: own.count)
        }
        let others: [Int] = otherRanks
        let size: Int = Tensor<Scalar>.size
        let receives: [Part] = others.map { peer in
            let range: Range<Int> = self.share(of: result.count, rank: peer)
            return result.part(range.lowerBound, count: range.count, rank: peer)
        }
        let sends: [Part] = others.map { result.part(own.lowerBound, count: own.count, rank: $0) }
        let started: [synann_mpi_handle] = try startReceives(receives, Scalar.type, size: size, tag: tag)
        return try started + startSends(sends, Scalar.type, size: size, tag: tag)
    }

    /// The other ranks, beginning with the next one, so that the ranks do not all send to rank 0 at first.
    var otherRanks: [Int] { (1 ..< max(size, 1)).map { (rank + $0) % size } }
}
