import Fourier
import Testing

@Suite struct RootsOfUnityTests {
    @Test func multiplesOfAnEighthAreExact() {
        for n in [1, 2, 3, 8, 1000, 1 << 20] {
            #expect(RootsOfUnity.root(0, n) == (1, 0))
            if n % 2 == 0 { #expect(RootsOfUnity.root(n / 2, n) == (-1, 0)) }
            if n % 4 == 0 {
                #expect(RootsOfUnity.root(n / 4, n) == (0, 1))
                #expect(RootsOfUnity.root(3 * n / 4, n) == (0, -1))
            }
            if n % 8 == 0 {
                let (cosine, sine): (Double, Double) = RootsOfUnity.root(n / 8, n)
                #expect(abs(cosine - 0.5.squareRoot()) < 1.2e-16 && abs(sine - 0.5.squareRoot()) < 1.2e-16)
            }
        }
    }

    /// The n-th roots of unity are on the unit circle and symmetric about the real axis. The root exp(2πi·m/n) is the
    /// square of exp(2πi·m/(2n)).
    @Test(arguments: [7, 12, 1001, 65_536, 999_983])
    func identities(n: Int) {
        for m in stride(from: 0, to: n, by: max(1, n / 97)) {
            let (c, s): (Double, Double) = RootsOfUnity.root(m, n)
            #expect(abs(c * c + s * s - 1) < 5e-16)
            let half: (cosine: Double, sine: Double) = RootsOfUnity.root(m, 2 * n)
            #expect(abs(c - (half.cosine * half.cosine - half.sine * half.sine)) < 5e-16)
            #expect(abs(s - 2 * half.cosine * half.sine) < 5e-16)
            if m > 0 {
                let mirrored: (cosine: Double, sine: Double) = RootsOfUnity.root(n - m, n)
                #expect(abs(c - mirrored.cosine) < 2e-16 && abs(s + mirrored.sine) < 2e-16)
            }
        }
    }
}
