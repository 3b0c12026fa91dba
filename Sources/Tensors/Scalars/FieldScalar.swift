/// A scalar that can be added, multiplied and divided, real or complex: the scalars of linear algebra.
///
/// The conforming types are `Float`, `Double`, and the types `Complex<Float>` and `Complex<Double>` of swift-numerics.
/// The operations on whole arrays are static requirements, so that generic code makes a single witness call for each
/// array. `Magnitude` is the real type of absolute values.
public protocol FieldScalar: TensorScalar, Numeric where Magnitude: RealScalar {
    /// Returns the quotient of `a` and `b`. Division by 0 follows IEEE 754 for real numbers, and gives ∞ for complex
    /// numbers.
    static func / (a: Self, b: Self) -> Self

    /// Creates the number with the real part `value` and the imaginary part 0.
    init(_real value: Magnitude)
    /// The real part; for a real type, the number itself.
    var _realPart: Magnitude { get }
    /// The complex conjugate; for a real type, the number itself.
    var _conjugate: Self { get }
    /// Whether the type has an imaginary part.
    static var _isComplex: Bool { get }

    /// Returns `operation` of each pair of elements of `a` and `b`, after broadcasting to a common shape. The tape does
    /// not record the operation. Traps if the shapes do not broadcast; the message starts with `name`.
    static func _combining(
        _ operation: _FieldOperation, _ a: Tensor<Self>, _ b: Tensor<Self>, named name: String
    ) -> Tensor<Self>
    /// Replaces `a` by `operation(a, b)`. Real numbers are written in place if `a` has contiguous rows and is the only
    /// owner of its memory. Traps if `b` does not broadcast to the shape of `a`; the message starts with `name`.
    static func _combine(
        _ operation: _FieldOperation, _ a: inout Tensor<Self>, _ b: Tensor<Self>, named name: String)
    /// Returns the negative of every element of `a`. The tape does not record the operation.
    static func _negative(_ a: Tensor<Self>) -> Tensor<Self>
    /// Returns the complex conjugate of every element of `a`; for a real type, `a` itself. The tape does not record the
    /// operation.
    static func _conjugate(_ a: Tensor<Self>) -> Tensor<Self>
    /// Returns the sum of `a` along `axes`, which are counted from the first axis and in ascending order. The result
    /// does not have these axes. The tape does not record the operation.
    static func _sum(_ a: Tensor<Self>, axes: [Int]) -> Tensor<Self>

    /// Returns the product of `a` along `axes`, which are counted from the first axis and in ascending order. None of
    /// these axes may be empty. The result does not have these axes. The tape does not record the operation.
    static func _product(_ a: Tensor<Self>, axes: [Int]) -> Tensor<Self>
    /// Returns the sums of the elements of `a` up to and including each position of `axis`, or their products if
    /// `multiplies` is true. The accumulation runs from the end of the axis if `reversed` is true. `axis` is counted
    /// from the first axis. The tape does not record the operation.
    static func _cumulated(_ a: Tensor<Self>, multiplies: Bool, axis: Int, reversed: Bool) -> Tensor<Self>
    /// Returns y[i] = b[i] + a[i] · y[i − 1] along `axis`, with y[−1] = 0. `a` and `b` must have the same shape. If
    /// `reversed` is true, the recurrence runs from the end of the axis, with y[i + 1] instead of y[i − 1]. `axis` is
    /// counted from the first axis. The tape does not record the operation.
    static func _recurrence(_ a: Tensor<Self>, adding b: Tensor<Self>, axis: Int, reversed: Bool) -> Tensor<Self>

    /// Returns `tensor` with `values` added at `positions` of the row-major order. `values` has the shape of
    /// `positions`. If a position occurs several times, all its values are added. The tape does not record the
    /// operation.
    static func _addingElements(
        _ values: Tensor<Self>, to tensor: Tensor<Self>, at positions: Tensor<Int>
    ) -> Tensor<Self>

    /// The number of the type in the C headers of BLAS and LAPACK (`synann_blas_type`).
    static var _blasType: UInt32 { get }
}

/// An elementwise operation on real or complex numbers.
public enum _FieldOperation: Sendable {
    /// One of the four arithmetic operations.
    case add, subtract, multiply, divide
}

extension Tensor where Scalar: FieldScalar {
    /// Returns the complex conjugate of every element; the tensor itself if the scalar is real. Differentiable.
    public func conjugated() -> Tensor {
        guard Scalar._isComplex else { return self }
        return withDerivative(
            of: TensorOperation("conjugated", self), Scalar._conjugate(self),
            .by(self) { cotangent in cotangent.conjugated() })
    }

    /// Returns the conjugate transpose of the last two axes: `[…, m, n] → […, n, m]`, a view if the scalar is real.
    /// Differentiable. Traps if the rank is below 2.
    public func adjoint() -> Tensor { transposed().conjugated() }
}
