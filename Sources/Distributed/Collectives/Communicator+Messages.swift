internal import CMPICalls
public import Tensors

extension Communicator {
    /// The greatest number of axes of a tensor that is sent to one rank.
    private static let greatestRank = 32
    /// The greatest tag that MPI guarantees.
    private static let greatestTag = 32767

    /// Sends a tensor to one rank, which calls `receive` with the same tag. Returns when the message has been taken
    /// over by the MPI library, for a large tensor when the receiver has begun to receive it.
    ///
    /// Throws `CommunicatorError` as `PendingResult.wait()` does. The tape does not record the operation. Traps unless
    /// the rank is in `0 ..< size` and the tag in `0 ... 32767`, and if the tensor has more than 32 axes. Cost:
    /// 2·α + nβ.
    public func send<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>, to rank: Int, tag: Int = 0
    ) throws(CommunicatorError) {
        try startSend(tensor, to: rank, tag: tag).wait()
    }

    /// Starts `send`. Throws `CommunicatorError` if the MPI library reports an error. Traps as `send` does.
    public func startSend<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>, to rank: Int, tag: Int = 0
    ) throws(CommunicatorError) -> PendingResult<Void> {
        requireMessage(rank, tag, "send")
        require(
            tensor.rank <= Self.greatestRank,
            "send: the tensor may have at most \(Self.greatestRank) axes, but has the shape \(tensor.shape)")
        let source: Tensor<Scalar> = tensor.contiguous().asConstant()
        let dataTag: Int32 = tags.withLock { $0.messageTag(to: rank) }
        let dimensions: [Int] = tensor.shape.dimensions
        let header = Tensor<Int>(
            [Int(Scalar._mpiType), Int(dataTag), dimensions.count] + dimensions
                + Array(repeating: 0, count: Self.greatestRank - dimensions.count))
        var request: synann_mpi_handle = 0
        try check(
            "send",
            synann_mpi_isend(
                header.address, Int32(header.count), SYNANN_MPI_INT64, Int32(rank), Int32(tag), headers, &request))
        let requests: [synann_mpi_handle] = try startSends(
            [source.part(0, count: source.count, rank: rank)], Scalar.type, size: Tensor<Scalar>.size, tag: dataTag)
        let operation = Operation("send", Operation.Step(requests: [request] + requests), using: [header, source])
        return PendingResult(operation, peers: [worldRanks[rank]]) {}
    }

    /// Receives the next tensor that a rank sends to this rank with a tag.
    ///
    /// Throws `CommunicatorError` as `PendingResult.wait()` does, and if the elements have another type than `Scalar`.
    /// Traps unless the rank is in `0 ..< size` and the tag in `0 ... 32767`.
    public func receive<Scalar: CommunicableScalar>(
        _ type: Scalar.Type = Scalar.self, from rank: Int, tag: Int = 0
    ) throws(CommunicatorError) -> Tensor<Scalar> {
        try startReceive(type, from: rank, tag: tag).wait()
    }

    /// Starts `receive`. Throws `CommunicatorError` if the MPI library reports an error. Traps as `receive` does.
    public func startReceive<Scalar: CommunicableScalar>(
        _ type: Scalar.Type = Scalar.self, from rank: Int, tag: Int = 0
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>> {
        requireMessage(rank, tag, "receive")
        let header = Tensor<Int>(uninitialized: [3 + Self.greatestRank])
        let received = LockedState<Tensor<Scalar>?>(nil)
        var request: synann_mpi_handle = 0
        try check(
            "receive",
            synann_mpi_irecv(
                header.mutableAddress, Int32(header.count), SYNANN_MPI_INT64, Int32(rank), Int32(tag), headers,
                &request))
        let first = Operation.Step(requests: [request]) { [self] _ throws(CommunicatorError) in
            let fields: [Int] = header.scalars
            guard fields[0] == Int(Scalar._mpiType) else {
                throw .wrongScalar(
                    expected: Call.scalarName(Int(Scalar._mpiType)), found: Call.scalarName(fields[0]), rank: rank)
            }
            let result = Tensor<Scalar>(uninitialized: Shape(Array(fields[3 ..< 3 + fields[2]])))
            received.withLock { $0 = result }
            return Operation.Step(
                requests: try startReceives(
                    [result.part(0, count: result.count, rank: rank)], Scalar.type, size: Tensor<Scalar>.size,
                    tag: Int32(fields[1])))
        }
        let operation = Operation("receive", first, using: [header, received])
        return PendingResult(operation, peers: [worldRanks[rank]]) {
            // The second step has stored the tensor.
            received.withLock { $0 } ?? Tensor(uninitialized: [0])
        }
    }

    private func requireMessage(_ rank: Int, _ tag: Int, _ operation: String) {
        requireRank(rank, operation)
        require(
            tag >= 0 && tag <= Self.greatestTag,
            "\(operation): the tag must be in 0 ... \(Self.greatestTag), not \(tag)")
    }
}
