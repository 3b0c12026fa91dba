internal import CKernels

// Operands are broadcast by numpy's rule, and a number stands for a tensor of shape []. The cotangent of a broadcast
// operand is summed over the axes along which it was repeated.

extension Tensor where Scalar: RealScalar {
    /// Elementwise sum.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            a.combining(SYNANN_ADD, b, named: "+"),
            .by(a) { cotangent in cotangent.summed(to: aShape) },
            .by(b) { cotangent in cotangent.summed(to: bShape) })
    }

    /// Elementwise difference.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            a.combining(SYNANN_SUBTRACT, b, named: "-"),
            .by(a) { cotangent in cotangent.summed(to: aShape) },
            .by(b) { cotangent in -cotangent.summed(to: bShape) })
    }

    /// Elementwise product. For the matrix product see `matmul`.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            a.combining(SYNANN_MULTIPLY, b, named: "*"),
            .by(a) { cotangent in (cotangent * b).summed(to: aShape) },
            .by(b) { cotangent in (cotangent * a).summed(to: bShape) })
    }

    /// Elementwise quotient.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            a.combining(SYNANN_DIVIDE, b, named: "/"),
            .by(a) { cotangent in (cotangent / b).summed(to: aShape) },
            .by(b) { cotangent, quotient in (-cotangent * quotient / b).summed(to: bShape) })
    }

    public static func + (a: Tensor, b: Scalar) -> Tensor { a + Tensor(b) }
    public static func + (a: Scalar, b: Tensor) -> Tensor { Tensor(a) + b }
    public static func - (a: Tensor, b: Scalar) -> Tensor { a - Tensor(b) }
    public static func - (a: Scalar, b: Tensor) -> Tensor { Tensor(a) - b }
    public static func * (a: Tensor, b: Scalar) -> Tensor { a * Tensor(b) }
    public static func * (a: Scalar, b: Tensor) -> Tensor { Tensor(a) * b }
    public static func / (a: Tensor, b: Scalar) -> Tensor { a / Tensor(b) }
    public static func / (a: Scalar, b: Tensor) -> Tensor { Tensor(a) / b }

    /// The negative of every element.
    public static prefix func - (a: Tensor) -> Tensor {
        withDerivative(a.applying(SYNANN_NEGATE), .by(a) { cotangent in -cotangent })
    }

    /// Adds in place; `b` must broadcast to `a`'s shape.
    public static func += (a: inout Tensor, b: Tensor) { a.update(SYNANN_ADD, b, "+=") { $0 + $1 } }
    public static func -= (a: inout Tensor, b: Tensor) { a.update(SYNANN_SUBTRACT, b, "-=") { $0 - $1 } }
    public static func *= (a: inout Tensor, b: Tensor) { a.update(SYNANN_MULTIPLY, b, "*=") { $0 * $1 } }
    public static func /= (a: inout Tensor, b: Tensor) { a.update(SYNANN_DIVIDE, b, "/=") { $0 / $1 } }
    public static func += (a: inout Tensor, b: Scalar) { a += Tensor(b) }
    public static func -= (a: inout Tensor, b: Scalar) { a -= Tensor(b) }
    public static func *= (a: inout Tensor, b: Scalar) { a *= Tensor(b) }
    public static func /= (a: inout Tensor, b: Scalar) { a /= Tensor(b) }

    /// Writes into the tensor's own memory, unless the tape has to see the operation.
    private mutating func update(
        _ operation: synann_binary_operation, _ other: Tensor, _ name: String, recorded: (Tensor, Tensor) -> Tensor
    ) {
        guard variable.node >= 0 || other.variable.node >= 0 else {
            return combine(operation, other, named: name)
        }
        require(
            Shape.broadcast(shape, other.shape) == shape,
            "\(name): shape \(other.shape) does not broadcast to \(shape) in place")
        self = recorded(self, other)
    }

    /// The sum over the axes along which a tensor of shape `target` was repeated to become one of this shape.
    func summed(to target: Shape) -> Tensor {
        if shape == target { return self }
        return sum(axes: target.broadcastAxes(to: shape), keepDims: true).reshaped(to: target)
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// Elementwise sum, wrapping around on overflow as numpy's does.
    public static func + (a: Tensor, b: Tensor) -> Tensor { a.combining(SYNANN_ADD, b, named: "+") }
    /// Elementwise difference, wrapping around on overflow.
    public static func - (a: Tensor, b: Tensor) -> Tensor { a.combining(SYNANN_SUBTRACT, b, named: "-") }
    /// Elementwise product, wrapping around on overflow.
    public static func * (a: Tensor, b: Tensor) -> Tensor { a.combining(SYNANN_MULTIPLY, b, named: "*") }

    public static func + (a: Tensor, b: Scalar) -> Tensor { a + Tensor(b) }
    public static func - (a: Tensor, b: Scalar) -> Tensor { a - Tensor(b) }
    public static func * (a: Tensor, b: Scalar) -> Tensor { a * Tensor(b) }
    public static func += (a: inout Tensor, b: Tensor) { a.combine(SYNANN_ADD, b, named: "+=") }
    public static func -= (a: inout Tensor, b: Tensor) { a.combine(SYNANN_SUBTRACT, b, named: "-=") }
    public static func *= (a: inout Tensor, b: Tensor) { a.combine(SYNANN_MULTIPLY, b, named: "*=") }
}
