internal import CFFTW
import CKernels
import Tensors

/// How a pass transforms a block of lines: read them into a buffer if they are not dense, transform, finish, write them
/// from a buffer if they are not dense in the result.
struct LineBlock {
    private let pass: LinePass
    private let inner: LineLoop
    private let gathers, scatters: Bool
    private let width: Int
    private let isAligned: Bool
    /// From line to line in the buffers, in elements. More than a line, because lines at a distance of a power of two
    /// would fall into one set of the cache.
    private let fromPitch, toPitch: Int

    init(_ pass: LinePass, _ inner: LineLoop, gathers: Bool, scatters: Bool, outer: [LineLoop], width: Int) {
        (self.pass, self.inner, self.gathers, self.scatters, self.width) = (pass, inner, gathers, scatters, width)
        fromPitch = Self.pitch(pass.fromLength, pass.fromSize)
        toPitch = Self.pitch(pass.toLength, pass.toSize)
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

    private var fromBytes: Int { gathers ? width * fromPitch * pass.fromSize : 0 }
    private var toBytes: Int { scatters ? width * toPitch * pass.toSize : 0 }
    private var foldedBytes: Int { pass.folding == nil ? 0 : max(fromBytes, toBytes) }

    func makeScratch() -> Tensor<UInt8> { Tensor(uninitialized: [fromBytes + toBytes + foldedBytes]) }

    func plan(_ count: Int) -> PlanHandle {
        PlanCache.shared.plan(
            PlanKey(
                isDouble: pass.precision == SYNANN_FFT_DOUBLE, kind: pass.transform.kind.rawValue, length: pass.length,
                count: count, fromDistance: gathers ? fromPitch : inner.fromStride,
                toDistance: scatters ? toPitch : inner.toStride, isAligned: isAligned))
    }

    /// Transforms the lines `first ..< first + count` of the inner loop.
    func run(
        _ plan: PlanHandle, offsets: (from: Int, to: Int), first: Int, count: Int, scratch: UnsafeMutablePointer<UInt8>
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

    /// What follows the transform while the lines are in the cache: the other half of the spectrum, factors, the scale.
    private func finish(_ lines: UnsafeMutableRawPointer, _ distance: Int, _ first: Int, _ count: Int) {
        let scalar: synann_scalar_type = pass.precision == SYNANN_FFT_DOUBLE ? SYNANN_DOUBLE : SYNANN_FLOAT
        if case .realToWhole(let direction) = pass.transform {
            for line in 0 ..< count {
                synann_complete_spectrum(
                    scalar, pass.length, direction == .backward ? 1 : 0, lines + line * distance * pass.toSize)
            }
        }
        pass.twiddles?.multiply(lines, scalar, first: first, rows: count, count: pass.toLength, pitch: distance)
        guard pass.scale != 1 else { return }
        let isDense: Bool = distance == pass.toLength
        let reals: Int = pass.toLength * pass.toSize / pass.realSize
        for line in 0 ..< (isDense ? 1 : count) {
            multiply(lines + line * distance * pass.toSize, scalar, count: isDense ? reals * count : reals)
        }
    }

    private func multiply(_ reals: UnsafeMutableRawPointer, _ scalar: synann_scalar_type, count: Int) {
        if scalar == SYNANN_DOUBLE {
            withUnsafePointer(to: pass.scale) {
                synann_binary(scalar, SYNANN_MULTIPLY, count, reals, 1, $0, 0, reals)
            }
        } else {
            withUnsafePointer(to: Float(pass.scale)) {
                synann_binary(scalar, SYNANN_MULTIPLY, count, reals, 1, $0, 0, reals)
            }
        }
    }

    private func gather(
        _ from: UnsafeRawPointer, _ buffer: UnsafeMutableRawPointer, _ folded: UnsafeMutableRawPointer, _ first: Int,
        _ count: Int
    ) {
        if let folding = pass.folding, folding.isSource {
            return folding.gather(
                from, buffer, folded, first: first, lines: count, pitch: fromPitch, stride: pass.fromStride,
                distance: inner.fromStride, size: pass.fromSize)
        }
        let (size, length): (Int, Int) = (pass.fromSize, pass.fromLength)
        if inner.fromStride == 1, count > 1 {
            synann_transpose(size, count, length, from, pass.fromStride, buffer, fromPitch)
        } else {
            for line in 0 ..< count {
                synann_copy(
                    size, length, from + line * inner.fromStride * size, pass.fromStride,
                    buffer + line * fromPitch * size, 1)
            }
        }
    }

    private func scatter(
        _ buffer: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ folded: UnsafeMutableRawPointer,
        _ first: Int, _ count: Int
    ) {
        if let folding = pass.folding, !folding.isSource {
            return folding.scatter(
                buffer, to, folded, first: first, lines: count, pitch: toPitch, stride: pass.toStride,
                distance: inner.toStride, size: pass.toSize)
        }
        let (size, length): (Int, Int) = (pass.toSize, pass.toLength)
        if inner.toStride == 1, count > 1 {
            synann_transpose(size, length, count, buffer, toPitch, to, pass.toStride)
        } else {
            for line in 0 ..< count {
                synann_copy(
                    size, length, buffer + line * toPitch * size, 1, to + line * inner.toStride * size, pass.toStride)
            }
        }
    }
}
