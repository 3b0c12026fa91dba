internal import CKernels

infix operator .== : ComparisonPrecedence
infix operator .!= : ComparisonPrecedence
infix operator .< : ComparisonPrecedence
infix operator .<= : ComparisonPrecedence
infix operator .> : ComparisonPrecedence
infix operator .>= : ComparisonPrecedence
infix operator .&& : LogicalConjunctionPrecedence
infix operator .|| : LogicalDisjunctionPrecedence

extension Tensor where Scalar: NumericScalar {
    /// Returns for each pair of elements, after broadcasting, whether they are equal. NaN is not equal to any number,
    /// nor to NaN. Traps if the shapes do not broadcast.
    public static func .== (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_EQUAL, b, ".==") }
    /// Returns for each pair of elements, after broadcasting, whether they differ. The result is true if an element is
    /// NaN. Traps if the shapes do not broadcast.
    public static func .!= (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_NOT_EQUAL, b, ".!=") }
    /// Returns whether `a < b` for each pair of elements, after broadcasting. The result is false if an element is NaN.
    /// Traps if the shapes do not broadcast.
    public static func .< (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_LESS, b, ".<") }
    /// Returns whether `a ≤ b` for each pair of elements, after broadcasting. The result is false if an element is NaN.
    /// Traps if the shapes do not broadcast.
    public static func .<= (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_LESS_OR_EQUAL, b, ".<=") }
    /// Returns whether `a > b` for each pair of elements, after broadcasting. The result is false if an element is NaN.
    /// Traps if the shapes do not broadcast.
    public static func .> (a: Tensor, b: Tensor) -> Tensor<Bool> { b.compared(SYNANN_LESS, a, ".>") }
    /// Returns whether `a ≥ b` for each pair of elements, after broadcasting. The result is false if an element is NaN.
    /// Traps if the shapes do not broadcast.
    public static func .>= (a: Tensor, b: Tensor) -> Tensor<Bool> { b.compared(SYNANN_LESS_OR_EQUAL, a, ".>=") }

    /// Returns for each element whether it equals `b`. NaN is not equal to any number, nor to NaN.
    public static func .== (a: Tensor, b: Scalar) -> Tensor<Bool> { a .== Tensor(b) }
    /// Returns for each element whether it differs from `b`. The result is true if an operand is NaN.
    public static func .!= (a: Tensor, b: Scalar) -> Tensor<Bool> { a .!= Tensor(b) }
    /// Returns for each element whether it is less than `b`. The result is false if an operand is NaN.
    public static func .< (a: Tensor, b: Scalar) -> Tensor<Bool> { a .< Tensor(b) }
    /// Returns for each element whether it is at most `b`. The result is false if an operand is NaN.
    public static func .<= (a: Tensor, b: Scalar) -> Tensor<Bool> { a .<= Tensor(b) }
    /// Returns for each element whether it is greater than `b`. The result is false if an operand is NaN.
    public static func .> (a: Tensor, b: Scalar) -> Tensor<Bool> { a .> Tensor(b) }
    /// Returns for each element whether it is at least `b`. The result is false if an operand is NaN.
    public static func .>= (a: Tensor, b: Scalar) -> Tensor<Bool> { a .>= Tensor(b) }

    private func compared(_ comparison: synann_comparison, _ other: Tensor, _ name: String) -> Tensor<Bool> {
        let common = other.rank == 0 ? shape : Shape.broadcast(shape, other.shape, for: name)
        return traced(
            comparedValue(comparison, other, common), TensorOperation(Self.operationName(comparison), self, other))
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    @_specialize(where Scalar == Int)
    private func comparedValue(_ comparison: synann_comparison, _ other: Tensor, _ common: Shape) -> Tensor<Bool> {
        if let order = (shape == common ? self : other).denseOrder {
            let first: Tensor = broadcastView(to: common).permutedView(order)
            let second: Tensor = other.broadcastView(to: common).permutedView(order)
            return first.comparedValue(comparison, second, first.shape).permutedBack(order)
        }
        let result = shape == common ? Tensor<Bool>(uninitializedLike: self) : Tensor<Bool>(uninitialized: common)
        let target = UnsafeMutableRawPointer(result.mutableAddress).assumingMemoryBound(to: UInt8.self)
        let (first, second) = (address, other.address)
        func compare(_ count: Int, _ at: Int, _ a: Int, _ aStride: Int, _ b: Int, _ bStride: Int) {
            synann_compare(
                Scalar.kernelType, comparison, count, synann_strided(data: first + a, stride: aStride),
                synann_strided(data: second + b, stride: bStride), target + at)
        }
        if let aStride = lineStride(in: common), let bStride = other.lineStride(in: common) {
            Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                let start: Int = range.lowerBound
                compare(range.count, start, start * aStride, aStride, start * bStride, bStride)
            }
            return result
        }
        let nest = LoopNest(
            shape: common,
            strides: [result.strides, broadcastStrides(to: common), other.broadcastStrides(to: common)])
        if nest.outer.isEmpty {
            nest.forEachPiece { offsets, count in
                compare(count, offsets[0], offsets[1], nest.rowStrides[1], offsets[2], nest.rowStrides[2])
            }
        } else {
            nest.forEachMatrix { offsets, rows, columns in
                synann_compare_rows(
                    Scalar.kernelType, comparison, rows, columns, nest.rows(first + offsets[1], operand: 1),
                    nest.rows(second + offsets[2], operand: 2), target + offsets[0], nest.lastOuterStride(operand: 0))
            }
        }
        return result
    }

    private static func operationName(_ comparison: synann_comparison) -> String {
        switch comparison {
        case SYNANN_EQUAL: "equal"
        case SYNANN_NOT_EQUAL: "notEqual"
        case SYNANN_LESS: "less"
        default: "lessOrEqual"
        }
    }
}

