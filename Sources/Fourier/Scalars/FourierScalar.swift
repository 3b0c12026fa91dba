internal import CFFTW
public import ComplexModule
public import Tensors

/// `Float`, `Double`, `Complex<Float>` or `Complex<Double>`: the scalars that can be transformed.
///
/// Swift reaches FFTW's functions through the number of the precision, so each algorithm is written once.
public protocol FourierScalar: FieldScalar where Magnitude: FourierReal {
    /// The number of the precision in the C functions (`synann_fft_precision`).
    static var _fftPrecision: UInt32 { get }
}

/// `Float` or `Double`: the real numbers of a transform, and the parts of its complex numbers.
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
