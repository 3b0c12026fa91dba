internal import CFFTW
internal import CKernels
import Tensors

/// A transform whose line does not fit into the cache, in two steps over shorter lines.
///
/// With n = n₁·n₂, j = j₁·n₂ + j₂ and k = k₁ + n₁·k₂, the exponent j·k/n is j₁·k₁/n₁ + j₂·k₁/n + j₂·k₂/n₂ up to an
/// integer. So n₂ transforms over j₁, a factor for each number, and n₁ transforms over j₂ give the whole (Bailey,
/// 1990). The steps read and write memory in order, and their lines are shared by the library's threads.
///
/// Of real numbers, only the lines k₁ ≤ n₁/2 are computed: see `HalfSpectrum`.
package struct LongTransform {
    private let pass: LinePass
    private let n1, n2: Int

    /// Lines from this length on are transformed in two steps: two of them fill a cache of 1 MiB.
    package static let leastLength = 1 << 15

    init?(_ pass: LinePass) {
        guard pass.length >= Self.leastLength, pass.twiddles == nil, pass.folding == nil else { return nil }
        if case .realToWhole = pass.transform, pass.toStride != 1 { return nil }
        guard let (n1, n2) = Self.factors(of: pass.length) else { return nil }
        (self.pass, self.n1, self.n2) = (pass, n1, n2)
    }

    /// The two factors of n that are nearest to each other, if both are long enough.
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

    /// Transforms over j₁, then over j₂. `columns` is the number of k₁ that are computed.
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

    /// The backward transform of half a spectrum: over k₂ for each k₁ ≤ n₁/2, then from half a spectrum over k₁ to the
    /// real numbers over j₁, for each j₂.
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

    /// A cache line between rows keeps neighbouring rows out of one set of the cache, and rows aligned.
    private var padding: Int { 64 / (2 * pass.realSize) }
}
