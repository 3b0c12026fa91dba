import ComplexModule
import Fourier
import Measurement
import SynaNN

/// The transforms that the benchmark measures. `Benchmarks/peers/fourier.py` measures the same transforms under the
/// same names.
struct Transforms<Real: FourierReal> {
    typealias Work = (name: String, make: () -> () -> Void)

    /// All transforms. Each transform creates its input when it is measured, so that only one large input exists at a
    /// time.
    var all: [Work] {
        // The lengths are powers of two, the powers of ten 10⁴ and 10⁶, powers of three, and primes.
        let single: [Work] = [8192, 10_000, 19_683, 9973, 1 << 20, 1_000_000, 1_594_323, 999_983].flatMap { lines($0) }
        return single + [100, 1000, 1024].flatMap { images($0) } + [16, 100].flatMap { manyLines($0) }
    }

    private func lines(_ n: Int) -> [Work] {
        [
            work("fft [\(n)]", on: complex([n])) { fft($0) },
            work("rfft [\(n)]", on: real([n])) { rfft($0) },
            work("irfft [\(n)]", on: rfft(real([n]))) { irfft($0, n: n) },
        ]
    }

    private func images(_ n: Int) -> [Work] {
        let shape: Shape = [n, n]
        return [
            work("fft \(shape), last axis", on: complex(shape)) { fft($0) },
            work("fft \(shape), first axis", on: complex(shape)) { fft($0, axis: 0) },
            work("fft \(shape) transposed, last axis", on: complex(shape).transposed()) { fft($0) },
            work("rfft \(shape), last axis", on: real(shape)) { rfft($0) },
            work("rfft \(shape), first axis", on: real(shape)) { rfft($0, axis: 0) },
            work("fft of real \(shape), last axis", on: real(shape)) { fft($0) },
            work("ifft \(shape), last axis", on: complex(shape)) { ifft($0) },
            work("fft2 \(shape)", on: complex(shape)) { fft2($0) },
            work("rfft2 \(shape)", on: real(shape)) { rfft2($0) },
            work("irfft2 \(shape)", on: rfft2(real(shape))) { irfft2($0, s: [n, n]) },
        ]
    }

    private func manyLines(_ n: Int) -> [Work] {
        let count: Int = 1_000_000 / n
        return [
            work("fft [\(count), \(n)], last axis", on: complex([count, n])) { fft($0) },
            work("fft [\(n), \(count)], first axis", on: complex([n, count])) { fft($0, axis: 0) },
            work("rfft [\(count), \(n)], last axis", on: real([count, n])) { rfft($0) },
        ]
    }

    private func work<Input, Output>(
        _ name: String, on input: @autoclosure @escaping () -> Tensor<Input>,
        _ transform: @escaping (Tensor<Input>) -> Tensor<Output>
    ) -> Work {
        (
            name,
            {
                let x: Tensor<Input> = input()
                return { keep(transform(x)) }
            }
        )
    }

    private func real(_ shape: Shape) -> Tensor<Real> {
        var generator = PhiloxGenerator(seed: 1)
        return Tensor(randomNormal: shape, using: &generator)
    }

    private func complex(_ shape: Shape) -> Tensor<Complex<Real>> {
        var generator = PhiloxGenerator(seed: 1)
        let parts = Tensor<Real>(randomNormal: Shape([2] + shape.dimensions), using: &generator)
        return Tensor(parts[0], parts[1])
    }
}
