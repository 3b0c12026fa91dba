import Tensors

/// Appends tensors of zeros in the shape of the parameter until `state` contains `count` tensors. Changes nothing if
/// `state` already contains `count` tensors or more.
func extend<Scalar: RealScalar>(_ state: inout [Tensor<Scalar>], to count: Int, for parameter: Tensor<Scalar>) {
    while state.count < count { state.append(Tensor(zeros: parameter.shape)) }
}

/// Calls `body` with the elements of a parameter, of the gradient, and of the state tensors of this parameter. `body`
/// may change the elements of the parameter and of the state. The function divides a large parameter into chunks, and
/// several threads call `body` for different chunks at the same time. `count` is the number of elements in the chunk.
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
