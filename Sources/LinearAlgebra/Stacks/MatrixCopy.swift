internal import CKernels
import Tensors

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Returns a contiguous, row-major copy of a stack of matrices, or of their transposes, which LAPACK may overwrite.
///
/// LAPACK reads the memory in column-major order. A row-major copy of `a` is therefore the transpose of `a` for LAPACK.
/// If an algorithm needs `a` instead, the caller passes true for `transposed`.
///
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite.
func checkedCopy<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, transposed: Bool = false, for operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let copy: Tensor<Scalar> = denseCopy(transposed ? transposing(a) : a)
    do {
        try requireFinite(copy, for: operation)
    } catch {
        throw transposed ? error.ofTranspose : error
    }
    return copy
}

/// Makes `a` contiguous and row-major, in memory that no other tensor shares, and returns `a`.
///
/// The elements are copied only if `a` is not contiguous and row-major, or if another tensor shares its memory.
///
/// - Parameters:
///   - a: The matrices. A tracked tensor traps.
///   - clearingAbove: Whether to set the elements above the diagonals to 0 before the check for NaN and infinity.
///   - operation: The name of the operation in errors.
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite.
func ownMemory<Scalar: LinearAlgebraScalar>(
    of a: inout Tensor<Scalar>, clearingAbove: Bool = false, for operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    requireConstant(a, operation)
    a.withUnsafeMutableBuffer { _ in }
    if clearingAbove { clearAboveDiagonal(a) }
    try requireFinite(a, for: operation)
    return a
}

/// Returns a contiguous, row-major copy of `a`. The elements may be NaN or infinite.
func denseCopy<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    let (rows, columns): (Int, Int) = (a.shape[-2], a.shape[-1])
    let stack = MatrixStack(a)
    return Tensor(uninitialized: a.shape) { result in
        guard let target = result.baseAddress, !result.isEmpty else { return }
        let elements: Int = copiedElementsPerChunk(of: a.count)
        let rowsPerPiece: Int = elements >= a.count ? rows : max(16, elements / columns / 16 * 16)
        let pieces: Int = (rows + rowsPerPiece - 1) / rowsPerPiece
        let matricesPerChunk: Int = max(1, elements / (rows * columns))
        let (rowStride, columnStride) = (stack.rowStride, stack.columnStride)
        Parallelism.forEachRange(of: stack.count * pieces, length: pieces > 1 ? 1 : matricesPerChunk) { range in
            for piece in range {
                let (matrix, part): (Int, Int) = piece.quotientAndRemainder(dividingBy: pieces)
                let first: Int = part * rowsPerPiece
                copyMatrix(
                    from: stack.address(of: matrix) + first * rowStride, rowStride, columnStride,
                    rows: min(rowsPerPiece, rows - first), columns: columns,
                    to: target + (matrix * rows + first) * columns)
            }
        }
    }
}

/// Returns the number of elements in a chunk of a copy of `count` elements.
///
/// The calling thread copies up to 2 MiB of `Double` alone. It takes less time than LAPACK's work on such a matrix. A
/// helper thread that takes a chunk looks for the next job for a while, and slows down the thread that calls LAPACK.
private func copiedElementsPerChunk(of count: Int) -> Int {
    count <= 1 << 18 ? max(1, count) : Parallelism.elementsPerChunk
}

/// Returns a contiguous, row-major copy of the lower triangles of square matrices, with zeros above the diagonals. The
/// elements above the diagonals of `a` are not read.
///
/// - Throws: `LinearAlgebraError.notFinite` if an element of the triangle is NaN or infinite.
func checkedLowerTriangle<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, for operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let (size, stack): (Int, MatrixStack<Scalar>) = (a.matrixRows, MatrixStack(a))
    let copy = Tensor<Scalar>(uninitialized: a.shape)
    let rowsPerChunk: Int = max(1, copiedElementsPerChunk(of: a.count) / max(1, size))
    // Generic properties and functions take longer than the copy of a short row, so they are called once for a matrix.
    let (width, target): (Int, UnsafeMutableRawPointer) = (MemoryLayout<Scalar>.stride, .init(copy.mutableAddress))
    let (rowBytes, columnStride): (Int, Int) = (stack.rowStride * width, stack.columnStride)
    Parallelism.forEachRange(of: stack.count * size, length: rowsPerChunk) { rows in
        var row: Int = rows.lowerBound
        while row < rows.upperBound {
            let (matrix, first): (Int, Int) = row.quotientAndRemainder(dividingBy: size)
            let source = UnsafeRawPointer(stack.address(of: matrix))
            for index in first ..< min(size, first + rows.upperBound - row) {
                let place: UnsafeMutableRawPointer = target + row * size * width
                synann_copy(width, index + 1, source + index * rowBytes, columnStride, place, 1)
                memset(place + (index + 1) * width, 0, (size - index - 1) * width)
                row += 1
            }
        }
    }
    try requireFinite(copy, for: operation)
    return copy
}

