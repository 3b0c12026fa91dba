import ComplexModule
import Foundation
import Fourier
import Tensors
import TestSupport
import Testing

@Suite struct FFTTests {
    @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 12, 16, 27, 30, 61, 64, 100, 101, 256])
    func agreesWithTheDefinition(n: Int) {
        let (real, imaginary): (Tensor<Double>, Tensor<Double>) = (sample([n]), sample([n], seed: 4))
        let x = Tensor<Complex<Double>>(real, imaginary)
        let scale = Double(n).squareRoot()
        for (found, expected) in [
            (fft(x), directTransform(x.scalars)), (ifft(x, norm: .forward), directTransform(x.scalars, backward: true)),
            (fft(real), directTransform(real.scalars.map { Complex($0) })),
            (ifft(real, norm: .forward), directTransform(real.scalars.map { Complex($0) }, backward: true)),
        ] {
            for (a, b) in zip(found.scalars, expected) { #expect((a - b).length < 1e-14 * scale * 4, "n = \(n)") }
        }
    }
}
