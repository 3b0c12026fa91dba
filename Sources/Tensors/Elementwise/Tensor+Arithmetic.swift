internal import CKernels

// Operands are broadcast by numpy's rule, and a number stands for a tensor of shape []. The cotangent of a broadcast
// operand is summed over the axes along which it was repeated.

extension Tensor where Scalar: FieldScalar {
    /// Elementwise sum.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("add", a, b), Scalar._combining(.add, a, b, named: "+"),
            .by(a) { cotangent in cotangent.summed(to: aShape) },
            .by(b) { cotangent in cotangent.summed(to: bShape) })
    }

    /// Elementwise difference.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("subtract", a, b), Scalar._combining(.subtract, a, b, named: "-"),
            .by(a) { cotangent in cotangent.summed(to: aShape) },
            .by(b) { cotangent in -cotangent.summed(to: bShape) })
    }

    /// Elementwise product. For the matrix product see `matmul`.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("multiply", a, b), Scalar._combining(.multiply, a, b, named: "*"),
            .by(a) { cotangent in (cotangent * b.conjugated()).summed(to: aShape) },
            .by(b) { cotangent in (cotangent * a.conjugated()).summed(to: bShape) })
    }

    /// Elementwise quotient.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("divide", a, b), Scalar._combining(.divide, a, b, named: "/"),
            .by(a) { cotangent in (cotangent / b.conjugated()).summed(to: aShape) },
            .by(b) { cotangent, quotient in (-cotangent * (quotient / b).conjugated()).summed(to: bShape) })
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
        withDerivative(of: TensorOperation("negate", a), Scalar._negative(a), .by(a) { cotangent in -cotangent })
    }

    /// Adds in place; `b` must broadcast to `a`'s shape.
    public static func += (a: inout Tensor, b: Tensor) { a.update(.add, b, "+=") { $0 + $1 } }
    public static func -= (a: inout Tensor, b: Tensor) { a.update(.subtract, b, "-=") { $0 - $1 } }
    public static func *= (a: inout Tensor, b: Tensor) { a.update(.multiply, b, "*=") { $0 * $1 } }
    public static func /= (a: inout Tensor, b: Tensor) { a.update(.divide, b, "/=") { $0 / $1 } }
    public static func += (a: inout Tensor, b: Scalar) { a += Tensor(b) }
    public static func -= (a: inout Tensor, b: Scalar) { a -= Tensor(b) }
    public static func *= (a: inout Tensor, b: Scalar) { a *= Tensor(b) }
    public static func /= (a: inout Tensor, b: Scalar) { a /= Tensor(b) }

    /// Writes into the tensor's own memory, unless the tape has to see the operation.
    private mutating func update(
        _ operation: _FieldOperation, _ other: Tensor, _ name: String, recorded: (Tensor, Tensor) -> Tensor
    ) {
        guard variable.node >= 0 || other.variable.node >= 0 else {
            return Scalar._combine(operation, &self, other, named: name)
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
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combining(SYNANN_ADD, b, named: "+"), TensorOperation("add", a, b))
    }
    /// Elementwise difference, wrapping around on overflow.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combining(SYNANN_SUBTRACT, b, named: "-"), TensorOperation("subtract", a, b))
    }
    /// Elementwise product, wrapping around on overflow.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combining(SYNANN_MULTIPLY, b, named: "*"), TensorOperation("multiply", a, b))
    }

    public static func + (a: Tensor, b: Scalar) -> Tensor { a + Tensor(b) }
    public static func - (a: Tensor, b: Scalar) -> Tensor { a - Tensor(b) }
    public static func * (a: Tensor, b: Scalar) -> Tensor { a * Tensor(b) }
    public static func += (a: inout Tensor, b: Tensor) { a.update(SYNANN_ADD, b, "+=") { $0 + $1 } }
    public static func -= (a: inout Tensor, b: Tensor) { a.update(SYNANN_SUBTRACT, b, "-=") { $0 - $1 } }
    public static func *= (a: inout Tensor, b: Tensor) { a.update(SYNANN_MULTIPLY, b, "*=") { $0 * $1 } }

    /// Writes into the tensor's own memory, unless a trace has to see the operation.
    private mutating func update(
        _ operation: synann_binary_operation, _ other: Tensor, _ name: String, recorded: (Tensor, Tensor) -> Tensor
    ) {
        guard variable.node >= 0 || other.variable.node >= 0 else { return combine(operation, other, named: name) }
        require(
            Shape.broadcast(shape, other.shape) == shape,
            "\(name): shape \(other.shape) does not broadcast to \(shape) in place")
        self = recorded(self, other)
    }
}
