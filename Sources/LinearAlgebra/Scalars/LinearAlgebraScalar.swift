internal import COpenBLAS
public import ComplexModule
public import Tensors

/// `Float`, `Double`, `Complex<Float>` or `Complex<Double>`: the scalars that LAPACK computes with.
///
/// Swift reaches LAPACK's routines through the type's number (`_blasType`), so each algorithm is written once.
public protocol LinearAlgebraScalar: FieldScalar where Magnitude: LinearAlgebraScalar & ComplexPart {
    /// The absolute value |z|.
    var _absolute: Magnitude { get }
}

extension Float: LinearAlgebraScalar {
    /// The absolute value |z|.
    public var _absolute: Float { magnitude }
}

extension Double: LinearAlgebraScalar {
    /// The absolute value |z|.
    public var _absolute: Double { magnitude }
}

extension Complex: LinearAlgebraScalar where RealType: LinearAlgebraScalar & ComplexPart {
    /// The absolute value |z|.
    public var _absolute: RealType { length }
}

extension LinearAlgebraScalar {
    /// The type's number, as the C functions take it.
    static var lapackType: synann_blas_type { synann_blas_type(rawValue: _blasType) }

    /// The distance from 1 to the next greater number: 2⁻²³ or 2⁻⁵².
    static var epsilon: Magnitude { Magnitude.ulpOfOne }
}
