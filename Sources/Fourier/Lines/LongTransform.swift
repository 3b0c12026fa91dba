internal import CFFTW
internal import CKernels
import Tensors

/// The transform of a line that does not fit into the cache, in two steps over shorter lines.
///
/// A transform of n numbers x[j] to n numbers X[k] has the factors e^(∓2πi·j·k/n). Let n = n₁·n₂, j = j₁·n₂ + j₂ and k
/// = k₁ + n₁·k₂. Then j·k/n is j₁·k₁/n₁ + j₂·k₁/n + j₂·k₂/n₂ up to an integer. The transform therefore consists of n₂
/// transforms over j₁, a factor for each number, and n₁ transforms over j₂ (Bailey, 1990). Both steps read and write
/// memory in order, and the library's threads share the lines of each step.
///
/// For real numbers, only the lines k₁ ≤ n₁/2 are computed: see `HalfSpectrum`.
package struct LongTransform {
    private let pass: LinePass
    private let n1, n2: Int

    /// The least length of a line that is transformed in two steps. Two such lines of complex numbers in double
    /// precision fill a cache of 1 MiB.
    package static let leastLength = 1 << 15

    init?(_ pass: LinePass) {
        guard pass.length >= Self.leastLength, pass.twiddles == nil, pass.folding == nil else { return nil }
        if case .realToWhole = pass.transform, pass.toStride != 1 { return nil }
        guard let (n1, n2) = Self.factors(of: pass.length) else { return nil }
        (self.pass, self.n1, self.n2) = (pass, n1, n2)
    }

    /// Returns the two factors of n that are nearest to each other; `nil` if the smaller factor would be below 32.
    package static func factors(of n: Int) -> (Int, Int)? {
        let root = Int(Double(n).squareRoot())
        return stride(from: root, through: 32, by: -1).first { n % $0 == 0 }.map { ($0, n / $0) }
    }

    func run() {
        for line in 0 ..< pass.loops.lineCount {
            let (from, to): (Int, Int) = pass.loops.offsets(ofLine: line)
            run(pass.from + from * pass.fromSize, pass.to + to * pass.toSize)
        }
    }

    private func run(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) {
        switch pass.transform {
        case .complex(let direction):
            timeFirst(from, to, .complex(direction), columns: n1, direction, folding: nil)
        case .realToHalf:
            timeFirst(
                from, to, .realToHalf, columns: n1 / 2 + 1, .forward,
                folding: HalfSpectrum(isSource: false, precision: pass.precision, n1: n1, n2: n2))
        case .realToWhole(let direction):
            timeFirst(
                from, to, .realToHalf, columns: n1 / 2 + 1, .forward,
                folding: HalfSpectrum(isSource: false, precision: pass.precision, n1: n1, n2: n2))
            synann_complete_spectrum(pass.precision.scalar, pass.length, direction == .backward ? 1 : 0, to)
        case .halfToReal: frequencyFirst(from, to)
        }
    }

    /// Transforms a line over j₁ by the transform `first`, and then over j₂: see `LongTransform` for these indices.
    /// `columns` is the number of values of k₁ for which the second step is computed. `folding` is the layout of the
    /// result if the result is half of a spectrum, otherwise `nil`.
    private func timeFirst(
        _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, _ first: LineTransform, columns: Int,
        _ direction: Direction, folding: HalfSpectrum?
    ) {
        let pitch: Int = columns + padding
        let between: Tensor<UInt8> = Tensor(uninitialized: [n2 * pitch * 2 * pass.realSize])
        LinePass(
            transform: first, precision: pass.precision, length: n1, from: from,
            to: between.mutableAddress, fromStride: n2 * pass.fromStride, toStride: 1,
            loops: [LineLoop(length: n2, fromStride: pass.fromStride, toStride: pitch)],
            twiddles: RootsOfUnity(pass.length, direction)
        ).run()
        LinePass(
            transform: .complex(direction), precision: pass.precision, length: n2, scale: pass.scale,
            from: between.mutableAddress, to: to, fromStride: pitch, toStride: n1 * pass.toStride,
            loops: [LineLoop(length: columns, fromStride: 1, toStride: pass.toStride)], folding: folding
        ).run()
    }

    /// Transforms half of a spectrum to real numbers: see `LongTransform` for the indices. The first step transforms
    /// over k₂ for each k₁ ≤ n₁/2. The second step transforms half of a spectrum over k₁ to real numbers over j₁, for
    /// each j₂.
    private func frequencyFirst(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) {
        let (rows, pitch): (Int, Int) = (n1 / 2 + 1, n2 + padding)
        let between: Tensor<UInt8> = Tensor(uninitialized: [rows * pitch * 2 * pass.realSize])
        LinePass(
            transform: .complex(.backward), precision: pass.precision, length: n2, from: from,
            to: between.mutableAddress, fromStride: n1 * pass.fromStride, toStride: 1,
            loops: [LineLoop(length: rows, fromStride: pass.fromStride, toStride: pitch)],
            twiddles: RootsOfUnity(pass.length, .backward),
            folding: HalfSpectrum(isSource: true, precision: pass.precision, n1: n1, n2: n2)
        ).run()
        LinePass(
            transform: .halfToReal, precision: pass.precision, length: n1, scale: pass.scale,
            from: between.mutableAddress, to: to, fromStride: pitch, toStride: n2 * pass.toStride,
            loops: [LineLoop(length: n2, fromStride: 1, toStride: pass.toStride)]
        ).run()
    }

    /// The number of unused numbers after each row, which fill a cache line. They prevent neighbouring rows from
    /// sharing a set of the cache, and keep the rows aligned.
    private var padding: Int { 64 / (2 * pass.realSize) }
}
