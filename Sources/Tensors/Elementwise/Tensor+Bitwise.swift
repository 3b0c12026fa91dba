internal import CKernels

// Every operation broadcasts its operands to a common shape. Shapes that do not match trap.

extension Tensor where Scalar: IntegerScalar {
    /// The bits that both elements have.
    public static func & (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_BITWISE_AND, b, "bitwiseAnd") }
    /// The bits that at least one of the elements has.
    public static func | (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_BITWISE_OR, b, "bitwiseOr") }
    /// The bits that exactly one of the elements has.
    public static func ^ (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_BITWISE_XOR, b, "bitwiseXor") }
    /// Every element shifted to the left, as Swift shifts integers: a negative shift goes to the right, and bits beyond
    /// the width are lost.
    public static func << (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_SHIFT_LEFT, b, "shiftLeft") }
    /// Every element shifted to the right, as Swift shifts integers: a negative shift goes to the left, and a negative
    /// number stays negative.
    public static func >> (a: Tensor, b: Tensor) -> Tensor { a.bitwise(SYNANN_SHIFT_RIGHT, b, "shiftRight") }

    /// The bits that every element and `b` have.
    public static func & (a: Tensor, b: Scalar) -> Tensor { a & Tensor(b) }
    /// The bits that every element or `b` has.
    public static func | (a: Tensor, b: Scalar) -> Tensor { a | Tensor(b) }
    /// The bits that exactly one of every element and `b` has.
    public static func ^ (a: Tensor, b: Scalar) -> Tensor { a ^ Tensor(b) }
    /// Every element shifted to the left by `b` bits.
    public static func << (a: Tensor, b: Scalar) -> Tensor { a << Tensor(b) }
    /// Every element shifted to the right by `b` bits.
    public static func >> (a: Tensor, b: Scalar) -> Tensor { a >> Tensor(b) }
    /// Every element with all bits inverted.
    public static prefix func ~ (a: Tensor) -> Tensor { a ^ Tensor(~0) }

    private func bitwise(_ operation: synann_binary_operation, _ other: Tensor, _ name: String) -> Tensor {
        traced(combining(operation, other, named: name), TensorOperation(name, self, other))
    }
}
