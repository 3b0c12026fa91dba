internal import CMPICalls
internal import Tensors

extension Communicator {
    /// Starts to gather the numbers of the first ranks. `counts` are the numbers of elements of these ranks, and only
    /// these ranks call this method. Each call must be finished before the next call on this communicator: all messages
    /// have the same tag, because the ranks make different numbers of calls.
    func startGather(_ own: Tensor<Double>, counts: [Int]) throws(CommunicatorError) -> PendingResult<Tensor<Double>> {
        let starts: [Int] = starts(of: counts)
        let result = Tensor<Double>(uninitialized: [counts.reduce(0, +)])
        own.withUnsafeBuffer { (source: UnsafeBufferPointer<Double>) in
            guard let address = source.baseAddress else { return }
            (result.mutableAddress + starts[rank]).update(from: address, count: source.count)
        }
        let others: [Int] = counts.indices.filter { $0 != rank }
        let size: Int = Tensor<Double>.size
        let receives: [synann_mpi_handle] = try startReceives(
            others.map { result.part(starts[$0], count: counts[$0], rank: $0) }, Double.type, size: size, tag: 0)
        let sends: [synann_mpi_handle] = try startSends(
            others.map { result.part(starts[rank], count: counts[rank], rank: $0) }, Double.type, size: size, tag: 0)
        let operation = Operation("gather", Operation.Step(requests: receives + sends), using: [result])
        return PendingResult(operation, peers: counts.indices.map { worldRanks[$0] }) { result }
    }
}
