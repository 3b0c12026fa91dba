internal import CMPICalls
public import Tensors

extension Communicator {
    /// Returns the elementwise reduction of the tensors of all ranks, on every rank.
    ///
    /// The tensors must have the same shape. The MPI library chooses the order of the operations; `sumInOrder` has the
    /// same bits at every number of ranks. Throws `CommunicatorError` as `PendingResult.wait()` does, and if the ranks
    /// make different calls. The tape does not record the operation. Cost: between log₂(R)·(α + nβ) and
    /// 2·(R − 1)·α + 2·(R − 1)/R·nβ, by the choice of the library.
    public func allReduce<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>, _ reduction: Reduction<Scalar>
    ) throws(CommunicatorError) -> Tensor<Scalar> {
        try agree(
            on: Call(
                .allReduce, Scalar.self, parameter: Int(reduction.operation.rawValue),
                dimensions: tensor.shape.dimensions))
        return try startAllReduce(tensor, reduction).wait()
    }

    /// Starts `allReduce`. Does not check that the ranks give the same shape. Throws `CommunicatorError` if the MPI
    /// library reports an error.
    public func startAllReduce<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>, _ reduction: Reduction<Scalar>
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>> {
        let source: Tensor<Scalar> = tensor.contiguous().asConstant()
        let result = Tensor<Scalar>(uninitialized: tensor.shape)
        var requests: [synann_mpi_handle] = []
        for piece in pieces(of: source.count) where !piece.isEmpty {
            requests.append(0)
            try check(
                "allReduce",
                synann_mpi_iallreduce(
                    source.address + piece.lowerBound, result.mutableAddress + piece.lowerBound, Int32(piece.count),
                    Scalar.type, reduction.operation, collectives, &requests[requests.count - 1]))
        }
        let operation = Operation("allReduce", Operation.Step(requests: requests), using: [source, result])
        return PendingResult(operation, peers: worldRanks) { result }
    }

    /// Returns the rows of the elementwise reduction of the tensors of all ranks that are this rank's share.
    ///
    /// The tensors must have the same shape, with at least one axis. The result has the rows `share(of: rows)`. Errors,
    /// rounding and the tape are as for `allReduce`. Traps if the tensor has no axis. Cost: about
    /// log₂(R)·α + (R − 1)/R·nβ.
    public func reduceScatter<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>, _ reduction: Reduction<Scalar>
    ) throws(CommunicatorError) -> Tensor<Scalar> {
        requireRows(tensor.shape, "reduceScatter")
        try agree(
            on: Call(
                .reduceScatter, Scalar.self, parameter: Int(reduction.operation.rawValue),
                dimensions: tensor.shape.dimensions))
        return try startReduceScatter(tensor, reduction).wait()
    }

    /// Starts `reduceScatter`. Does not check that the ranks give the same shape. Throws `CommunicatorError` if the MPI
    /// library reports an error. Traps if the tensor has no axis.
    public func startReduceScatter<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>, _ reduction: Reduction<Scalar>
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>> {
        requireRows(tensor.shape, "reduceScatter")
        let source: Tensor<Scalar> = tensor.contiguous().asConstant()
        let rows: Int = tensor.shape.dimensions[0]
        let result = Tensor<Scalar>(uninitialized: tensor.shape.replacingRows(by: share(of: rows).count))
        let counts: [Int] = shareCounts(ofRows: rows, elements: source.count)
        let requests: [synann_mpi_handle]
        // MPI requires that the counts keep their address until the operation is finished.
        let heldCounts = Tensor<Int32>(counts.map { Int32(clamping: $0) })
        if source.count <= greatestCount {
            var request: synann_mpi_handle = 0
            try check(
                "reduceScatter",
                synann_mpi_ireduce_scatter(
                    source.address, result.mutableAddress, heldCounts.address, Scalar.type, reduction.operation,
                    collectives, &request))
            requests = [request]
        } else {
            requests = try startReductions(of: source, counts, to: result, reduction)
        }
        let operation = Operation(
            "reduceScatter", Operation.Step(requests: requests), using: [source, result, heldCounts])
        return PendingResult(operation, peers: worldRanks) { result }
    }

    /// Starts to reduce each rank's part of a large array to this rank, in pieces that MPI can count.
    private func startReductions<Scalar: CommunicableScalar>(
        of source: Tensor<Scalar>, _ counts: [Int], to result: Tensor<Scalar>, _ reduction: Reduction<Scalar>
    ) throws(CommunicatorError) -> [synann_mpi_handle] {
        var requests: [synann_mpi_handle] = []
        for (root, start) in starts(of: counts).enumerated() {
            for piece in pieces(of: counts[root]) where !piece.isEmpty {
                requests.append(0)
                try check(
                    "reduceScatter",
                    synann_mpi_ireduce(
                        source.address + start + piece.lowerBound,
                        root == rank ? result.mutableAddress + piece.lowerBound : nil, Int32(piece.count), Scalar.type,
                        reduction.operation, Int32(root), collectives, &requests[requests.count - 1]))
            }
        }
        return requests
    }

    func requireRows(_ shape: Shape, _ operation: String) {
        require(shape.rank > 0, "\(operation): the tensor needs at least one axis, but its shape is []")
    }
}