extension Tensor: Equatable {
    /// Returns whether the shapes are equal and each pair of elements is equal. The elementwise comparison is `.==`.
    ///
    /// A real NaN is not equal to any number, nor to NaN. Complex numbers with an infinite or NaN part are all equal,
    /// as in swift-numerics.
    public static func == (a: Tensor, b: Tensor) -> Bool {
        guard a.shape == b.shape else { return false }
        // Whether all pairs are equal does not depend on the order of the axes, so two dense views in the same other
        // order are not copied.
        let order: [Int]? = a.strides == b.strides ? a.denseOrder : nil
        let (first, second): (Tensor, Tensor) = (
            order.map(a.permutedView) ?? a.contiguous(), order.map(b.permutedView) ?? b.contiguous()
        )
        return withExtendedLifetime((first, second)) {
            Scalar._areEqual(first.address, second.address, count: first.count)
        }
    }
}

extension TensorScalar {
    public static func _areEqual(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, count: Int) -> Bool {
        for index in 0 ..< count where a[index] != b[index] { return false }
        return true
    }
}

extension NumericScalar {
    public static func _areEqual(_ a: UnsafePointer<Self>, _ b: UnsafePointer<Self>, count: Int) -> Bool {
        synann_equal(kernelType, count, a, b) != 0
    }
}

extension Bool {
    public static func _areEqual(_ a: UnsafePointer<Bool>, _ b: UnsafePointer<Bool>, count: Int) -> Bool {
        synann_equal(SYNANN_UINT8, count, a, b) != 0
    }
}

extension Tensor where Scalar == Bool {
    /// Returns for each pair of elements, after broadcasting, whether they are equal. Traps if the shapes do not
    /// broadcast.
    public static func .== (a: Tensor, b: Tensor) -> Tensor {
        traced(a.asBytes() .== b.asBytes(), TensorOperation("equal", a, b))
    }

    /// Returns for each pair of elements, after broadcasting, whether exactly one element is true: the exclusive or.
    /// Traps if the shapes do not broadcast.
    public static func .!= (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combiningBits(SYNANN_BITWISE_XOR, b, ".!="), TensorOperation("notEqual", a, b))
    }

    /// Returns for each pair of elements, after broadcasting, whether both elements are true. Traps if the shapes do
    /// not broadcast.
    public static func .&& (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combiningBits(SYNANN_BITWISE_AND, b, ".&&"), TensorOperation("and", a, b))
    }

    /// Returns for each pair of elements, after broadcasting, whether at least one element is true. Traps if the shapes
    /// do not broadcast.
    public static func .|| (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combiningBits(SYNANN_BITWISE_OR, b, ".||"), TensorOperation("or", a, b))
    }

    /// Returns for each element whether it is false.
    public static prefix func ! (a: Tensor) -> Tensor {
        traced(a.combiningBits(SYNANN_BITWISE_XOR, Tensor(true), "!"), TensorOperation("not", a))
    }

    /// Returns `operation` of each pair of elements as bytes, after broadcasting. An operation on bits of 0 and 1 gives
    /// 0 or 1. The tape does not record the operation. Traps if the shapes do not broadcast; the message starts with
    /// `name`.
    private func combiningBits(_ operation: synann_binary_operation, _ other: Tensor, _ name: String) -> Tensor {
        let bytes: Tensor<UInt8> = asBytes().combining(operation, other.asBytes(), named: name)
        return Tensor(storage: bytes.storage, offset: bytes.offset, shape: bytes.shape, strides: bytes.strides)
    }

    /// Returns the number of true elements.
    public func countTrue() -> Int { withUnorderedBytes { synann_count_true($0, $1) } }

    /// Returns whether every element is true. The result is true for a tensor without elements.
    public func all() -> Bool { withUnorderedBytes { synann_contains($0, $1, 0) == 0 } }

    /// Returns whether at least one element is true. The result is false for a tensor without elements.
    public func any() -> Bool { withUnorderedBytes { synann_contains($0, $1, 1) != 0 } }

    /// Calls `body` with the number and the address of the elements, in any order. So a dense view in another order
    /// than row-major order is not copied.
    private func withUnorderedBytes<Result>(_ body: (_ count: Int, _ bytes: UnsafePointer<Bool>) -> Result) -> Result {
        let source: Tensor = denseOrder.map(permutedView) ?? contiguous()
        return withExtendedLifetime(source) { body(source.count, source.address) }
    }

    /// Returns a view of the same memory as bytes. Swift stores `Bool` as 0 or 1.
    package func asBytes() -> Tensor<UInt8> {
        Tensor<UInt8>(storage: storage, offset: offset, shape: shape, strides: strides)
    }
}
