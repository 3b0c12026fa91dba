internal import CFFTW
internal import CKernels

/// The half of a real signal's spectrum, X[0] … X[n/2], seen as lines of a long transform.
///
/// With n = n₁·n₂, line k₁ ≤ n₁/2 consists of X[k₁ + n₁·k₂] for all k₂ < n₂. For k₂ < n₂/2 these numbers are in the
/// half. The others are there as mirror images, because X[k] is the conjugate of X[n − k], and the mirror image of
/// number k₂ of line k₁ is X[(n₁ − k₁) + n₁·(n₂ − 1 − k₂)].
struct HalfSpectrum {
    /// Whether the half is read rather than written.
    let isSource: Bool
    let precision: synann_fft_precision
    let n1, n2: Int

    private var direct: Int { (n2 + 1) / 2 }
    private var mirrored: Int { n2 / 2 }

    /// Reads the lines `first ..< first + lines` into a buffer.
    ///
    /// - Parameters:
    ///   - from: X[first].
    ///   - buffer: The lines, `pitch` numbers apart.
    ///   - scratch: As large as the buffer.
    ///   - stride: From k₂ to k₂ + 1 in the half.
    ///   - distance: From k₁ to k₁ + 1 in the half.
    func gather(
        _ from: UnsafeRawPointer, _ buffer: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer, first: Int,
        lines: Int, pitch: Int, stride: Int, distance: Int, size: Int
    ) {
        transposing(rows: lines, columns: direct, from, stride, distance, buffer, pitch, size)
        let last: UnsafeRawPointer = from + lastLine(first, lines) * distance * size
        transposing(rows: lines, columns: mirrored, last, stride, distance, scratch, pitch, size)
        for line in 0 ..< lines {
            synann_mirror(
                precision.scalar, mirrored, scratch + (lines - 1 - line) * pitch * size,
                buffer + (line * pitch + direct) * size)
        }
    }

    /// Writes the lines `first ..< first + lines` of a buffer: see `gather`.
    func scatter(
        _ buffer: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ scratch: UnsafeMutableRawPointer,
        first: Int, lines: Int, pitch: Int, stride: Int, distance: Int, size: Int
    ) {
        for line in 0 ..< lines {
            synann_mirror(
                precision.scalar, mirrored, buffer + (line * pitch + direct) * size,
                scratch + (lines - 1 - line) * pitch * size)
        }
        let last: UnsafeMutableRawPointer = to + lastLine(first, lines) * distance * size
        // Lines 0 and n₁/2 are their own mirror images and write some numbers twice.
        transposingBack(rows: mirrored, columns: lines, scratch, pitch, last, stride, distance, size)
        transposingBack(rows: direct, columns: lines, buffer, pitch, to, stride, distance, size)
    }

    /// The mirror image n₁ − k₁ of the last line, counted from line `first`.
    private func lastLine(_ first: Int, _ lines: Int) -> Int { n1 - (first + lines - 1) - first }

    private func transposing(
        rows: Int, columns: Int, _ from: UnsafeRawPointer, _ stride: Int, _ distance: Int,
        _ to: UnsafeMutableRawPointer, _ pitch: Int, _ size: Int
    ) {
        if distance == 1 { return synann_transpose(size, rows, columns, from, stride, to, pitch) }
        for row in 0 ..< rows {
            synann_copy(size, columns, from + row * distance * size, stride, to + row * pitch * size, 1)
        }
    }

    private func transposingBack(
        rows: Int, columns: Int, _ from: UnsafeRawPointer, _ pitch: Int, _ to: UnsafeMutableRawPointer, _ stride: Int,
        _ distance: Int, _ size: Int
    ) {
        if distance == 1 { return synann_transpose(size, rows, columns, from, pitch, to, stride) }
        for column in 0 ..< columns {
            synann_copy(size, rows, from + column * pitch * size, 1, to + column * distance * size, stride)
        }
    }
}
