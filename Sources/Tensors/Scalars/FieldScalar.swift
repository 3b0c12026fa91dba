/// A scalar that can be added, multiplied and divided, real or complex: the scalars of linear algebra.
///
/// `Float`, `Double`, and swift-numerics' `Complex` of both. Its whole-array operations are static requirements, so
/// that generic code makes one witness call per array. `Magnitude` is the real type that absolute values have.
public protocol FieldScalar: TensorScalar, Numeric where Magnitude: RealScalar {
    static func / (a: Self, b: Self) -> Self

    /// The number whose imaginary part is 0.
    init(_real value: Magnitude)
    /// The real part; the number itself where it is real.
    var _realPart: Magnitude { get }
    /// The complex conjugate; the number itself where it is real.
    var _conjugate: Self { get }
    /// Whether the type has an imaginary part.
    static var _isComplex: Bool { get }

    /// `operation` of the elements of both tensors, broadcast; unknown to the tape.
    static func _combining(
        _ operation: _FieldOperation, _ a: Tensor<Self>, _ b: Tensor<Self>, named name: String
    ) -> Tensor<Self>
    /// Replaces the elements of `a`, in place where its memory is its own.
    static func _combine(
        _ operation: _FieldOperation, _ a: inout Tensor<Self>, _ b: Tensor<Self>, named name: String)
    /// The negative of every element; unknown to the tape.
    static func _negative(_ a: Tensor<Self>) -> Tensor<Self>
    /// The conjugate of every element, the tensor itself where it is real; unknown to the tape.
    static func _conjugate(_ a: Tensor<Self>) -> Tensor<Self>
    /// The sum along `axes`, which are normalised and left out of the result; unknown to the tape.
    static func _sum(_ a: Tensor<Self>, axes: [Int]) -> Tensor<Self>

    /// The type's number in the C headers of BLAS and LAPACK (`synann_blas_type`).
    static var _blasType: UInt32 { get }
}

/// An elementwise operation that every field has.
public enum _FieldOperation: Sendable {
    case add, subtract, multiply, divide
}

extension Tensor where Scalar: FieldScalar {
    /// The complex conjugate of every element; the tensor itself where the scalar is real.
    public func conjugated() -> Tensor {
        guard Scalar._isComplex else { return self }
        return withDerivative(
            of: TensorOperation("conjugated", self), Scalar._conjugate(self),
            .by(self) { cotangent in cotangent.conjugated() })
    }

    /// The conjugate transpose of a matrix, or of each matrix of a stack; a view where the scalar is real.
    public func adjoint() -> Tensor { transposed().conjugated() }
}
