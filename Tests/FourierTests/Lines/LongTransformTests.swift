import ComplexModule
import Fourier
import Tensors
import TestSupport
import Testing

@Suite struct LongTransformTests {
    @Test func factorsAreNearTheRoot() throws {
        #expect(try #require(LongTransform.factors(of: 1 << 20)) == (1024, 1024))
        #expect(try #require(LongTransform.factors(of: 1_000_000)) == (1000, 1000))
        #expect(try #require(LongTransform.factors(of: 1 << 15)) == (128, 256))
        #expect(try #require(LongTransform.factors(of: 33_075)) == (175, 189))
        // Neither length is a product of two factors of at least 32: 999 983 is prime, and the only factors of 31 · 32
        // 771 are 31 and 32 771.
        #expect(LongTransform.factors(of: 999_983) == nil)
        #expect(LongTransform.factors(of: 31 * 32_771) == nil)
    }

    /// Element k of the spectrum of an impulse at position j is exp(−2πi·jk/n), where n is the length. The expected
    /// numbers need no other transform. The lengths have even and odd factors of equal and of different size.
    @Test(arguments: [32_768, 34_992, 32_802, 33_075, 33_033])
    func impulses(n: Int) {
        if n % 2 == 0 { check(n, Double.self) } else { check(n, Float.self) }
    }

    private func check<Real: FourierReal>(_ n: Int, _ type: Real.Type) {
        #expect(n >= LongTransform.leastLength && LongTransform.factors(of: n) != nil)
        for j in [1, n / 2, n - 1] {
            var real = Tensor<Real>(zeros: [n])
            real[j] = Tensor(1)
            let roots: [Complex<Real>] = (0 ..< n).map { k in
                let (cosine, sine): (Double, Double) = RootsOfUnity.root(j * k % n, n)
                return Complex(Real(cosine), Real(-sine))
            }
            let expected = Tensor<Complex<Real>>(roots)
            #expect(errorInUnits(fft(Tensor<Complex<Real>>(real)), expected) < 4, "n = \(n), j = \(j)")
            #expect(errorInUnits(fft(real), expected) < 4, "n = \(n), j = \(j)")
            #expect(errorInUnits(rfft(real), expected[0 ... n / 2]) < 4, "n = \(n), j = \(j)")
            #expect(errorInUnits(irfft(expected[0 ... n / 2], n: n), real) < 4, "n = \(n), j = \(j)")
            #expect(errorInUnits(ifft(expected), Tensor<Complex<Real>>(real)) < 4, "n = \(n), j = \(j)")
        }
    }

    /// `irfft` ignores the imaginary parts that the half spectrum X of n real numbers cannot have: that of X[0], and
    /// that of X[n/2] if n is even. The lines are long, so they are transformed in two steps.
    @Test(arguments: [32_768, 34_992, 32_802, 33_075])
    func ignoredImaginaryParts(n: Int) {
        let half: Tensor<Complex<Double>> = rfft(sample([n]))
        var changed: Tensor<Complex<Double>> = half
        changed[0] = half[0] + Tensor(Complex(0, 1e6))
        if n % 2 == 0 { changed[n / 2] = half[n / 2] + Tensor(Complex(0, -3e6)) }
        let (a, b): (Tensor<Double>, Tensor<Double>) = (irfft(changed, n: n), irfft(half, n: n))
        // The tolerance is large, because the inverse adds the large imaginary parts to the numbers, and removes
        // these parts only at the end.
        #expect(errorInUnits(a, b) < 1e6)
    }
}
