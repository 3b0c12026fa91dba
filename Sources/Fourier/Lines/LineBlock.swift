internal import CFFTW
internal import CKernels
import Tensors

/// The transform of a block of lines. The transform consists of up to four steps: copy the lines to a buffer (if
/// `gathers`), transform the lines, finish the lines (see `finish`), and copy the lines from a buffer to the result (if
/// `scatters`).
struct LineBlock {
    let pass: LinePass
    let inner: LineLoop
    private let gathers, scatters: Bool
    private let width: Int
    private let isAligned: Bool
    /// The distance between consecutive lines in the buffers, in elements. The distance is greater than the length of a
    /// line: without a gap, lines whose length is a power of two would share a set of the cache.
    let fromPitch, toPitch: Int
    /// The sizes in bytes of the numbers that FFTW reads and of the numbers that it writes.
    let fromSize, toSize: Int
    /// Whether real lines are transformed as complex lines: see `LinePass.isEmbedded`.
    let isEmbedded: Bool

    init(_ pass: LinePass, _ inner: LineLoop, gathers: Bool, scatters: Bool, outer: [LineLoop], width: Int) {
        (self.pass, self.inner, self.gathers, self.scatters, self.width) = (pass, inner, gathers, scatters, width)
        let isEmbedded: Bool = pass.isEmbedded
        self.isEmbedded = isEmbedded
        fromSize = isEmbedded ? 2 * pass.realSize : pass.fromSize
        toSize = isEmbedded ? 2 * pass.realSize : pass.toSize
        fromPitch = Self.pitch(isEmbedded ? pass.length : pass.fromLength, fromSize)
        toPitch = Self.pitch(isEmbedded ? pass.length : pass.toLength, toSize)
        func isAligned(_ address: Int) -> Bool {
            synann_fft_is_aligned(pass.precision, UnsafeRawPointer(bitPattern: address)) != 0
        }
        let readsAligned: Bool =
            isAligned(Int(bitPattern: pass.from)) && isAligned(width * inner.fromStride * pass.fromSize)
            && outer.allSatisfy { isAligned($0.fromStride * pass.fromSize) }
        let writesAligned: Bool =
            isAligned(Int(bitPattern: pass.to)) && isAligned(width * inner.toStride * pass.toSize)
            && outer.allSatisfy { isAligned($0.toStride * pass.toSize) }
        self.isAligned = (gathers || readsAligned) && (scatters || writesAligned)
    }

    private static func pitch(_ length: Int, _ size: Int) -> Int { ((length * size + 63) / 64 * 64 + 64) / size }

    private var fromBytes: Int { gathers ? width * fromPitch * fromSize : 0 }
    private var toBytes: Int { scatters ? width * toPitch * toSize : 0 }
    private var foldedBytes: Int { pass.folding == nil ? 0 : max(fromBytes, toBytes) }

    func makeScratch() -> Tensor<UInt8> { Tensor(uninitialized: [fromBytes + toBytes + foldedBytes]) }

    func plan(_ count: Int) -> Plan {
        PlanCache.shared.plan(
            PlanKey(
                isDouble: pass.precision == SYNANN_FFT_DOUBLE, kind: kind, length: pass.length, count: count,
                fromStride: gathers ? 1 : pass.fromStride, toStride: scatters ? 1 : pass.toStride,
                fromDistance: gathers ? fromPitch : inner.fromStride, toDistance: scatters ? toPitch : inner.toStride,
                isAligned: isAligned))
    }

    /// The kind of FFTW's transform. For embedded real lines, the transform is complex.
    private var kind: synann_fft_kind {
        guard isEmbedded else { return pass.transform.kind }
        return switch pass.transform {
        case .realToHalf, .realToWhole(.forward), .complex(.forward): SYNANN_FFT_FORWARD
        default: SYNANN_FFT_BACKWARD
        }
    }

    /// Transforms the lines `first ..< first + count` of the inner loop by `plan`, a plan for `count` lines. `offsets`
    /// are the positions of the inner loop's line 0 in both arrays, in elements. `scratch` is memory from
    /// `makeScratch`.
    func run(
        _ plan: Plan, offsets: (from: Int, to: Int), first: Int, count: Int, scratch: UnsafeMutablePointer<UInt8>
    ) {
        let from: UnsafeRawPointer = pass.from + (offsets.from + first * inner.fromStride) * pass.fromSize
        let to: UnsafeMutableRawPointer = pass.to + (offsets.to + first * inner.toStride) * pass.toSize
        let gathered = UnsafeMutableRawPointer(scratch)
        let result: UnsafeMutableRawPointer = scatters ? gathered + fromBytes : to
        let folded: UnsafeMutableRawPointer = gathered + fromBytes + toBytes
        if gathers { gather(from, gathered, folded, first, count) }
        plan.execute(gathers ? UnsafeRawPointer(gathered) : from, result)
        finish(result, scatters ? toPitch : inner.toStride, first, count)
        if scatters { scatter(result, to, folded, first, count) }
    }

    /// Finishes `count` transformed lines, from line `first` on, while the lines are in the cache: writes the other
    /// half of a spectrum, multiplies by the factors of a long transform, and multiplies by the scale. Consecutive
    /// lines begin `distance` numbers apart.
    private func finish(_ lines: UnsafeMutableRawPointer, _ distance: Int, _ first: Int, _ count: Int) {
        if case .realToWhole(let direction) = pass.transform, !isEmbedded {
            for line in 0 ..< count {
                synann_complete_spectrum(
                    pass.precision.scalar, pass.length, direction == .backward ? 1 : 0, lines + line * distance * toSize
                )
            }
        }
        pass.twiddles?.multiply(
            lines, pass.precision.scalar, first: first, rows: count, count: pass.toLength, pitch: distance)
        guard pass.scale != 1 else { return }
        let partsOfNumber: Int = toSize / pass.realSize
        if !scatters && pass.toStride != 1 && pass.toLength > 1 {
            // If FFTW wrote the lines with a stride, the numbers at the same position of all lines are neighbours in
            // memory.
            for position in 0 ..< pass.toLength {
                multiply(lines + position * pass.toStride * toSize, count: count * partsOfNumber)
            }
        } else if distance == pass.toLength {
            multiply(lines, count: count * distance * partsOfNumber)
        } else {
            for line in 0 ..< count {
                multiply(lines + line * distance * toSize, count: pass.toLength * partsOfNumber)
            }
        }
    }

    private func multiply(_ reals: UnsafeMutableRawPointer, count: Int) {
        let numbers = synann_strided(data: reals, stride: 1)
        if pass.precision == SYNANN_FFT_DOUBLE {
            withUnsafePointer(to: pass.scale) {
                let scale = synann_strided(data: $0, stride: 0)
                synann_binary(SYNANN_DOUBLE, SYNANN_MULTIPLY, count, numbers, scale, reals)
            }
        } else {
            withUnsafePointer(to: Float(pass.scale)) {
                let scale = synann_strided(data: $0, stride: 0)
                synann_binary(SYNANN_FLOAT, SYNANN_MULTIPLY, count, numbers, scale, reals)
            }
        }
    }
}
