internal import Tensors

extension Communicator {
    /// Waits until all ranks have called this method.
    ///
    /// Throws `CommunicatorError` as `PendingResult.wait()` does, and if a rank calls another operation. Cost:
    /// log₂(R)·α.
    public func barrier() throws(CommunicatorError) { try agree(on: Call(.barrier)) }

    /// Starts a barrier. The result is finished when all ranks have started it. Throws `CommunicatorError` if the MPI
    /// library reports an error.
    public func startBarrier() throws(CommunicatorError) -> PendingResult<Void> {
        try startAllReduce(Tensor<UInt8>([0]), .maximum).map { _ in () }
    }
}
