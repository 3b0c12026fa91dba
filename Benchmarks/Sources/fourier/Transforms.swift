import ComplexModule
import Fourier
import Measurement
import SynaNN

/// The measured transforms. `Benchmarks/peers/fourier.py` has the same list under the same names.
struct Transforms<Real: FourierReal> {
    typealias Work = (name: String, make: () -> () -> Void)

    /// Each work makes its own input, so that only one large input exists at a time.
    var all: [Work] {
        // Powers of two, 2⁴·5⁴ and 2⁶·5⁶, powers of three, primes.
        let single: [Work] = [8192, 10_000, 19_683, 9973, 1 << 20, 1_000_000, 1_594_323, 999_983].flatMap { lines($0) }
        return single + [100, 1000, 1024].flatMap { images($0) } + [16, 100].flatMap { manyLines($0) }
    }

    private func lines(_ n: Int) -> [Work] {
        [
            ("fft [\(n)]", { let x = complex([n]); return { keep(fft(x)) } }),
            ("rfft [\(n)]", { let x = real([n]); return { keep(rfft(x)) } }),
            ("irfft [\(n)]", { let x = rfft(real([n])); return { keep(irfft(x, n: n)) } }),
        ]
    }

    private func images(_ n: Int) -> [Work] {
        let shape: Shape = [n, n]
        return [
            ("fft \(shape), last axis", { let x = complex(shape); return { keep(fft(x)) } }),
            ("fft \(shape), first axis", { let x = complex(shape); return { keep(fft(x, axis: 0)) } }),
            (
                "fft \(shape) transposed, last axis",
                { let x = complex(shape).transposed(); return { keep(fft(x)) } }
            ),
            ("rfft \(shape), last axis", { let x = real(shape); return { keep(rfft(x)) } }),
            ("rfft \(shape), first axis", { let x = real(shape); return { keep(rfft(x, axis: 0)) } }),
            ("fft of real \(shape), last axis", { let x = real(shape); return { keep(fft(x)) } }),
            ("ifft \(shape), last axis", { let x = complex(shape); return { keep(ifft(x)) } }),
            ("fft2 \(shape)", { let x = complex(shape); return { keep(fft2(x)) } }),
            ("rfft2 \(shape)", { let x = real(shape); return { keep(rfft2(x)) } }),
            ("irfft2 \(shape)", { let x = rfft2(real(shape)); return { keep(irfft2(x, s: [n, n])) } }),
        ]
    }

    private func manyLines(_ n: Int) -> [Work] {
        let count: Int = 1_000_000 / n
        return [
            ("fft [\(count), \(n)], last axis", { let x = complex([count, n]); return { keep(fft(x)) } }),
            ("fft [\(n), \(count)], first axis", { let x = complex([n, count]); return { keep(fft(x, axis: 0)) } }),
            ("rfft [\(count), \(n)], last axis", { let x = real([count, n]); return { keep(rfft(x)) } }),
        ]
    }

    private func real(_ shape: Shape) -> Tensor<Real> {
        var generator = PhiloxGenerator(seed: 1)
        return Tensor(randomNormal: shape, using: &generator)
    }

    private func complex(_ shape: Shape) -> Tensor<Complex<Real>> {
        var generator = PhiloxGenerator(seed: 1)
        let parts = Tensor<Real>(randomNormal: [2] + shape, using: &generator)
        return Tensor(parts[0], parts[1])
    }
}

extension Shape {
    fileprivate static func + (first: [Int], second: Shape) -> Shape { Shape(first + second.dimensions) }
}
