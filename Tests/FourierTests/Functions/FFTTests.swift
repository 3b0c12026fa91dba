import ComplexModule
import Fourier
import Tensors
import TestSupport
import Testing

@Suite struct FFTTests {
    @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 12, 16, 27, 30, 61, 64, 100, 101, 256])
    func agreesWithTheDefinition(n: Int) {
        let x: Tensor<Complex<Double>> = signal([n])
        let real: Tensor<Double> = sample([n])
        let embedded: [Complex<Double>] = real.scalars.map { Complex($0) }
        for (found, expected) in [
            (fft(x), directTransform(x.scalars)),
            (ifft(x, norm: .forward), directTransform(x.scalars, backward: true)),
            (fft(real), directTransform(embedded)),
            (ifft(real, norm: .forward), directTransform(embedded, backward: true)),
        ] {
            #expect(errorInUnits(found, Tensor(expected)) < 10, "n = \(n)")
        }
    }

    /// The inverse transform gives the original numbers. The lengths are on both sides of every limit at which the
    /// library changes the algorithm.
    @Test(arguments: [1, 2, 6, 97, 1024, 4095, 32_767, 32_768, 33_075, 34_992])
    func theInverseUndoesIt(n: Int) {
        check(n, Double.self)
        check(n, Float.self)
    }

    private func check<Real: FourierReal>(_ n: Int, _ type: Real.Type) {
        let x: Tensor<Complex<Real>> = signal([n])
        let real: Tensor<Real> = sample([n])
        for norm in FourierNorm.allCases {
            #expect(errorInUnits(ifft(fft(x, norm: norm), norm: norm), x) < 8, "n = \(n), \(norm)")
            #expect(errorInUnits(fft(ifft(x, norm: norm), norm: norm), x) < 8, "n = \(n), \(norm)")
            #expect(errorInUnits(ifft(fft(real, norm: norm), norm: norm), Tensor(real)) < 8, "n = \(n), \(norm)")
            #expect(errorInUnits(irfft(rfft(real, norm: norm), n: n, norm: norm), real) < 8, "n = \(n), \(norm)")
            #expect(errorInUnits(hfft(ihfft(real, norm: norm), n: n, norm: norm), real) < 8, "n = \(n), \(norm)")
        }
        #expect(errorInUnits(fft(real), fft(Tensor<Complex<Real>>(real))) < 8, "n = \(n)")
        #expect(errorInUnits(ifft(real), ifft(Tensor<Complex<Real>>(real))) < 8, "n = \(n)")
        let half: Int = n / 2 + 1
        #expect(errorInUnits(rfft(real), fft(real)[0 ..< half]) < 8, "n = \(n)")
        #expect(errorInUnits(ihfft(real), ifft(real)[0 ..< half]) < 8, "n = \(n)")
    }

    /// If both directions divide by √n, a signal x of n numbers and its spectrum X have the same sum of squares: ∑|x|²
    /// = ∑|X|². Without the division, ∑|X|² = n·∑|x|².
    @Test(arguments: [1, 2, 15, 128, 997, 40_000])
    func theOrthonormalTransformKeepsTheSumOfSquares(n: Int) {
        let x: Tensor<Complex<Double>> = signal([n])
        func energy(_ x: Tensor<Complex<Double>>) -> Double {
            (x.realPart().squared() + x.imaginaryPart().squared()).sum().scalar
        }
        #expect(abs(energy(fft(x, norm: .ortho)) / energy(x) - 1) < 1e-14)
        #expect(abs(energy(fft(x)) / (energy(x) * Double(n)) - 1) < 1e-14)
    }

    @Test(arguments: [1, 2, 9, 64, 331, 33_000])
    func isLinear(n: Int) {
        let (x, y): (Tensor<Complex<Double>>, Tensor<Complex<Double>>) = (signal([n]), signal([n], seed: 1))
        let a = Complex<Double>(0.3, -1.2)
        #expect(errorInUnits(fft(x * a + y), fft(x) * a + fft(y)) < 8)
    }

    /// The transform of a cyclic convolution is the product of the transforms.
    @Test(arguments: [1, 2, 7, 24, 101])
    func transformsConvolutionsIntoProducts(n: Int) {
        let (x, y): (Tensor<Double>, Tensor<Double>) = (sample([n]), sample([n], seed: 1))
        let (a, b): ([Double], [Double]) = (x.scalars, y.scalars)
        let convolution: [Double] = (0 ..< n).map { k in
            (0 ..< n).reduce(0) { $0 + a[$1] * b[(k - $1 + n) % n] }
        }
        #expect(errorInUnits(irfft(rfft(x) * rfft(y), n: n), Tensor(convolution)) < 20)
        #expect(errorInUnits(ifft(fft(x) * fft(y)).realPart(), Tensor(convolution)) < 20)
    }

    /// A cyclic shift by one place multiplies each element of the spectrum by a root of unity. This root is the
    /// element at the same position in the spectrum of the shifted impulse.
    @Test(arguments: [5, 16, 32_768, 46_656])
    func turnsAShiftIntoPhases(n: Int) {
        let x: Tensor<Complex<Double>> = signal([n])
        var shifted: [Complex<Double>] = x.scalars
        shifted.insert(shifted.removeLast(), at: 0)
        let impulse = Tensor<Complex<Double>>([0, 1] + [Complex<Double>](repeating: 0, count: n - 2))
        #expect(errorInUnits(fft(Tensor(shifted)), fft(x) * fft(impulse)) < 8)
    }

    @Test func everyAxisAndLayoutGivesTheSameNumbers() {
        check(Double.self)
        check(Float.self)
    }

    private func check<Real: FourierReal>(_ type: Real.Type) {
        for shape in [[3, 4, 5], [2, 20, 3], [40, 33], [1, 6, 1]] as [Shape] {
            let x: Tensor<Complex<Real>> = signal(shape)
            let real: Tensor<Real> = sample(shape)
            for axis in 0 ..< shape.rank {
                var order = Array(0 ..< shape.rank)
                order.swapAt(axis, shape.rank - 1)
                let expected: Tensor<Complex<Real>> = fft(x.permuted(order)).permuted(order)
                let expectedOfReal: Tensor<Complex<Real>> = rfft(real.permuted(order)).permuted(order)
                for arrangement in MemoryArrangement.allCases {
                    let label = "\(arrangement), axis \(axis) of \(shape)"
                    let arranged: Tensor<Complex<Real>> = arrangement.arranging(x)
                    #expect(errorInUnits(fft(arranged, axis: axis), expected) < 4, "\(label)")
                    #expect(errorInUnits(rfft(real.arranged(arrangement), axis: axis), expectedOfReal) < 4, "\(label)")
                    let back: Tensor<Real> = irfft(
                        arrangement.arranging(expectedOfReal), n: shape[axis], axis: axis)
                    #expect(errorInUnits(back, real) < 4, "\(label)")
                }
                let broadcast: Tensor<Complex<Real>> = x[0 ..< 1].broadcast(to: shape)
                #expect(
                    errorInUnits(fft(broadcast, axis: axis), fft(Tensor(broadcast.scalars, shape: shape), axis: axis))
                        < 4)
            }
        }
    }

    /// A long line, which is transformed in two steps, has the same spectrum as a row or column of a matrix and as a
    /// vector.
    @Test func longLinesInABlock() {
        let n = 36_864
        let x: Tensor<Complex<Float>> = signal([2, n])
        let real: Tensor<Float> = sample([2, n])
        for row in 0 ..< 2 {
            #expect(errorInUnits(fft(x)[row], fft(x[row])) < 4)
            #expect(errorInUnits(fft(x.transposed(), axis: 0).transposed()[row], fft(x[row])) < 4)
            #expect(errorInUnits(rfft(real.transposed(), axis: 0).transposed()[row], rfft(real[row])) < 4)
            #expect(errorInUnits(fft(real.transposed(), axis: 0).transposed()[row], fft(real[row])) < 4)
            let half: Tensor<Complex<Float>> = rfft(real)
            #expect(errorInUnits(irfft(half.transposed(), axis: 0).transposed()[row], real[row]) < 8)
        }
    }

    /// NaN or an infinity changes only the transform of its own line.
    @Test(arguments: [4, 5, 13, 100, 32_768])
    func nonFiniteNumbersStayInTheirLine(n: Int) {
        for bad in [Double.nan, .infinity, -.infinity] {
            var x: Tensor<Double> = sample([3, n])
            let good: Tensor<Complex<Double>> = fft(x)
            x[1, n / 2] = Tensor(bad)
            let found: Tensor<Complex<Double>> = fft(x)
            #expect(found[0] == good[0] && found[2] == good[2])
            #expect(found[1].scalars.allSatisfy { !$0.isFinite })
            #expect(rfft(x)[1].scalars.allSatisfy { !$0.isFinite })
            let both = Tensor<Complex<Double>>(x, x)
            #expect(ifft(both)[1].scalars.allSatisfy { !$0.isFinite })
            #expect(irfft(both)[1].scalars.allSatisfy { !$0.isFinite })
            #expect(irfft(both)[0] == irfft(both[0]) && irfft(both)[2] == irfft(both[2]))
        }
    }
}
