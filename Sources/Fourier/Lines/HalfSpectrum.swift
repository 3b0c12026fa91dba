internal import CFFTW
internal import CKernels

/// The half X[0] … X[n/2] of the spectrum of n real numbers, as lines of a long transform.
///
/// Let n = n₁·n₂. Line k₁ with 0 ≤ k₁ ≤ n₁/2 consists of the numbers X[k₁ + n₁·k₂] for 0 ≤ k₂ < n₂. For k₂ < n₂/2,
/// these numbers are in the half. The other numbers are conjugates of numbers in the half, because X[k] is the
/// conjugate of X[n − k]: number k₂ of line k₁ is the conjugate of X[(n₁ − k₁) + n₁·(n₂ − 1 − k₂)], which is called its
/// mirror image.
struct HalfSpectrum {
    /// Whether a pass reads the half; otherwise a pass writes the half.
    let isSource: Bool
    let precision: synann_fft_precision
    let n1, n2: Int

    private var direct: Int { (n2 + 1) / 2 }
    private var mirrored: Int { n2 / 2 }

    /// Copies the lines `first ..< first + lines` of the half to a buffer: see `HalfSpectrum` for X, k₁ and k₂.
    ///
    /// - Parameters:
    ///   - from: The address of X[first].
    ///   - buffer: The buffer for the lines, which begin `pitch` numbers apart.
    ///   - scratch: A buffer of the same size, which is overwritten.
    ///   - first: The number k₁ of the first line.
    ///   - lines: The number of lines.
    ///   - pitch: The distance between consecutive lines in the buffers, in numbers.
    ///   - stride: The distance in the half from number k₂ to number k₂ + 1 of a line, in numbers.
    ///   - distance: The distance in the half from line k₁ to line k₁ + 1, in numbers.
    ///   - size: The size of a number in bytes.
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

    /// Copies the lines `first ..< first + lines` from a buffer to the half; `to` is the address of number X[first] of
    /// the spectrum X. The other parameters have the same meaning as in `gather`.
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
        // The mirror images (see `HalfSpectrum`) of the numbers of line 0 are in line 0, and the mirror images of line
        // n₁/2 are in line n₁/2, so some numbers are written twice.
        transposingBack(rows: mirrored, columns: lines, scratch, pitch, last, stride, distance, size)
        transposingBack(rows: direct, columns: lines, buffer, pitch, to, stride, distance, size)
    }

    /// Returns n₁ − k₁ − `first`, where k₁ = `first` + `lines` − 1 is the last line of the block. Line n₁ − k₁ contains
    /// the mirror images of line k₁ (see `HalfSpectrum`), and the result is the distance from line `first` to this
    /// line.
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
