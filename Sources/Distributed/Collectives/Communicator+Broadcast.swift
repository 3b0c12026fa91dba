internal import CMPICalls
public import Tensors

extension Communicator {
    /// Returns the tensor of rank `root` on every rank.
    ///
    /// The tensors of the other ranks are not used, and may be `nil`; their shapes may differ. Throws
    /// `CommunicatorError` as `PendingResult.wait()` does, and if the ranks make different calls. The tape does not
    /// record the operation. Traps if the tensor of the root is `nil`, or unless the root is in `0 ..< size`. Cost:
    /// about log₂(R)·(α + nβ).
    public func broadcast<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>?, from root: Int = 0
    ) throws(CommunicatorError) -> Tensor<Scalar> {
        let shape: Shape = try broadcastShape(of: tensor, from: root, .broadcast)
        return try startBroadcast(rank == root ? tensor : nil, shape: shape, from: root).wait()
    }

    /// Starts a broadcast of a tensor whose shape every rank knows. Does not check that the ranks give the same shape
    /// and type. Throws `CommunicatorError` if the MPI library reports an error. Traps if the tensor of the root is
    /// `nil` or has another shape, or unless the root is in `0 ..< size`.
    public func startBroadcast<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>?, shape: Shape, from root: Int = 0
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>> {
        requireRoot(tensor, root, "broadcast")
        require(
            rank != root || tensor?.shape == shape,
            "broadcast: the tensor of the root has the shape \(tensor?.shape ?? []), not \(shape)")
        var result = Tensor<Scalar>(uninitialized: shape)
        // The root's tensor is only read, so it need not be copied.
        if rank == root, let tensor { result = tensor.contiguous().asConstant() }
        var requests: [synann_mpi_handle] = []
        for piece in pieces(of: result.count) where !piece.isEmpty {
            requests.append(0)
            try check(
                "broadcast",
                synann_mpi_ibcast(
                    result.mutableAddress + piece.lowerBound, Int32(piece.count), Scalar.type, Int32(root),
                    collectives, &requests[requests.count - 1]))
        }
        let operation = Operation("broadcast", Operation.Step(requests: requests), using: [result])
        return PendingResult(operation, peers: worldRanks) { [result] in result }
    }

    /// Returns this rank's share of the rows of the tensor of rank `root`: see `share(of:)`.
    ///
    /// The tensors of the other ranks are not used, and may be `nil`. Errors and the tape are as for `broadcast`. Traps
    /// as `broadcast` does, and if the tensor of the root has no axis. Cost: (R − 1)·α + (R − 1)/R·nβ.
    public func scatter<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>?, from root: Int = 0
    ) throws(CommunicatorError) -> Tensor<Scalar> {
        if let tensor, rank == root { requireRows(tensor.shape, "scatter") }
        let shape: Shape = try broadcastShape(of: tensor, from: root, .scatter)
        return try startScatter(rank == root ? tensor : nil, shape: shape, from: root).wait()
    }

    /// Starts `scatter` of a tensor whose shape every rank knows. Checks and traps are as for `startBroadcast`; traps
    /// also if the shape has no axis.
    public func startScatter<Scalar: CommunicableScalar>(
        _ tensor: Tensor<Scalar>?, shape: Shape, from root: Int = 0
    ) throws(CommunicatorError) -> PendingResult<Tensor<Scalar>> {
        requireRoot(tensor, root, "scatter")
        requireRows(shape, "scatter")
        require(
            rank != root || tensor?.shape == shape,
            "scatter: the tensor of the root has the shape \(tensor?.shape ?? []), not \(shape)")
        let rows: Int = shape.dimensions[0]
        let result = Tensor<Scalar>(uninitialized: shape.replacingRows(by: share(of: rows).count))
        var memory: [any Sendable] = [result]
        var sends: [Part] = []
        if rank == root, let source = tensor?.contiguous().asConstant() {
            memory.append(source)
            let counts: [Int] = shareCounts(ofRows: rows, elements: source.count)
            sends = zip(starts(of: counts), counts).enumerated().map { rank, part in
                source.part(part.0, count: part.1, rank: rank)
            }
        }
        let requests: [synann_mpi_handle] = try startPieceExchange(
            sends: sends, receives: [result.part(0, count: result.count, rank: root)], Scalar.type,
            size: Tensor<Scalar>.size)
        let operation = Operation("scatter", Operation.Step(requests: requests), using: memory)
        return PendingResult(operation, peers: rank == root ? worldRanks : [worldRanks[root]]) { result }
    }

    private func requireRoot<Scalar: CommunicableScalar>(_ tensor: Tensor<Scalar>?, _ root: Int, _ operation: String) {
        requireRank(root, operation)
        require(rank != root || tensor != nil, "\(operation): rank \(rank) is the root, but gives no tensor")
    }

    /// Returns the shape of the root's tensor on every rank.
    private func broadcastShape<Scalar: CommunicableScalar>(
        of tensor: Tensor<Scalar>?, from root: Int, _ kind: Call.Kind
    ) throws(CommunicatorError) -> Shape {
        requireRoot(tensor, root, "\(kind)")
        try agree(on: Call(kind, Scalar.self, parameter: root))
        let dimensions: [Int] = rank == root ? tensor?.shape.dimensions ?? [] : []
        let rankOfTensor: Int = try startBroadcast(Tensor<Int>([dimensions.count]), shape: [1], from: root).wait()
            .scalar
        let shape: Tensor<Int>? = rank == root ? Tensor<Int>(dimensions) : nil
        return Shape(try startBroadcast(shape, shape: [rankOfTensor], from: root).wait().scalars)
    }
}
