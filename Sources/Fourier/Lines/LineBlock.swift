internal import CFFTW
import CKernels
import Tensors

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

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
    /// The sizes of FFTW's numbers.
    private let fromSize, toSize: Int

    init(_ pass: LinePass, _ inner: LineLoop, gathers: Bool, scatters: Bool, outer: [LineLoop], width: Int) {
        (self.pass, self.inner, self.gathers, self.scatters, self.width) = (pass, inner, gathers, scatters, width)
        fromSize = pass.isEmbedded ? 2 * pass.realSize : pass.fromSize
        toSize = pass.isEmbedded ? 2 * pass.realSize : pass.toSize
        fromPitch = Self.pitch(pass.isEmbedded ? pass.length : pass.fromLength, fromSize)
        toPitch = Self.pitch(pass.isEmbedded ? pass.length : pass.toLength, toSize)
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

    func plan(_ count: Int) -> PlanHandle {
        PlanCache.shared.plan(
            PlanKey(
                isDouble: pass.precision == SYNANN_FFT_DOUBLE, kind: kind.rawValue, length: pass.length, count: count,
                fromStride: gathers ? 1 : pass.fromStride, toStride: scatters ? 1 : pass.toStride,
                fromDistance: gathers ? fromPitch : inner.fromStride, toDistance: scatters ? toPitch : inner.toStride,
                isAligned: isAligned))
    }

    /// FFTW's transform, which is complex for embedded real lines.
    private var kind: synann_fft_kind {
        guard pass.isEmbedded else { return pass.transform.kind }
        return switch pass.transform {
        case .realToHalf, .realToWhole(.forward), .complex(.forward): SYNANN_FFT_FORWARD
        default: SYNANN_FFT_BACKWARD
        }
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
        if case .realToWhole(let direction) = pass.transform, !pass.isEmbedded {
            for line in 0 ..< count {
                synann_complete_spectrum(
                    scalar, pass.length, direction == .backward ? 1 : 0, lines + line * distance * toSize)
            }
        }
        pass.twiddles?.multiply(lines, scalar, first: first, rows: count, count: pass.toLength, pitch: distance)
        guard pass.scale != 1 else { return }
        let partsOfNumber: Int = toSize / pass.realSize
        if !scatters && pass.toStride != 1 && pass.toLength > 1 {
            // Lines that were written with a stride are neighbours.
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

    private var scalar: synann_scalar_type { pass.precision == SYNANN_FFT_DOUBLE ? SYNANN_DOUBLE : SYNANN_FLOAT }

    private func multiply(_ reals: UnsafeMutableRawPointer, count: Int) {
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
        if pass.isEmbedded { return gatherEmbedded(from, buffer, count) }
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
        if pass.isEmbedded && pass.transform.writesReals { return scatterRealParts(buffer, to, count) }
        if inner.toStride == 1, count > 1 {
            synann_transpose(size, length, count, buffer, toPitch, to, pass.toStride)
        } else {
            for line in 0 ..< count {
                synann_copy(
                    size, length, buffer + line * toPitch * size, 1, to + line * inner.toStride * size, pass.toStride)
            }
        }
    }

    /// Reads lines as complex ones: real numbers without imaginary parts, half a spectrum with its other half.
    private func gatherEmbedded(_ from: UnsafeRawPointer, _ buffer: UnsafeMutableRawPointer, _ count: Int) {
        let real: Int = pass.realSize
        for line in 0 ..< count {
            let source: UnsafeRawPointer = from + line * inner.fromStride * pass.fromSize
            let target: UnsafeMutableRawPointer = buffer + line * fromPitch * fromSize
            if pass.transform.readsReals {
                memset(target, 0, pass.length * fromSize)
                synann_copy(real, pass.length, source, pass.fromStride, target, 2)
            } else {
                synann_copy(fromSize, pass.fromLength, source, pass.fromStride, target, 1)
                memset(target + real, 0, real)
                if pass.length % 2 == 0 { memset(target + pass.length / 2 * fromSize + real, 0, real) }
                synann_complete_spectrum(scalar, pass.length, 0, target)
            }
        }
    }

    private func scatterRealParts(_ buffer: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
        let real: Int = pass.realSize
        for line in 0 ..< count {
            synann_copy(
                real, pass.length, buffer + line * toPitch * toSize, 2, to + line * inner.toStride * real, pass.toStride)
        }
    }
}
