import Tensors

/// Fills `state` up to `count` tensors, with zeros of the parameter's shape.
func extend<Scalar: RealScalar>(_ state: inout [Tensor<Scalar>], to count: Int, for parameter: Tensor<Scalar>) {
    while state.count < count { state.append(Tensor(zeros: parameter.shape)) }
}

/// Calls `body` with elements of a parameter and of its state tensors, to be written in place, and of the gradient:
/// chunk by chunk of a large parameter, on all threads.
func withElements<Scalar: RealScalar>(
    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    _ body: (
        _ count: Int, _ parameter: UnsafeMutablePointer<Scalar>?, _ gradient: UnsafePointer<Scalar>?,
        _ state: [UnsafeMutablePointer<Scalar>?]
    ) -> Void
) {
    var addresses: [UnsafeMutablePointer<Scalar>?] = []
    for index in state.indices {
        // The memory stays where it is while `state` is held exclusively by this call.
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
