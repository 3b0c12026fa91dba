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
    /// Elementwise comparison, broadcast. NaN is unequal to everything and neither less nor greater.
    public static func .== (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_EQUAL, b, ".==") }
    public static func .!= (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_NOT_EQUAL, b, ".!=") }
    public static func .< (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_LESS, b, ".<") }
    public static func .<= (a: Tensor, b: Tensor) -> Tensor<Bool> { a.compared(SYNANN_LESS_OR_EQUAL, b, ".<=") }
    public static func .> (a: Tensor, b: Tensor) -> Tensor<Bool> { b.compared(SYNANN_LESS, a, ".>") }
    public static func .>= (a: Tensor, b: Tensor) -> Tensor<Bool> { b.compared(SYNANN_LESS_OR_EQUAL, a, ".>=") }

    public static func .== (a: Tensor, b: Scalar) -> Tensor<Bool> { a .== Tensor(b) }
    public static func .!= (a: Tensor, b: Scalar) -> Tensor<Bool> { a .!= Tensor(b) }
    public static func .< (a: Tensor, b: Scalar) -> Tensor<Bool> { a .< Tensor(b) }
    public static func .<= (a: Tensor, b: Scalar) -> Tensor<Bool> { a .<= Tensor(b) }
    public static func .> (a: Tensor, b: Scalar) -> Tensor<Bool> { a .> Tensor(b) }
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
                    Scalar.kernelType, comparison, count, address + offsets[1], nest.rowStrides[1],
                    other.address + offsets[2], nest.rowStrides[2], target + offsets[0])
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
    /// Whether shapes and all elements are equal. NaN is unequal to itself.
    public static func == (a: Tensor, b: Tensor) -> Bool {
        guard a.shape == b.shape else { return false }
        return a.withUnsafeBuffer { first in b.withUnsafeBuffer { second in first.elementsEqual(second) } }
    }
}

extension Tensor where Scalar == Bool {
    /// Elementwise conjunction.
    public static func .&& (a: Tensor, b: Tensor) -> Tensor {
        traced((a.asBytes() * b.asBytes()) .!= 0, TensorOperation("and", a, b))
    }

    /// Elementwise disjunction.
    public static func .|| (a: Tensor, b: Tensor) -> Tensor {
        traced((a.asBytes() + b.asBytes()) .!= 0, TensorOperation("or", a, b))
    }

    /// Elementwise negation.
    public static prefix func ! (a: Tensor) -> Tensor { traced(a.asBytes() .== 0, TensorOperation("not", a)) }

    /// How many elements are true.
    public func countTrue() -> Int {
        Tensor<Int>(asBytes()).sum().scalar
    }

    /// Whether every element is true; so it is for a tensor without elements.
    public func all() -> Bool { countTrue() == count }

    /// Whether any element is true.
    public func any() -> Bool { countTrue() > 0 }

    /// The same memory read as 0 and 1, which is how `Bool` is stored.
    func asBytes() -> Tensor<UInt8> {
        Tensor<UInt8>(storage: storage, offset: offset, shape: shape, strides: strides)
    }
}
