internal import CKernels

// Operands are broadcast by NumPy's rule. A number is broadcast as a tensor of shape []. The cotangent of a broadcast
// operand is summed over the axes along which the operand was repeated.

extension Tensor where Scalar: FieldScalar {
    /// Returns the elementwise sum. The shapes are broadcast to a common shape. Traps if the shapes do not match.
    /// Differentiable.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("add", a, b), Scalar._combining(.add, a, b, named: "+"),
            .by(a) { cotangent in cotangent.summed(to: aShape) },
            .by(b) { cotangent in cotangent.summed(to: bShape) })
    }

    /// Returns the elementwise difference. The shapes are broadcast to a common shape. Traps if the shapes do not
    /// match. Differentiable.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("subtract", a, b), Scalar._combining(.subtract, a, b, named: "-"),
            .by(a) { cotangent in cotangent.summed(to: aShape) },
            .by(b) { cotangent in -cotangent.summed(to: bShape) })
    }

    /// Returns the elementwise product; `matmul` is the matrix product. The shapes are broadcast to a common shape.
    /// Traps if the shapes do not match. Differentiable.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("multiply", a, b), Scalar._combining(.multiply, a, b, named: "*"),
            .by(a) { cotangent in (cotangent * b.conjugated()).summed(to: aShape) },
            .by(b) { cotangent in (cotangent * a.conjugated()).summed(to: bShape) })
    }

    /// Returns the elementwise quotient. The shapes are broadcast to a common shape. Traps if the shapes do not match.
    /// Division by 0 gives ±∞ or NaN, as in IEEE 754. Differentiable.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("divide", a, b), Scalar._combining(.divide, a, b, named: "/"),
            .by(a) { cotangent in (cotangent / b.conjugated()).summed(to: aShape) },
            .by(b) { cotangent, quotient in (-cotangent * (quotient / b).conjugated()).summed(to: bShape) })
    }

    /// Returns `b` added to every element.
    public static func + (a: Tensor, b: Scalar) -> Tensor { a + Tensor(b) }
    /// Returns `a` added to every element.
    public static func + (a: Scalar, b: Tensor) -> Tensor { Tensor(a) + b }
    /// Returns `b` subtracted from every element.
    public static func - (a: Tensor, b: Scalar) -> Tensor { a - Tensor(b) }
    /// Returns every element subtracted from `a`.
    public static func - (a: Scalar, b: Tensor) -> Tensor { Tensor(a) - b }
    /// Returns every element multiplied by `b`.
    public static func * (a: Tensor, b: Scalar) -> Tensor { a * Tensor(b) }
    /// Returns every element multiplied by `a`.
    public static func * (a: Scalar, b: Tensor) -> Tensor { Tensor(a) * b }
    /// Returns every element divided by `b`. Division by 0 gives ±∞ or NaN, as in IEEE 754.
    public static func / (a: Tensor, b: Scalar) -> Tensor { a / Tensor(b) }
    /// Returns `a` divided by every element. Division by 0 gives ±∞ or NaN, as in IEEE 754.
    public static func / (a: Scalar, b: Tensor) -> Tensor { Tensor(a) / b }

    /// Returns the negative of every element. Differentiable.
    public static prefix func - (a: Tensor) -> Tensor {
        withDerivative(of: TensorOperation("negate", a), Scalar._negative(a), .by(a) { cotangent in -cotangent })
    }

    /// Adds `b`, broadcast to the shape of `a`. Traps if `b` does not broadcast to that shape. Writes in place if `a`
    /// is the only owner of its memory and neither tensor is on a tape.
    public static func += (a: inout Tensor, b: Tensor) { a.update(.add, b, "+=") { $0 + $1 } }
    /// Subtracts `b`, broadcast to the shape of `a`: see `+=`.
    public static func -= (a: inout Tensor, b: Tensor) { a.update(.subtract, b, "-=") { $0 - $1 } }
    /// Multiplies by `b`, broadcast to the shape of `a`: see `+=`.
    public static func *= (a: inout Tensor, b: Tensor) { a.update(.multiply, b, "*=") { $0 * $1 } }
    /// Divides by `b`, broadcast to the shape of `a`: see `+=`.
    public static func /= (a: inout Tensor, b: Tensor) { a.update(.divide, b, "/=") { $0 / $1 } }
    /// Adds a number to every element.
    public static func += (a: inout Tensor, b: Scalar) { a += Tensor(b) }
    /// Subtracts a number from every element.
    public static func -= (a: inout Tensor, b: Scalar) { a -= Tensor(b) }
    /// Multiplies every element by a number.
    public static func *= (a: inout Tensor, b: Scalar) { a *= Tensor(b) }
    /// Divides every element by a number.
    public static func /= (a: inout Tensor, b: Scalar) { a /= Tensor(b) }

    /// Writes in place, unless a tensor is on a tape, which must record the operation.
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

    /// Returns the sum over the axes along which broadcasting repeated a tensor of shape `target`: the transpose of
    /// `broadcast`.
    package func summed(to target: Shape) -> Tensor {
        if shape == target { return self }
        return sum(axes: target.broadcastAxes(to: shape), keepDims: true).reshaped(to: target)
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// Returns the elementwise sum; overflow wraps around, as in NumPy. The shapes are broadcast to a common shape.
    /// Traps if the shapes do not match.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combining(SYNANN_ADD, b, named: "+"), TensorOperation("add", a, b))
    }
    /// Returns the elementwise difference; overflow wraps around. The shapes are broadcast to a common shape. Traps if
    /// the shapes do not match.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combining(SYNANN_SUBTRACT, b, named: "-"), TensorOperation("subtract", a, b))
    }
    /// Returns the elementwise product; overflow wraps around. The shapes are broadcast to a common shape. Traps if the
    /// shapes do not match.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combining(SYNANN_MULTIPLY, b, named: "*"), TensorOperation("multiply", a, b))
    }

    /// The negative of every element; overflow wraps around.
    public static prefix func - (a: Tensor) -> Tensor { Tensor(0) - a }
    /// The magnitude of every element. The magnitude of the least signed number wraps around to itself.
    public func abs() -> Tensor {
        Scalar.isSigned
            ? traced(combining(SYNANN_MAXIMUM, Tensor(0) - self, named: "abs"), TensorOperation("abs", self)) : self
    }
    /// −1, 0 or 1, the sign of every element.
    public func sign() -> Tensor {
        let bounded: Tensor = combining(SYNANN_MINIMUM, Tensor(1), named: "sign")
        let least = Tensor(Scalar.isSigned ? Scalar(0) &- 1 : 0)
        return traced(bounded.combining(SYNANN_MAXIMUM, least, named: "sign"), TensorOperation("sign", self))
    }
    /// x² of every element; overflow wraps around.
    public func squared() -> Tensor { self * self }

    /// `b` added to every element; overflow wraps around.
    public static func + (a: Tensor, b: Scalar) -> Tensor { a + Tensor(b) }
    /// Returns `b` subtracted from every element; overflow wraps around.
    public static func - (a: Tensor, b: Scalar) -> Tensor { a - Tensor(b) }
    /// Returns every element multiplied by `b`; overflow wraps around.
    public static func * (a: Tensor, b: Scalar) -> Tensor { a * Tensor(b) }
    /// Adds `b`, broadcast to the shape of `a`; overflow wraps around. Traps if `b` does not broadcast to that shape.
    /// Writes in place if `a` is the only owner of its memory and neither tensor is in a trace.
    public static func += (a: inout Tensor, b: Tensor) { a.update(SYNANN_ADD, b, "+=") { $0 + $1 } }
    /// Subtracts `b`, broadcast to the shape of `a`; overflow wraps around: see `+=`.
    public static func -= (a: inout Tensor, b: Tensor) { a.update(SYNANN_SUBTRACT, b, "-=") { $0 - $1 } }
    /// Multiplies by `b`, broadcast to the shape of `a`; overflow wraps around: see `+=`.
    public static func *= (a: inout Tensor, b: Tensor) { a.update(SYNANN_MULTIPLY, b, "*=") { $0 * $1 } }

    /// Writes in place, unless a tensor is in a trace, which must record the operation.
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
