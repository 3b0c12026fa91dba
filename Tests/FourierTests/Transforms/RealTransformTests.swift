import ComplexModule
import Differentiation
import Fourier
import Tensors
import TestSupport
import Testing

/// The derivatives of transforms between real numbers and half spectra agree with differences.
@Suite struct RealTransformTests {
    @Test(arguments: [1, 2, 3, 4, 5, 8])
    func derivatives(n: Int) {
        let half: Int = n / 2 + 1
        for norm in FourierNorm.allCases {
            expect("rfft, n = \(n), \(norm)", at: sample([2, n])) { parts(rfft($0, norm: norm)) }
            expect("ihfft, n = \(n), \(norm)", at: sample([2, n])) { parts(ihfft($0, norm: norm)) }
            expect("irfft, n = \(n), \(norm)", at: sample([half, 2])) { irfft(complex($0), n: n, norm: norm) }
            expect("hfft, n = \(n), \(norm)", at: sample([half, 2])) { hfft(complex($0), n: n, norm: norm) }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 8])
    func derivativesOfCutAndContinuedLines(n: Int) {
        for axis in [0, 1] {
            expect("rfft, n = \(n), axis \(axis)", at: sample([3, 4, 2])) { parts(rfft($0, n: n, axis: axis)) }
            expect("ihfft, n = \(n), axis \(axis)", at: sample([3, 4, 2])) { parts(ihfft($0, n: n, axis: axis)) }
            expect("irfft, n = \(n), axis \(axis)", at: sample([3, 4, 2])) {
                irfft(complex($0), n: n, axis: axis, norm: .ortho)
            }
            expect("hfft, n = \(n), axis \(axis)", at: sample([3, 4, 2])) {
                hfft(complex($0), n: n, axis: axis, norm: .ortho)
            }
        }
    }

    @Test func derivativesAlongSeveralAxes() {
        for norm in FourierNorm.allCases {
            expect("rfftn, \(norm)", at: sample([2, 3, 4])) { parts(rfftn($0, norm: norm)) }
            expect("rfft2, \(norm)", at: sample([2, 3, 4])) { parts(rfft2($0, s: [3, 3], axes: [2, 0], norm: norm)) }
            expect("irfftn, \(norm)", at: sample([2, 3, 2])) { irfftn(complex($0), norm: norm) }
            expect("irfft2, \(norm)", at: sample([2, 3, 2, 2])) { irfft2(complex($0), s: [4, 3], norm: norm) }
        }
    }

    /// The derivative with respect to imaginary parts that the inverse ignores is exactly 0.
    @Test func ignoredPartsHaveNoDerivative() {
        let derivative: Tensor<Double> = gradient(at: sample([5, 2])) { x in
            (irfft(complex(x)) * sample([8], seed: 3)).sum()
        }
        #expect(derivative[0, 1].scalar == 0 && derivative[4, 1].scalar == 0)
        #expect(derivative[1, 1].scalar != 0)
    }

    /// The derivatives of half spectra equal those of the whole spectrum, for long lines and for a length with a large
    /// prime factor.
    @Test(arguments: [127, 33_075, 34_992])
    func longTransforms(n: Int) {
        let half: Int = n / 2 + 1
        let x: Tensor<Double> = sample([n])
        let (a, b): (Tensor<Double>, Tensor<Double>) = (sample([half], seed: 9), sample([half], seed: 10))
        func loss(_ spectrum: Tensor<Complex<Double>>) -> Tensor<Double> {
            (spectrum.realPart() * a + spectrum.imaginaryPart() * b).sum()
        }
        let byHalf: Tensor<Double> = gradient(at: x) { loss(rfft($0)) }
        let byWhole: Tensor<Double> = gradient(at: x) { loss(fft($0)[0 ..< half]) }
        #expect(errorInUnits(byHalf, byWhole) < 8)
        let back: Tensor<Double> = gradient(at: a) { (irfft(Tensor<Complex<Double>>($0, b), n: n) * x).sum() }
        var weights = [Double](repeating: 2 / Double(n), count: half)
        weights[0] = 1 / Double(n)
        if n % 2 == 0 { weights[half - 1] = 1 / Double(n) }
        #expect(errorInUnits(back, rfft(x).realPart() * Tensor(weights)) < 8)
    }

    private func expect(_ label: String, at x: Tensor<Double>, _ operation: (Tensor<Double>) -> Tensor<Double>) {
        let found: [String] = problems(of: { operation($0[0]) }, at: [x])
        #expect(found.isEmpty, "\(label): \(found)")
    }
}
