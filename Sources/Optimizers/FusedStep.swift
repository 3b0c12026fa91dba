import Tensors

/// Appends tensors of zeros, of the parameter's shape, until `state` contains `count` tensors.
func extend<Scalar: RealScalar>(_ state: inout [Tensor<Scalar>], to count: Int, for parameter: Tensor<Scalar>) {
    while state.count < count { state.append(Tensor(zeros: parameter.shape)) }
}

/// Calls `body` with the elements of a parameter and of its state tensors, which it may change in place, and with the
/// elements of the gradient. Large parameters are divided into chunks, which run on all threads.
func withElements<Scalar: RealScalar>(
    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    _ body: (
        _ count: Int, _ parameter: UnsafeMutablePointer<Scalar>?, _ gradient: UnsafePointer<Scalar>?,
        _ state: [UnsafeMutablePointer<Scalar>?]
    ) -> Void
) {
    var addresses: [UnsafeMutablePointer<Scalar>?] = []
    for index in state.indices {
        // This call has exclusive access to `state`, so the addresses stay valid.
        state[index].withUnsafeMutableBuffer { addresses.append($0.baseAddress) }
    }
    parameter.withUnsafeMutableBuffer { parameter in
        gradient.withUnsafeBuffer { gradient in
            Parallelism.forEachRange(of: parameter.count, length: Parallelism.elementsPerChunk) { range in
                let start: Int = range.lowerBound
                body(
                    range.count, parameter.baseAddress.map { $0 + start }, gradient.baseAddress.map { $0 + start },
                    addresses.map { address in address.map { $0 + start } })
            }
        }
    }
    withExtendedLifetime(state) {}
}
