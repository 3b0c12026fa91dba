internal import CFFTW
internal import CKernels

/// The kind of a transform of a line: the numbers that it reads and the numbers that it writes.
enum LineTransform: Hashable {
    /// From n complex numbers to n complex numbers.
    case complex(Direction)
    /// From n real numbers to the first n/2 + 1 (rounded down) numbers of their spectrum, which determine the other
    /// numbers.
    case realToHalf
    /// From n real numbers to all n numbers of their spectrum.
    case realToWhole(Direction)
    /// From the first n/2 + 1 (rounded down) numbers of a spectrum to n real numbers, in the backward direction.
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

    /// The kind of FFTW's transform. For `realToWhole`, FFTW writes only half of the spectrum.
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
