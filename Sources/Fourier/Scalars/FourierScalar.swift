internal import CFFTW
public import ComplexModule
public import Tensors

/// The scalars that can be transformed: `Float`, `Double`, `Complex<Float>` and `Complex<Double>`.
///
/// The C functions take the precision as an argument, so each algorithm is written only once for all scalars.
public protocol FourierScalar: FieldScalar where Magnitude: FourierReal {
    /// The number of the precision in the C functions (`synann_fft_precision`).
    static var _fftPrecision: UInt32 { get }
}

/// The real numbers of a transform, and the real and imaginary parts of its complex numbers: `Float` or `Double`.
public protocol FourierReal: FourierScalar, ComplexPart {}

extension Float: FourierReal {
    public static var _fftPrecision: UInt32 { SYNANN_FFT_SINGLE.rawValue }
}

extension Double: FourierReal {
    public static var _fftPrecision: UInt32 { SYNANN_FFT_DOUBLE.rawValue }
}

extension Complex: FourierScalar where RealType: FourierReal {
    public static var _fftPrecision: UInt32 { RealType._fftPrecision }
}

extension FourierScalar {
    static var precision: synann_fft_precision { synann_fft_precision(rawValue: _fftPrecision) }
}
