internal import COpenBLAS
public import ComplexModule
public import Tensors

/// A scalar type that LAPACK supports: `Float`, `Double`, `Complex<Float>` or `Complex<Double>`.
///
/// Each type has a number, `_blasType`, which selects the LAPACK routine at run time. Each algorithm is therefore
/// written once for all four types.
public protocol LinearAlgebraScalar: FieldScalar where Magnitude: LinearAlgebraScalar & ComplexPart {
    /// The absolute value of this number.
    var _absolute: Magnitude { get }
}

extension Float: LinearAlgebraScalar {
    /// The absolute value of this number.
    public var _absolute: Float { magnitude }
}

extension Double: LinearAlgebraScalar {
    /// The absolute value of this number.
    public var _absolute: Double { magnitude }
}

extension Complex: LinearAlgebraScalar where RealType: LinearAlgebraScalar & ComplexPart {
    /// The absolute value of this number.
    public var _absolute: RealType { length }
}

extension LinearAlgebraScalar {
    /// The number `_blasType` as a value of the C type that the functions of `COpenBLAS` expect.
    static var lapackType: synann_blas_type { synann_blas_type(rawValue: _blasType) }

    /// The distance from 1 to the next greater number: 2⁻²³ for `Float` and `Complex<Float>`, 2⁻⁵² for `Double` and
    /// `Complex<Double>`.
    static var epsilon: Magnitude { Magnitude.ulpOfOne }
}