/// Returns a copy of the lower triangles of square matrices in column-major order, with zeros above the diagonals.
/// LAPACK reads the copy as the lower triangle of `a`.
///
/// - Throws: `LinearAlgebraError.notFinite` if an element of the triangle is NaN or infinite.
func lowerTriangleByColumns<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, for operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    denseCopy(transposing(try checkedLowerTriangle(a, for: operation)))
}

/// Copies a matrix with any strides to a contiguous, row-major matrix at `target`. The strides count elements.
private func copyMatrix<Scalar: LinearAlgebraScalar>(
    from source: UnsafePointer<Scalar>, _ rowStride: Int, _ columnStride: Int, rows: Int, columns: Int,
    to target: UnsafeMutablePointer<Scalar>
) {
    if columnStride == 1 {
        for row in 0 ..< rows {
            UnsafeMutableRawPointer(target + row * columns).copyMemory(
                from: source + row * rowStride, byteCount: columns * MemoryLayout<Scalar>.stride)
        }
        return
    }
    let size: Int = MemoryLayout<Scalar>.stride
    if rowStride == 1 {
        synann_transpose(size, rows, columns, source, columnStride, target, columns)
        return
    }
    for row in 0 ..< rows {
        synann_copy(size, columns, source + row * rowStride, columnStride, target + row * columns, 1)
    }
}

/// Throws `notFinite` with the position of the first element that is NaN or infinite. `a` must be contiguous and
/// row-major, with at least two axes.
func requireFinite<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, for operation: String
) throws(LinearAlgebraError) {
    let count: Int = a.count * (Scalar._isComplex ? 2 : 1)
    guard let position = firstNonFinite(UnsafeRawPointer(a.address), count, Scalar.Magnitude.self) else { return }
    let element: Int = Scalar._isComplex ? position / 2 : position
    let (rows, columns): (Int, Int) = (a.shape[-2], a.shape[-1])
    throw .notFinite(
        operation: operation, row: element / columns % rows, column: element % columns,
        matrix: element / (rows * columns))
}

private func firstNonFinite<Part: RealScalar>(_ address: UnsafeRawPointer, _ count: Int, _ type: Part.Type) -> Int? {
    let isDouble: Bool = MemoryLayout<Part>.size == 8
    let isBad: Bool =
        isDouble
        ? hasFullExponent(address.assumingMemoryBound(to: UInt64.self), count, 0x7FF0 << 48, 0x0010 << 48)
        : hasFullExponent(address.assumingMemoryBound(to: UInt32.self), count, 0x7F80 << 16, 0x0080 << 16)
    guard isBad else { return nil }
    let values: UnsafePointer<Part> = address.assumingMemoryBound(to: Part.self)
    return (0 ..< count).first { !values[$0].isFinite }
}

/// Returns whether one of the `count` elements of `bits` has only ones as exponent bits, as NaN and infinity have.
///
/// `mask` selects the exponent bits of an element, and `lowest` has only the lowest exponent bit. If all exponent bits
/// are 1, the addition of `lowest` carries into the sign bit. The loop is a reduction over integers, which compilers
/// vectorize.
@inline(__always)
private func hasFullExponent<Bits: FixedWidthInteger>(
    _ bits: UnsafePointer<Bits>, _ count: Int, _ mask: Bits, _ lowest: Bits
) -> Bool {
    var carried: Bits = 0
    for index in 0 ..< count { carried |= (bits[index] & mask) &+ lowest }
    return carried >> (Bits.bitWidth - 1) == 1
}
