import ComplexModule
import Differentiation
import Fourier
import Tensors
import TestSupport
import Testing

/// The derivatives of transforms of complex numbers, and of whole spectra of real numbers, agree with differences.
@Suite struct ComplexTransformTests {
    @Test(arguments: [1, 2, 3, 4, 5, 8])
    func derivativesByRealNumbers(n: Int) {
        for norm in FourierNorm.allCases {
            expect("fft, n = \(n), \(norm)", at: sample([2, n])) { parts(fft($0, norm: norm)) }
            expect("ifft, n = \(n), \(norm)", at: sample([2, n])) { parts(ifft($0, norm: norm)) }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 8])
    func derivativesByComplexNumbers(n: Int) {
        for norm in FourierNorm.allCases {
            expect("fft, n = \(n), \(norm)", at: sample([n, 2])) { parts(fft(complex($0), norm: norm)) }
            expect("ifft, n = \(n), \(norm)", at: sample([n, 2])) { parts(ifft(complex($0), norm: norm)) }
        }
    }

    @Test(arguments: [1, 3, 4, 5, 8])
    func derivativesOfCutAndContinuedLines(n: Int) {
        for axis in [0, 1, -1] {
            expect("fft, n = \(n), axis \(axis)", at: sample([3, 4, 2])) {
                parts(fft($0, n: n, axis: axis, norm: .ortho))
            }
            expect("fft of complex numbers, n = \(n), axis \(axis)", at: sample([3, 4, 2])) {
                parts(fft(complex($0), n: n, axis: axis == -1 ? 1 : axis, norm: .forward))
            }
            expect("ifft, n = \(n), axis \(axis)", at: sample([3, 4, 2])) { parts(ifft($0, n: n, axis: axis)) }
        }
    }

    @Test func derivativesAlongSeveralAxes() {
        for norm in FourierNorm.allCases {
            expect("fftn, \(norm)", at: sample([2, 3, 2])) { parts(fftn($0, norm: norm)) }
            expect("ifftn, \(norm)", at: sample([2, 3, 2])) { parts(ifftn(complex($0), norm: norm)) }
            expect("fft2, \(norm)", at: sample([2, 3, 2])) { parts(fft2($0, s: [4, 3], axes: [2, 0], norm: norm)) }
            expect("ifft2, \(norm)", at: sample([3, 3, 2])) { parts(ifft2(complex($0), s: [2, 5], norm: norm)) }
        }
    }

    @Test(arguments: [[0, 3], [3, 0, 2]] as [Shape])
    func emptyBatchesHaveEmptyGradients(shape: Shape) {
        let derivative: Tensor<Double> = gradient(at: Tensor<Double>(zeros: shape)) { x in
            parts(fft(x, axis: shape[0] == 0 ? 1 : 0)).sum()
        }
        #expect(derivative.shape == shape)
    }

    /// The gradient of a transform is the adjoint transform of the cotangent, for long lines and for a length with a
    /// large prime factor.
    @Test(arguments: [127, 33_075, 34_992])
    func longTransformsAreAdjoints(n: Int) {
        let (x, weights): (Tensor<Double>, Tensor<Double>) = (sample([n]), sample([n], seed: 9))
        let byReal: Tensor<Double> = gradient(at: x) { (fft($0).imaginaryPart() * weights).sum() }
        let expected: Tensor<Double> = ifft(
            Tensor<Complex<Double>>(Tensor<Double>(zeros: [n]), weights), norm: .forward
        ).realPart()
        #expect(errorInUnits(byReal, expected) < 8)
    }

    private func expect(_ label: String, at x: Tensor<Double>, _ operation: (Tensor<Double>) -> Tensor<Double>) {
        let found: [String] = problems(of: { operation($0[0]) }, at: [x])
        #expect(found.isEmpty, "\(label): \(found)")
    }
}

/// Returns the real and the imaginary parts along a new last axis, so that a test compares both.
func parts(_ x: Tensor<Complex<Double>>) -> Tensor<Double> {
    Tensor(stacking: [x.realPart(), x.imaginaryPart()], axis: -1)
}

/// Returns the complex numbers whose real and imaginary parts are along the last axis, of length 2.
func complex(_ parts: Tensor<Double>) -> Tensor<Complex<Double>> {
    Tensor(parts[.ellipsis, 0], parts[.ellipsis, 1])
}
