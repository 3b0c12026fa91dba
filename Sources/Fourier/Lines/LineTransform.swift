internal import CFFTW
internal import CKernels

/// What a transform does with one line, and the lengths of the line before and after.
enum LineTransform: Hashable {
    /// n complex numbers to n.
    case complex(Direction)
    /// n real numbers to the n/2 + 1 (rounded down) that determine their spectrum.
    case realToHalf
    /// n real numbers to their whole spectrum.
    case realToWhole(Direction)
    /// Half a spectrum to n real numbers, backward.
    case halfToReal

    func fromLength(_ n: Int) -> Int { self == .halfToReal ? n / 2 + 1 : n }

    func toLength(_ n: Int) -> Int { self == .realToHalf ? n / 2 + 1 : n }

    var readsReals: Bool {
        switch self {
        case .realToHalf, .realToWhole: true
        default: false
        }
    }

    var writesReals: Bool { self == .halfToReal }

    /// FFTW's transform. That of `realToWhole` writes half of the spectrum.
    var kind: synann_fft_kind {
        switch self {
        case .complex(.forward): SYNANN_FFT_FORWARD
        case .complex(.backward): SYNANN_FFT_BACKWARD
        case .realToHalf, .realToWhole: SYNANN_FFT_REAL_TO_COMPLEX
        case .halfToReal: SYNANN_FFT_COMPLEX_TO_REAL
        }
    }
}

extension synann_fft_precision {
    /// The type of the real numbers in this precision, as a constant of `CKernels`.
    var scalar: synann_scalar_type { self == SYNANN_FFT_DOUBLE ? SYNANN_DOUBLE : SYNANN_FLOAT }
}
