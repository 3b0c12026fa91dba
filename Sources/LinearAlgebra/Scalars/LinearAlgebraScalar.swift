internal import COpenBLAS
public import ComplexModule
public import Tensors

/// `Float`, `Double`, `Complex<Float>` or `Complex<Double>`: a scalar that LAPACK computes with.
///
/// LAPACK's routines are reached through the type's number (`_lapackType`), so that each algorithm is written once.
public protocol LinearAlgebraScalar: FieldScalar where Magnitude: LinearAlgebraScalar & ComplexPart {
    /// The type's number in the C header: LAPACK's letters s, d, c, z.
    static var _lapackType: UInt32 { get }
    /// The absolute value |z|.
    var _absolute: Magnitude { get }
}

extension Float: LinearAlgebraScalar {
    public static var _lapackType: UInt32 { SYNANN_LAPACK_S.rawValue }
    public var _absolute: Float { magnitude }
}

extension Double: LinearAlgebraScalar {
    public static var _lapackType: UInt32 { SYNANN_LAPACK_D.rawValue }
    public var _absolute: Double { magnitude }
}

extension Complex: LinearAlgebraScalar where RealType: LinearAlgebraScalar & ComplexPart {
    public static var _lapackType: UInt32 { RealType._lapackType + 2 }
    public var _absolute: RealType { length }
}

extension LinearAlgebraScalar {
    /// The type's number, as the C header takes it.
    static var lapackType: synann_lapack_type { synann_lapack_type(rawValue: _lapackType) }

    /// The distance from 1 to the next greater number: 2⁻²³ or 2⁻⁵².
    static var epsilon: Magnitude { Magnitude.ulpOfOne }
}
