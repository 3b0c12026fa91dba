internal import CMPICalls
public import Tensors

extension Communicator {
    /// Returns the tensors of all ranks joined along the first axis in the order of the ranks, on every rank.
    ///
    /// The first axes may have different lengths; the others must be the same. Throws `CommunicatorError` as
    /// `PendingResult.wait()` does, and if the ranks make different calls. The tape does not record the operation. Traps
    /// if the tensor has no axis. Cost: about log₂(R)·α + (R − 1)/R·nβ for n bytes of the result.
    public func allGather<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>
    ) throws(CommunicatorError) -> Tensor<Scalar> {
        requireRows(tensor.shape, "allGather")
        try agree(on: Call(.allGather, Scalar.self, dimensions: Array(tensor.shape.dimensions.dropFirst())))
        return try startAllGather(tensor, lengths: gatheredLengths(tensor.shape)).wait()
    }

    /// Starts `allGather`. `lengths` are the lengths of the first axes on all ranks; `nil` if they are the same on all
    /// ranks. Does not check that the ranks give the same lengths and types. Throws `CommunicatorError` if the MPI
    /// library reports an error. Traps if the tensor has no axis, or if `lengths` does not contain its length.
    public func startAllGather<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>, lengths: [Int]? = nil
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>> {
        let (shape, counts): (Shape, [Int]) = gathered(tensor.shape, lengths, "allGather")
        let source: Tensor<Scalar> = tensor.contiguous().asConstant()
        let result = Tensor<Scalar>(uninitialized: shape)
        let requests: [synann_mpi_handle]
        // MPI requires that the counts and starts keep their addresses until the operation is finished.
        let held = Tensor<Int32>((counts + starts(of: counts)).map { Int32(clamping: $0) })
        if result.count <= greatestCount {
            var request: synann_mpi_handle = 0
            try check(
                "allGather",
                synann_mpi_iallgatherv(
                    source.address, Int32(source.count), result.mutableAddress, held.address, held.address + size,
                    Scalar.type, collectives, &request))
            requests = [request]
        } else {
            requests = try startPieceExchange(
                sends: (0 ..< size).map { source.part(0, count: source.count, rank: $0) },
                receives: zip(starts(of: counts), counts).enumerated().map { rank, part in
                    result.part(part.0, count: part.1, rank: rank)
                }, Scalar.type, size: Tensor<Scalar>.size)
        }
        let operation = Operation("allGather", Operation.Step(requests: requests), using: [source, result, held])
        return PendingResult(operation, peers: worldRanks) { result }
    }

    /// Returns the tensors of all ranks joined along the first axis in the order of the ranks, on rank `root`. Returns
    /// `nil` on the other ranks.
    ///
    /// Shapes, errors and the tape are as for `allGather`. Traps if the tensor has no axis, or unless the root is in
    /// `0 ..< size`. Cost: (R − 1)·α + (R − 1)/R·nβ for n bytes of the result.
    public func gather<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>, to root: Int = 0
    ) throws(CommunicatorError) -> Tensor<Scalar>? {
        requireRows(tensor.shape, "gather")
        requireRank(root, "gather")
        let rows: [Int] = Array(tensor.shape.dimensions.dropFirst())
        try agree(on: Call(.gather, Scalar.self, parameter: root, dimensions: rows))
        return try startGather(tensor, to: root, lengths: gatheredLengths(tensor.shape)).wait()
    }

    /// Starts `gather`, with `lengths` as for `startAllGather`. Does not check that the ranks give the same lengths and
    /// types. Throws `CommunicatorError` if the MPI library reports an error. Traps as `gather` and `startAllGather` do.
    public func startGather<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>, to root: Int = 0, lengths: [Int]? = nil
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>?> {
        requireRank(root, "gather")
        let (shape, counts): (Shape, [Int]) = gathered(tensor.shape, lengths, "gather")
        let source: Tensor<Scalar> = tensor.contiguous().asConstant()
        let result: Tensor<Scalar>? = rank == root ? Tensor<Scalar>(uninitialized: shape) : nil
        let receives: [Part] =
            result.map { result in
                zip(starts(of: counts), counts).enumerated().map { rank, part in
                    result.part(part.0, count: part.1, rank: rank)
                }
            } ?? []
        let requests: [synann_mpi_handle] = try startPieceExchange(
            sends: [source.part(0, count: source.count, rank: root)], receives: receives, Scalar.type,
            size: Tensor<Scalar>.size)
        let operation = Operation(
            "gather", Operation.Step(requests: requests), using: [source] + (result.map { [$0] } ?? []))
        return PendingResult(operation, peers: rank == root ? worldRanks : [worldRanks[root]]) { result }
    }

    /// Starts an exchange of parts with one phase.
    func startPieceExchange(
        sends: [Part], receives: [Part], _ type: synann_mpi_type, size: Int
    ) throws(CommunicatorError) -> [synann_mpi_handle] {
        let tag: Int32 = tags.withLock { $0.exchangeTags().first }
        let started: [synann_mpi_handle] = try startReceives(receives, type, size: size, tag: tag)
        return try started + startSends(sends, type, size: size, tag: tag)
    }

    private func gatheredLengths(_ shape: Shape) throws(CommunicatorError) -> [Int] {
        try gatheredRecords([shape.dimensions[0]]).map { $0[0] }
    }

    /// Returns the shape of the joined tensors, and the number of elements of each rank.
    private func gathered(_ shape: Shape, _ lengths: [Int]?, _ operation: String) -> (Shape, [Int]) {
        requireRows(shape, operation)
        let lengths: [Int] = lengths ?? Array(repeating: shape.dimensions[0], count: size)
        require(
            lengths.count == size && lengths[rank] == shape.dimensions[0],
            "\(operation): the lengths \(lengths) of \(size) ranks do not contain the length of rank \(rank), whose shape is \(shape)"
        )
        return (shape.replacingRows(by: lengths.reduce(0, +)), lengths.map { $0 * shape.rowCount })
    }
}
