internal import COpenBLAS
public import ComplexModule
public import Tensors

/// A scalar type that LAPACK supports: `Float`, `Double`, `Complex<Float>` or `Complex<Double>`.
///
/// A number identifies the type (`_blasType`). It selects the LAPACK routine at run time, so each algorithm is written
/// once for all four types.
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
    /// The number of the type, as the C type that the C functions expect.
    static var lapackType: synann_blas_type { synann_blas_type(rawValue: _blasType) }

    /// The distance from 1 to the next greater number: 2⁻²³ in single and 2⁻⁵² in double precision.
    static var epsilon: Magnitude { Magnitude.ulpOfOne }
}
