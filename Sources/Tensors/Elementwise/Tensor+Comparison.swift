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
    /// Whether elements are equal, elementwise and broadcast. NaN equals nothing. Shapes that do not match trap.
    public static func .== (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_EQUAL, b, ".==") }
    /// Whether elements differ, elementwise and broadcast. True if one is NaN. Shapes that do not match trap.
    public static func .!= (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_NOT_EQUAL, b, ".!=") }
    /// Whether `a < b`, elementwise and broadcast. False if one is NaN. Shapes that do not match trap.
    public static func .< (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_LESS, b, ".<") }
    /// Whether `a ≤ b`, elementwise and broadcast. False if one is NaN. Shapes that do not match trap.
    public static func .<= (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_LESS_OR_EQUAL, b, ".<=") }
    /// Whether `a > b`, elementwise and broadcast. False if one is NaN. Shapes that do not match trap.
    public static func .> (a: Tensor, b: Tensor) -> Tensor<Bool> { b.compared(SYNANN_LESS, a, ".>") }
    /// Whether `a ≥ b`, elementwise and broadcast. False if one is NaN. Shapes that do not match trap.
    public static func .>= (a: Tensor, b: Tensor) -> Tensor<Bool> { b.compared(SYNANN_LESS_OR_EQUAL, a, ".>=") }

    /// Whether each element equals `b`. NaN equals nothing.
    public static func .== (a: Tensor, b: Scalar) -> Tensor<Bool> { a .== Tensor(b) }
    /// Whether each element differs from `b`. True if one is NaN.
    public static func .!= (a: Tensor, b: Scalar) -> Tensor<Bool> { a .!= Tensor(b) }
    /// Whether each element is less than `b`. False if one is NaN.
    public static func .< (a: Tensor, b: Scalar) -> Tensor<Bool> { a .< Tensor(b) }
    /// Whether each element is at most `b`. False if one is NaN.
    public static func .<= (a: Tensor, b: Scalar) -> Tensor<Bool> { a .<= Tensor(b) }
    /// Whether each element is greater than `b`. False if one is NaN.
    public static func .> (a: Tensor, b: Scalar) -> Tensor<Bool> { a .> Tensor(b) }
    /// Whether each element is at least `b`. False if one is NaN.
    public static func .>= (a: Tensor, b: Scalar) -> Tensor<Bool> { a .>= Tensor(b) }

    private func compared(_ comparison: synann_comparison, _ other: Tensor, _ name: String) -> Tensor<Bool> {
        let common = Shape.broadcast(shape, other.shape, for: name)
        let result = Tensor<Bool>(uninitialized: common) { result in
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
        return traced(result, TensorOperation(Self.operationName(comparison), self, other))
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
    /// Whether the shapes and all elements are equal. NaN equals nothing. Elementwise comparison is `.==`.
    public static func == (a: Tensor, b: Tensor) -> Bool {
        guard a.shape == b.shape else { return false }
        return a.withUnsafeBuffer { first in b.withUnsafeBuffer { second in first.elementsEqual(second) } }
    }
}

extension Tensor where Scalar == Bool {
    /// Whether both elements are equal, elementwise and broadcast. Shapes that do not match trap.
    public static func .== (a: Tensor, b: Tensor) -> Tensor {
        traced(a.asBytes() .== b.asBytes(), TensorOperation("equal", a, b))
    }

    /// Whether exactly one of the elements is true, elementwise and broadcast: the exclusive or. Shapes that do not
    /// match trap.
    public static func .!= (a: Tensor, b: Tensor) -> Tensor {
        traced(a.asBytes() .!= b.asBytes(), TensorOperation("notEqual", a, b))
    }

    /// Whether both elements are true, elementwise and broadcast. Shapes that do not match trap.
    public static func .&& (a: Tensor, b: Tensor) -> Tensor {
        traced((a.asBytes() * b.asBytes()) .!= 0, TensorOperation("and", a, b))
    }

    /// Whether at least one of the elements is true, elementwise and broadcast. Shapes that do not match trap.
    public static func .|| (a: Tensor, b: Tensor) -> Tensor {
        traced((a.asBytes() + b.asBytes()) .!= 0, TensorOperation("or", a, b))
    }

    /// Whether each element is false.
    public static prefix func ! (a: Tensor) -> Tensor { traced(a.asBytes() .== 0, TensorOperation("not", a)) }

    /// The number of true elements.
    public func countTrue() -> Int {
        Int(asBytes().sum().scalar)
    }

    /// Whether every element is true. True for a tensor without elements.
    public func all() -> Bool { countTrue() == count }

    /// Whether at least one element is true. False for a tensor without elements.
    public func any() -> Bool { countTrue() > 0 }

    /// The same memory as bytes: Swift stores `Bool` as 0 or 1.
    func asBytes() -> Tensor<UInt8> {
        Tensor<UInt8>(storage: storage, offset: offset, shape: shape, strides: strides)
    }
}
