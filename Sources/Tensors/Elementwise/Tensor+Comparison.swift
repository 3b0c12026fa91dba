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
        let common = Shape.broadcast(shape, other.shape, for: name)
        return traced(
            comparedValue(comparison, other, common), TensorOperation(Self.operationName(comparison), self, other))
    }

    private func comparedValue(_ comparison: synann_comparison, _ other: Tensor, _ common: Shape) -> Tensor<Bool> {
        if let order = (shape == common ? self : other).denseOrder {
            let first: Tensor = broadcastView(to: common).permutedView(order)
            let second: Tensor = other.broadcastView(to: common).permutedView(order)
            return first.comparedValue(comparison, second, first.shape).permutedBack(order)
        }
        return Tensor<Bool>(uninitialized: common) { result in
            guard let target = UnsafeMutableRawPointer(result.baseAddress)?.assumingMemoryBound(to: UInt8.self) else {
                return
            }
            let nest = LoopNest(
                shape: common,
                strides: [
                    common.contiguousStrides, broadcastStrides(to: common), other.broadcastStrides(to: common),
                ])
            nest.forEachPiece { offsets, count in
                synann_compare(
                    Scalar.kernelType, comparison, count,
                    synann_strided(data: address + offsets[1], stride: nest.rowStrides[1]),
                    synann_strided(data: other.address + offsets[2], stride: nest.rowStrides[2]), target + offsets[0])
            }
        }
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
        return a.withUnsafeBuffer { first in b.withUnsafeBuffer { second in first.elementsEqual(second) } }
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
        traced(a.asBytes() .!= b.asBytes(), TensorOperation("notEqual", a, b))
    }

    /// Returns for each pair of elements, after broadcasting, whether both elements are true. Traps if the shapes do
    /// not broadcast.
    public static func .&& (a: Tensor, b: Tensor) -> Tensor {
        traced((a.asBytes() * b.asBytes()) .!= 0, TensorOperation("and", a, b))
    }

    /// Returns for each pair of elements, after broadcasting, whether at least one element is true. Traps if the shapes
    /// do not broadcast.
    public static func .|| (a: Tensor, b: Tensor) -> Tensor {
        traced((a.asBytes() + b.asBytes()) .!= 0, TensorOperation("or", a, b))
    }

    /// Returns for each element whether it is false.
    public static prefix func ! (a: Tensor) -> Tensor { traced(a.asBytes() .== 0, TensorOperation("not", a)) }

    /// Returns the number of true elements.
    public func countTrue() -> Int {
        // The number of true elements does not depend on the order of the axes, so a dense view in another order is not
        // copied.
        (denseOrder.map(permutedView) ?? self).withUnsafeBuffer { synann_count_true($0.count, $0.baseAddress) }
    }

    /// Returns whether every element is true. The result is true for a tensor without elements.
    public func all() -> Bool { countTrue() == count }

    /// Returns whether at least one element is true. The result is false for a tensor without elements.
    public func any() -> Bool { countTrue() > 0 }

    /// Returns a view of the same memory as bytes. Swift stores `Bool` as 0 or 1.
    package func asBytes() -> Tensor<UInt8> {
        Tensor<UInt8>(storage: storage, offset: offset, shape: shape, strides: strides)
    }
}
