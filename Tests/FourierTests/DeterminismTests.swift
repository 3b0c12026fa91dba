import ComplexModule
import Fourier
import Tensors
import TestSupport
import Testing

/// Every transform gives the same bits at one, two and five threads.
@Suite(.serialized) struct DeterminismTests {
    static let shapes: [Shape] = [[10_000], [32_768], [33_075], [9973], [100, 100], [300, 128], [7, 40, 61]]

    @Test(arguments: shapes)
    func sameBitsAtEveryThreadCount(shape: Shape) {
        check(shape, Double.self)
        check(shape, Float.self)
    }

    private func check<Real: FourierReal>(_ shape: Shape, _ type: Real.Type) {
        let x: Tensor<Complex<Real>> = signal(shape)
        let real: Tensor<Real> = sample(shape)
        func results() -> ([Tensor<Complex<Real>>], Tensor<Real>) {
            (
                [fft(x), fft(x, axis: 0), ifftn(x), fft(real), rfft(real, axis: 0), rfftn(real)],
                irfft(x, axis: 0)
            )
        }
        let threads: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = threads }
        Parallelism.threadCount = 1
        let expected: ([Tensor<Complex<Real>>], Tensor<Real>) = results()
        for count in [2, 5] {
            Parallelism.threadCount = count
            let found: ([Tensor<Complex<Real>>], Tensor<Real>) = results()
            #expect(found.0 == expected.0 && found.1 == expected.1, "\(shape), \(count) threads")
        }
    }
}
