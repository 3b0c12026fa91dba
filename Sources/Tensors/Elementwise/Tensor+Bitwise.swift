internal import CKernels

// Every operation broadcasts its operands to a common shape, and traps if there is no common shape.

extension Tensor where Scalar: IntegerScalar {
    /// Returns for each pair of elements, after broadcasting, the bits that are set in `a` and in `b`. Traps if the
    /// shapes do not broadcast.
    public static func & (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_BITWISE_AND, b, "bitwiseAnd") }
    /// Returns for each pair of elements, after broadcasting, the bits that are set in `a`, in `b`, or in both. Traps
    /// if the shapes do not broadcast.
    public static func | (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_BITWISE_OR, b, "bitwiseOr") }
    /// Returns for each pair of elements, after broadcasting, the bits that are set in exactly one of `a` and `b`.
    /// Traps if the shapes do not broadcast.
    public static func ^ (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_BITWISE_XOR, b, "bitwiseXor") }
    /// Returns every element of `a` shifted to the left by the number of bits in `b`, after broadcasting. As for
    /// Swift's integers, a negative number of bits shifts to the right, and bits beyond the width are lost. Traps if
    /// the shapes do not broadcast.
    public static func << (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_SHIFT_LEFT, b, "shiftLeft") }
    /// Returns every element of `a` shifted to the right by the number of bits in `b`, after broadcasting. As for
    /// Swift's integers, a negative number of bits shifts to the left, and a negative element stays negative when it is
    /// shifted to the right. Traps if the shapes do not broadcast.
    public static func >> (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_SHIFT_RIGHT, b, "shiftRight") }

    /// Returns for every element the bits that are set in the element and in `b`.
    public static func & (a: Tensor, b: Scalar) -> Tensor { a & Tensor(b) }
    /// Returns for every element the bits that are set in the element, in `b`, or in both.
    public static func | (a: Tensor, b: Scalar) -> Tensor { a | Tensor(b) }
    /// Returns for every element the bits that are set either in the element or in `b`, but not in both.
    public static func ^ (a: Tensor, b: Scalar) -> Tensor { a ^ Tensor(b) }
    /// Returns every element shifted to the left by `b` bits, or to the right if `b` is negative.
    public static func << (a: Tensor, b: Scalar) -> Tensor { a << Tensor(b) }
    /// Returns every element shifted to the right by `b` bits, or to the left if `b` is negative. A negative element
    /// stays negative when it is shifted to the right.
    public static func >> (a: Tensor, b: Scalar) -> Tensor { a >> Tensor(b) }
    /// Returns every element with all bits inverted.
    public static prefix func ~ (a: Tensor) -> Tensor { a ^ Tensor(~0) }

    private func bitwise(_ operation: synann_binary_operation, _ other: Tensor, _ name: String) -> Tensor {
        traced(combining(operation, other, named: name), TensorOperation(name, self, other))
    }
}
