internal import CKernels

// Every indexed read of single elements is a gather at positions in the row-major order of the tensor, and every
// indexed write is a scatter. So masks, index arrays and indices along an axis share the same kernels and derivatives.

extension Tensor {
    /// Returns the elements at `positions` of the row-major order, in the shape of `positions`. Differentiable for real
    /// and complex scalars. The positions must be in `0 ..< count`.
    func gatheredElements(_ positions: Tensor<Int>) -> Tensor {
        Scalar._moved(self, by: ElementGathering(shape: positions.shape, offsets: nil) { positions })
    }

    /// Returns the elements at `offsets` from the first element in memory, in the shape of `offsets`. Differentiable
    /// for real and complex scalars. `positions` returns the positions of the same elements in row-major order, and is
    /// called only for a derivative or a trace.
    func gatheredElements(
        atOffsets offsets: Tensor<Int>, positions: @escaping @Sendable () -> Tensor<Int>
    ) -> Tensor {
        Scalar._moved(self, by: ElementGathering(shape: offsets.shape, offsets: offsets, positions: positions))
    }

    /// Writes `values`, broadcast to the shape of `positions`, to these positions of the row-major order. If a position
    /// occurs several times, its last value is kept. The positions must be in `0 ..< count`. The tape does not record
    /// the operation.
    mutating func scatterElements(_ values: Tensor, at positions: Tensor<Int>) {
        makeUnique()
        let isRepeated: Bool = values.count == 1
        let source: Tensor = isRepeated ? values : values.broadcastView(to: positions.shape).contiguous()
        let places: Tensor<Int> = positions.contiguous()
        places.withInt64 { places in
            synann_scatter(
                MemoryLayout<Scalar>.stride, positions.count, places, source.address, isRepeated ? 0 : 1,
                mutableAddress)
        }
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Replaces each element at `positions` of the row-major order by `operation(element, value)`. `values` has the
    /// shape of `positions`. If a position occurs several times, its values are applied in order. The positions must be
    /// in `0 ..< count`. The tape does not record the operation.
    mutating func combineElements(
        _ operation: synann_scatter_operation, _ values: Tensor, at positions: Tensor<Int>
    ) {
        makeUnique()
        let (source, places): (Tensor, Tensor<Int>) = (values.contiguous(), positions.contiguous())
        places.withInt64 { places in
            synann_scatter_combine(
                Scalar.kernelType, operation, positions.count, places, source.address, mutableAddress)
        }
    }
}

extension Tensor<Int> {
    /// Calls `body` with the elements as the integer type of the kernels, and returns the result of `body`. The tensor
    /// must be contiguous.
    func withInt64<Result>(_ body: (UnsafePointer<Int64>) -> Result) -> Result {
        address.withMemoryRebound(to: Int64.self, capacity: count, body)
    }

    /// Returns the indices counted from the start of the axis, as a contiguous tensor of the same shape. The result shares
    /// the memory of a contiguous tensor without negative indices. Traps if an index is not in `-length ..< length`.
    ///
    /// - Parameters:
    ///   - length: The length of the indexed axis.
    ///   - name: The name of the operation, for the error message.
    ///   - shape: The shape of the indexed tensor, for the error message.
    func normalizedIndices(length: Int, _ name: String, _ shape: Shape) -> Tensor<Int> {
        let indices: Tensor<Int> = contiguous()
        if indices.withInt64({ synann_are_positions(count, length, $0) }) { return indices.unrecordedConstant() }
        let result = Tensor<Int>(uninitialized: self.shape)
        let fault: Int = indices.withInt64 { source in
            result.mutableAddress.withMemoryRebound(to: Int64.self, capacity: count) {
                synann_normalize_indices(count, length, source, $0)
            }
        }
        require(
            fault < 0,
            "\(name): index \(fault < 0 ? 0 : indices.address[fault]) is out of range for an axis of length \(length) of shape \(shape)"
        )
        return result
    }
}

private struct ElementGathering: _ElementMovement {
    let shape: Shape
    /// The offsets of the elements in the memory of the tensor, or `nil` to read a row-major copy at `positions`.
    let offsets: Tensor<Int>?
    let positions: @Sendable () -> Tensor<Int>

    func operation<Scalar>(on x: Tensor<Scalar>) -> TensorOperation {
        TensorOperation("gatheredElements", x, positions())
    }

    func moved<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        let source: Tensor<Scalar> = offsets == nil ? x.contiguous() : x
        let places: Tensor<Int> = (offsets ?? positions()).contiguous()
        return Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                places.withInt64 {
                    synann_gather(
                        MemoryLayout<Scalar>.stride, range.count, $0 + range.lowerBound, source.address,
                        target + range.lowerBound)
                }
            }
        }
    }

    func adjoint<Scalar: FieldScalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar> {
        Tensor<Scalar>(zeros: source).addingElements(cotangent, at: positions())
    }
}

extension Tensor where Scalar: FieldScalar {
    /// Returns this tensor with `values` added at `positions` of the row-major order. `values` has the shape of
    /// `positions`. If a position occurs several times, all its values are added. Differentiable with respect to this
    /// tensor and `values`.
    func addingElements(_ values: Tensor, at positions: Tensor<Int>) -> Tensor {
        withDerivative(
            of: TensorOperation("addElements", self, values, positions),
            Scalar._addingElements(values, to: self, at: positions),
            .by(self) { cotangent in cotangent },
            .by(values) { cotangent in cotangent.gatheredElements(positions) })
    }
}

extension TensorScalar {
    public static func _assign(
        _ values: Tensor<Self>, to tensor: inout Tensor<Self>, atElements positions: Tensor<Int>
    ) {
        let former: Tensor<Self>? = TraceRecorder.current == nil ? nil : tensor
        tensor.scatterElements(values, at: positions)
        guard let former else { return }
        tensor = traced(tensor, TensorOperation("assignElements", former, values, positions))
    }
}

extension FieldScalar {
    public static func _assign(
        _ values: Tensor<Self>, to tensor: inout Tensor<Self>, atElements positions: Tensor<Int>
    ) {
        guard tensor.variable.node >= 0 || values.variable.node >= 0 || TraceRecorder.current != nil else {
            return tensor.scatterElements(values, at: positions)
        }
        let (former, shape): (Tensor<Self>, Shape) = (tensor, values.shape)
        tensor.scatterElements(values, at: positions)
        tensor = withDerivative(
            of: TensorOperation("assignElements", former, values, positions), tensor,
            .by(former) { cotangent in
                var rest: Tensor<Self> = cotangent
                Self._assign(Tensor(0), to: &rest, atElements: positions)
                return rest
            },
            .by(values) { cotangent in
                let isKept: Tensor<Self> = lastOfEqual(positions, elementCount: former.count)
                return (cotangent.gatheredElements(positions) * isKept).summed(to: shape)
            })
    }

    /// Returns a tensor of the shape of `positions`: 1 for each position that does not occur again later in
    /// `positions`, and 0 for the other positions. An assignment keeps only the values with a 1. `elementCount` is the
    /// number of elements of the indexed tensor.
    private static func lastOfEqual(_ positions: Tensor<Int>, elementCount: Int) -> Tensor<Self> {
        let order = Tensor(from: 0, to: positions.count).reshapedView(to: positions.shape)
        var last = Tensor<Int>(zeros: [elementCount])
        last.scatterElements(order, at: positions)
        let isLast: Tensor<Bool> = last.gatheredElements(positions) .== order
        let result = Tensor<Self>(zeros: positions.shape)
        for (index, isLast) in isLast.scalars.enumerated() where isLast { result.mutableAddress[index] = 1 }
        return result
    }
}
