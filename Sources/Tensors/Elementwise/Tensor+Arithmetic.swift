internal import CKernels

// Operands are broadcast by NumPy's rule. A number is broadcast as a tensor of shape []. The cotangent of a broadcast
// operand is summed over the axes along which the operand was repeated.

extension Tensor where Scalar: FieldScalar {
    /// Returns the elementwise sum. The shapes are broadcast to a common shape. Traps if there is no common shape.
    /// Differentiable.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        if !(a.mayBeRecorded || b.mayBeRecorded) { return Scalar._combining(.add, a, b, named: "+") }
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("add", a, b), Scalar._combining(.add, a, b, named: "+"),
            .by(a) { cotangent in cotangent.summed(to: aShape) },
            .by(b) { cotangent in cotangent.summed(to: bShape) })
    }

    /// Returns the elementwise difference. The shapes are broadcast to a common shape. Traps if there is no common
    /// shape. Differentiable.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        if !(a.mayBeRecorded || b.mayBeRecorded) { return Scalar._combining(.subtract, a, b, named: "-") }
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("subtract", a, b), Scalar._combining(.subtract, a, b, named: "-"),
            .by(a) { cotangent in cotangent.summed(to: aShape) },
            .by(b) { cotangent in -cotangent.summed(to: bShape) })
    }

    /// Returns the elementwise product; `matmul` is the matrix product. The shapes are broadcast to a common shape.
    /// Traps if there is no common shape. Differentiable.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        if !(a.mayBeRecorded || b.mayBeRecorded) { return Scalar._combining(.multiply, a, b, named: "*") }
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("multiply", a, b), Scalar._combining(.multiply, a, b, named: "*"),
            .by(a) { cotangent in (cotangent * b.conjugated()).summed(to: aShape) },
            .by(b) { cotangent in (cotangent * a.conjugated()).summed(to: bShape) })
    }

    /// Returns the elementwise quotient. The shapes are broadcast to a common shape. Traps if there is no common shape.
    /// Differentiable. Division of real numbers by 0 gives ±∞ or NaN, as in IEEE 754; division of complex numbers by 0
    /// gives ∞.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        if !(a.mayBeRecorded || b.mayBeRecorded) { return Scalar._combining(.divide, a, b, named: "/") }
        let (aShape, bShape) = (a.shape, b.shape)
        return withDerivative(
            of: TensorOperation("divide", a, b), Scalar._combining(.divide, a, b, named: "/"),
            .by(a) { cotangent in (cotangent / b.conjugated()).summed(to: aShape) },
            .by(b) { cotangent, quotient in (-cotangent * (quotient / b).conjugated()).summed(to: bShape) })
    }

    /// Returns `b` added to every element of `a`. Differentiable with respect to `a`.
    public static func + (a: Tensor, b: Scalar) -> Tensor { a + Tensor(b) }
    /// Returns `a` added to every element of `b`. Differentiable with respect to `b`.
    public static func + (a: Scalar, b: Tensor) -> Tensor { Tensor(a) + b }
    /// Returns `b` subtracted from every element of `a`. Differentiable with respect to `a`.
    public static func - (a: Tensor, b: Scalar) -> Tensor { a - Tensor(b) }
    /// Returns every element of `b` subtracted from `a`. Differentiable with respect to `b`.
    public static func - (a: Scalar, b: Tensor) -> Tensor { Tensor(a) - b }
    /// Returns every element of `a` multiplied by `b`. Differentiable with respect to `a`.
    public static func * (a: Tensor, b: Scalar) -> Tensor { a * Tensor(b) }
    /// Returns every element of `b` multiplied by `a`. Differentiable with respect to `b`.
    public static func * (a: Scalar, b: Tensor) -> Tensor { Tensor(a) * b }
    /// Returns every element of `a` divided by `b`. Differentiable with respect to `a`. Division of real numbers by 0
    /// gives ±∞ or NaN, as in IEEE 754; division of complex numbers by 0 gives ∞.
    public static func / (a: Tensor, b: Scalar) -> Tensor { a / Tensor(b) }
    /// Returns `a` divided by every element of `b`. Differentiable with respect to `b`. Division of real numbers by 0
    /// gives ±∞ or NaN, as in IEEE 754; division of complex numbers by 0 gives ∞.
    public static func / (a: Scalar, b: Tensor) -> Tensor { Tensor(a) / b }

    /// Returns the negative of every element. Differentiable.
    public static prefix func - (a: Tensor) -> Tensor {
        withDerivative(of: TensorOperation("negate", a), Scalar._negative(a), .by(a) { cotangent in -cotangent })
    }

    /// Adds `b` to `a` elementwise, after broadcasting `b` to the shape of `a`. Differentiable. Traps if `b` does not
    /// broadcast to that shape. Real numbers are written in place if `a` has contiguous rows and is the only owner of
    /// its memory, and neither tensor is on a tape.
    public static func += (a: inout Tensor, b: Tensor) { a.update(.add, b, "+=") { $0 + $1 } }
    /// Subtracts `b` from `a` elementwise, after broadcasting `b` to the shape of `a`. Differentiable. Traps if `b`
    /// does not broadcast to that shape. Real numbers are written in place if `a` has contiguous rows and is the only
    /// owner of its memory, and neither tensor is on a tape.
    public static func -= (a: inout Tensor, b: Tensor) { a.update(.subtract, b, "-=") { $0 - $1 } }
    /// Multiplies `a` by `b` elementwise, after broadcasting `b` to the shape of `a`. Differentiable. Traps if `b` does
    /// not broadcast to that shape. Real numbers are written in place if `a` has contiguous rows and is the only owner
    /// of its memory, and neither tensor is on a tape.
    public static func *= (a: inout Tensor, b: Tensor) { a.update(.multiply, b, "*=") { $0 * $1 } }
    /// Divides `a` by `b` elementwise, after broadcasting `b` to the shape of `a`. Division of real numbers by 0 gives
    /// ±∞ or NaN, as in IEEE 754; division of complex numbers by 0 gives ∞. Differentiable. Traps if `b` does not
    /// broadcast to that shape. Real numbers are written in place if `a` has contiguous rows and is the only owner of
    /// its memory, and neither tensor is on a tape.
    public static func /= (a: inout Tensor, b: Tensor) { a.update(.divide, b, "/=") { $0 / $1 } }
    /// Adds `b` to every element of `a`. Differentiable with respect to `a`.
    public static func += (a: inout Tensor, b: Scalar) { a += Tensor(b) }
    /// Subtracts `b` from every element of `a`. Differentiable with respect to `a`.
    public static func -= (a: inout Tensor, b: Scalar) { a -= Tensor(b) }
    /// Multiplies every element of `a` by `b`. Differentiable with respect to `a`.
    public static func *= (a: inout Tensor, b: Scalar) { a *= Tensor(b) }
    /// Divides every element of `a` by `b`.  Differentiable with respect to `a`. Division of real numbers by 0 gives ±∞
    /// or NaN, as in IEEE 754; division of complex numbers by 0 gives ∞.
    public static func /= (a: inout Tensor, b: Scalar) { a /= Tensor(b) }

    /// Replaces this tensor by `operation` of this tensor and `other`. If a tensor is on a tape, the tape must record
    /// the operation, so `recorded` computes a new tensor. Otherwise the operation writes in place where possible.
    /// Traps unless `other` broadcasts to this shape; the message starts with `name`.
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

    /// Returns a tensor of shape `target`: the sum over the axes along which broadcasting from `target` to this shape
    /// repeats elements. The function is the transpose of `broadcast`. `target` must broadcast to this shape.
    package func summed(to target: Shape) -> Tensor {
        if shape == target { return self }
        return sum(axes: target.broadcastAxes(to: shape), keepDims: true).reshaped(to: target)
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// Returns the elementwise sum; overflow wraps around, as in NumPy. The shapes are broadcast to a common shape.
    /// Traps if there is no common shape.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combining(SYNANN_ADD, b, named: "+"), TensorOperation("add", a, b))
    }
    /// Returns the elementwise difference; overflow wraps around. The shapes are broadcast to a common shape. Traps if
    /// there is no common shape.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combining(SYNANN_SUBTRACT, b, named: "-"), TensorOperation("subtract", a, b))
    }
    /// Returns the elementwise product; overflow wraps around. The shapes are broadcast to a common shape. Traps if
    /// there is no common shape.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        traced(a.combining(SYNANN_MULTIPLY, b, named: "*"), TensorOperation("multiply", a, b))
    }

    /// Returns the negative of every element; overflow wraps around.
    public static prefix func - (a: Tensor) -> Tensor { Tensor(0) - a }
    /// Returns the magnitude of every element. The magnitude of the least number of a signed type wraps around to this
    /// number.
    public func abs() -> Tensor {
        Scalar.isSigned
            ? traced(combining(SYNANN_MAXIMUM, Tensor(0) - self, named: "abs"), TensorOperation("abs", self)) : self
    }
    /// Returns the sign of every element: −1, 0 or 1.
    public func sign() -> Tensor {
        let bounded: Tensor = combining(SYNANN_MINIMUM, Tensor(1), named: "sign")
        let least = Tensor(Scalar.isSigned ? Scalar(0) &- 1 : 0)
        return traced(bounded.combining(SYNANN_MAXIMUM, least, named: "sign"), TensorOperation("sign", self))
    }
    /// Returns the square of every element; overflow wraps around.
    public func squared() -> Tensor { self * self }

    /// Returns `b` added to every element of `a`; overflow wraps around.
    public static func + (a: Tensor, b: Scalar) -> Tensor { a + Tensor(b) }
    /// Returns `b` subtracted from every element of `a`; overflow wraps around.
    public static func - (a: Tensor, b: Scalar) -> Tensor { a - Tensor(b) }
    /// Returns every element of `a` multiplied by `b`; overflow wraps around.
    public static func * (a: Tensor, b: Scalar) -> Tensor { a * Tensor(b) }
    /// Adds `b` to `a` elementwise, after broadcasting `b` to the shape of `a`; overflow wraps around. Traps if `b`
    /// does not broadcast to that shape. Writes in place if `a` has contiguous rows and is the only owner of its
    /// memory, and neither tensor is in a trace.
    public static func += (a: inout Tensor, b: Tensor) { a.update(SYNANN_ADD, b, "+=") { $0 + $1 } }
    /// Subtracts `b` from `a` elementwise, after broadcasting `b` to the shape of `a`; overflow wraps around. Traps if
    /// `b` does not broadcast to that shape. Writes in place if `a` has contiguous rows and is the only owner of its
    /// memory, and neither tensor is in a trace.
    public static func -= (a: inout Tensor, b: Tensor) { a.update(SYNANN_SUBTRACT, b, "-=") { $0 - $1 } }
    /// Multiplies `a` by `b` elementwise, after broadcasting `b` to the shape of `a`; overflow wraps around. Traps if
    /// `b` does not broadcast to that shape. Writes in place if `a` has contiguous rows and is the only owner of its
    /// memory, and neither tensor is in a trace.
    public static func *= (a: inout Tensor, b: Tensor) { a.update(SYNANN_MULTIPLY, b, "*=") { $0 * $1 } }

    /// Replaces this tensor by `operation` of this tensor and `other`. If a tensor is in a trace, the trace must record
    /// the operation, so `recorded` computes a new tensor. Otherwise the operation writes in place where possible.
    /// Traps unless `other` broadcasts to this shape; the message starts with `name`.
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
