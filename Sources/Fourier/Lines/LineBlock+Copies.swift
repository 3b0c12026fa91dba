internal import CKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension LineBlock {
    /// Copies `count` lines from `from` to a buffer, in which the lines begin `fromPitch` numbers apart. `first` is the
    /// number of the first line. May overwrite the buffer `folded`.
    func gather(
        _ from: UnsafeRawPointer, _ buffer: UnsafeMutableRawPointer, _ folded: UnsafeMutableRawPointer, _ first: Int,
        _ count: Int
    ) {
        if let folding = pass.folding, folding.isSource {
            return folding.gather(
                from, buffer, folded, first: first, lines: count, pitch: fromPitch, stride: pass.fromStride,
                distance: inner.fromStride, size: pass.fromSize)
        }
        let (size, length): (Int, Int) = (pass.fromSize, pass.fromLength)
        if isEmbedded { return gatherEmbedded(from, buffer, count) }
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

    /// Copies `count` lines to `to` from a buffer, in which the lines begin `toPitch` numbers apart. `first` is the
    /// number of the first line. May overwrite the buffer `folded`.
    func scatter(
        _ buffer: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ folded: UnsafeMutableRawPointer,
        _ first: Int, _ count: Int
    ) {
        if let folding = pass.folding, !folding.isSource {
            return folding.scatter(
                buffer, to, folded, first: first, lines: count, pitch: toPitch, stride: pass.toStride,
                distance: inner.toStride, size: pass.toSize)
        }
        let (size, length): (Int, Int) = (pass.toSize, pass.toLength)
        if isEmbedded && pass.transform.writesReals { return scatterRealParts(buffer, to, count) }
        if inner.toStride == 1, count > 1 {
            synann_transpose(size, length, count, buffer, toPitch, to, pass.toStride)
        } else {
            for line in 0 ..< count {
                synann_copy(
                    size, length, buffer + line * toPitch * size, 1, to + line * inner.toStride * size, pass.toStride)
            }
        }
    }

    /// Copies `count` lines of an odd length from `from` to a buffer as complex numbers. Real numbers get the imaginary
    /// part 0. If the lines are halves of spectra, the method completes each spectrum by its other half, and sets the
    /// imaginary part of the first number to 0.
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
                synann_complete_spectrum(pass.precision.scalar, pass.length, 0, target)
            }
        }
    }

    private func scatterRealParts(_ buffer: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int) {
        let real: Int = pass.realSize
        for line in 0 ..< count {
            synann_copy(
                real, pass.length, buffer + line * toPitch * toSize, 2, to + line * inner.toStride * real, pass.toStride
            )
        }
    }
}
