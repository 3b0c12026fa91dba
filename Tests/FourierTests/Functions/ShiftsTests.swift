import ComplexModule
import Fourier
import Tensors
import TestSupport
import Testing

@Suite struct ShiftsTests {
    @Test(arguments: [[1], [2], [5], [6], [3, 4], [4, 5, 3], [2, 0]] as [Shape])
    func theyUndoEachOther(shape: Shape) {
        let x: Tensor<Complex<Float>> = signal(shape)
        #expect(ifftshift(fftshift(x)) == x && fftshift(ifftshift(x)) == x)
        #expect(ifftshift(fftshift(x, axes: [-1]), axes: [-1]) == x)
        for axis in 0 ..< shape.rank {
            let others: [Int] = (0 ..< shape.rank).filter { $0 != axis }
            #expect(fftshift(fftshift(x, axes: [axis]), axes: others) == fftshift(x))
        }
    }

    /// `fftshift` sorts the n frequencies of a spectrum in ascending order. Frequency 0 moves to position n/2, rounded
    /// down.
    @Test(arguments: [1, 2, 7, 8])
    func frequenciesAscend(n: Int) {
        let frequencies: [Double] = fftshift(fftfreq(n)).scalars
        #expect(frequencies == (0 ..< n).map { Double($0 - n / 2) * (1 / Double(n)) })
        #expect(zip(frequencies, frequencies.dropFirst()).allSatisfy { $0 < $1 })
        #expect(frequencies[n / 2] == 0)
    }

    /// If the length n of a signal is even, multiplying element j by (−1)^j shifts the spectrum by n/2 positions.
    @Test func alternatingSignsShiftTheSpectrum() {
        let x: Tensor<Complex<Double>> = signal([12])
        let signs = Tensor<Complex<Double>>((0 ..< 12).map { Complex($0 % 2 == 0 ? 1 : -1) })
        #expect(errorInUnits(fft(x * signs), fftshift(fft(x))) < 8)
    }

    @Test func derivatives() {
        for axes in [nil, [0], [-1], [2, 0]] as [[Int]?] {
            #expect(problems(of: { fftshift($0[0], axes: axes) }, at: [sample([2, 3, 5])]).isEmpty)
            #expect(problems(of: { ifftshift($0[0], axes: axes) }, at: [sample([2, 3, 5])]).isEmpty)
        }
        #expect(problems(of: { parts(fftshift(complex($0[0]))) }, at: [sample([5, 2])]).isEmpty)
    }
}
