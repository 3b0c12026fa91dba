import ComplexModule
import Tensors
import TestSupport
import Testing

/// Convolutions of vectors equal sums of products that plain loops compute, for every mode, and for lengths below and
/// above the vector width of the kernel. Correlations equal NumPy's.
@Suite struct Correlation1DTests {
    /// Returns the convolution of `a` and `b` in the mode `full`, with `a.count + b.count - 1` elements: element k is
    /// the sum of all products `a[i] * b[k - i]` whose indices exist.
    private func full(_ a: [Double], _ b: [Double]) -> [Double] {
        (0 ..< a.count + b.count - 1).map { k in
            (max(0, k - b.count + 1) ... min(k, a.count - 1)).reduce(0) { $0 + a[$1] * b[k - $1] }
        }
    }

    /// Returns the elements of the convolution `full` that the mode keeps, as NumPy's documentation of `convolve`
    /// defines them. `n` and `m` are the lengths of the convolved vectors.
    private func part(_ full: [Double], _ n: Int, _ m: Int, _ mode: ConvolutionMode) -> [Double] {
        let (long, short): (Int, Int) = (max(n, m), min(n, m))
        switch mode {
        case .full: return full
        case .same: return Array(full[(short - 1) / 2 ..< (short - 1) / 2 + long])
        case .valid: return Array(full[short - 1 ..< long])
        }
    }

    @Test(arguments: ConvolutionMode.allCases)
    func resultsEqualPlainLoops(_ mode: ConvolutionMode) {
        for (n, m) in [(1, 1), (5, 3), (3, 5), (4, 2), (2, 4), (70, 6), (300, 17), (17, 300), (1100, 2)] {
            let (a, b): (Tensor<Double>, Tensor<Double>) = (sample([n]), sample([m], in: -2 ... 1))
            let expected: [Double] = part(full(a.scalars, b.scalars), n, m, mode)
            let found: [Double] = convolve(a, b, mode: mode).scalars
            #expect(found.count == expected.count, "\(n) \(m)")
            #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(n) \(m)")
            let wholes: (Tensor<Int>, Tensor<Int>) = (Tensor<Int>(a * 100), Tensor<Int>(b * 100))
            let sums: [Int] = convolve(wholes.0, wholes.1, mode: mode).scalars
            let reals: Tensor<Double> = convolve(Tensor<Double>(wholes.0), Tensor<Double>(wholes.1), mode: mode)
            #expect(sums == reals.scalars.map { Int($0.rounded()) })
            let single: Tensor<Float> = convolve(Tensor<Float>(a), Tensor<Float>(b), mode: mode)
            #expect(zip(single.scalars, expected).allSatisfy { abs(Double($0) - $1) < 1e-4 }, "\(n) \(m)")
        }
    }

    @Test func correlationsAreNumPys() {
        // The expected numbers are results of numpy.correlate in NumPy 2.4.6.
        let (a, b): (Tensor<Double>, Tensor<Double>) = (Tensor([1, 2, 3, 4]), Tensor([0, 1, 0.5]))
        #expect(correlate(a, b).scalars == [3.5, 5])
        #expect(correlate(a, b, mode: .same).scalars == [2, 3.5, 5, 4])
        #expect(correlate(a, b, mode: .full).scalars == [0.5, 2, 3.5, 5, 4, 0])
        #expect(correlate(b, a, mode: .same).scalars == [4, 5, 3.5, 2])
        #expect(correlate(b, a, mode: .full).scalars == [0, 4, 5, 3.5, 2, 0.5])
        #expect(correlate(Tensor<Int8>([100, 100]), Tensor<Int8>([2, 2])).scalars == [-112])
        let z = Tensor<Complex<Double>>(Tensor([1, 2, 3]), Tensor([0, 1, -1]))
        let w = Tensor<Complex<Double>>(Tensor([0, 1]), Tensor([2, 0.5]))
        #expect(correlate(z, w).scalars == [Complex(2.5, -2), Complex(4.5, -6.5)])
        #expect(correlate(w, z).scalars == correlate(z, w).scalars.reversed().map(\.conjugate))
    }

    @Test func derivativesAgreeWithCentralDifferences() {
        for mode in ConvolutionMode.allCases {
            for (n, m) in [(5, 3), (2, 4), (1, 1)] {
                let inputs: [Tensor<Double>] = [sample([n]), sample([m])]
                #expect(problems(of: { convolve($0[0], $0[1], mode: mode) }, at: inputs) == [])
                #expect(problems(of: { correlate($0[0], $0[1], mode: mode) }, at: inputs) == [])
            }
        }
    }

    @Test func vectorsWithoutElementsTrap() async {
        await #expect(processExitsWith: .failure) { _ = convolve(Tensor<Float>(zeros: [0]), Tensor<Float>([1])) }
        await #expect(processExitsWith: .failure) { _ = correlate(Tensor<Float>(zeros: [2, 2]), Tensor<Float>([1])) }
    }
}
