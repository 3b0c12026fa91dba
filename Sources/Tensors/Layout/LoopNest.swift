/// A loop over all elements of several arrays of the same shape, the operands. The number of nested loops is as small
/// as the strides allow.
///
/// Axes of length 1 are dropped. Neighbouring axes are merged if no operand has a gap between them, so contiguous
/// operands need a single loop. The innermost loop is a *row*, which a kernel processes as a whole.
struct LoopNest {
    /// The lengths of the outer loops, outermost first.
    private(set) var outer: [Int] = []
    /// The strides of all operands in the first outer loop, then in the second outer loop, and so on.
    private var outerStrides: [Int] = []
    /// The number of positions in a row.
    private(set) var rowLength = 1
    /// The stride of each operand within a row.
    private(set) var rowStrides: [Int]
    /// The number of rows: the product of the lengths of the outer loops.
    private(set) var rowCount = 1

    /// Creates the loops over operands of the same shape.
    ///
    /// - Parameters:
    ///   - shape: The shape of all operands.
    ///   - strides: The strides of each operand, a stride for each axis.
    init(shape: Shape, strides: [[Int]]) {
        rowStrides = strides.map { _ in 1 }
        let operands: Int = strides.count
        var isFirst = true
        for axis in 0 ..< shape.rank where shape.dimensions[axis] != 1 {
            let length: Int = shape.dimensions[axis]
            if isFirst {
                isFirst = false
                rowLength = length
            } else if (0 ..< operands).allSatisfy({ rowStrides[$0] == strides[$0][axis] * length }) {
                rowLength *= length
            } else {
                // The loop that was innermost so far becomes the last of the outer loops.
                if outer.isEmpty {
                    outer.reserveCapacity(shape.rank)
                    outerStrides.reserveCapacity(shape.rank * operands)
                }
                outer.append(rowLength)
                outerStrides.append(contentsOf: rowStrides)
                rowCount *= rowLength
                rowLength = length
            }
            for operand in 0 ..< operands { rowStrides[operand] = strides[operand][axis] }
        }
    }

    /// Returns the stride of an operand in an outer loop.
    func outerStride(loop: Int, operand: Int) -> Int { outerStrides[loop * rowStrides.count + operand] }

    /// Calls `body` for each row in `rows`, with the offset of the row's first element in each operand.
    func forEachRow(in rows: Range<Int>, _ body: (_ offsets: UnsafeBufferPointer<Int>) -> Void) {
        let operandCount: Int = rowStrides.count
        withUnsafeTemporaryAllocation(of: Int.self, capacity: operandCount + outer.count) { scratch in
            scratch.initialize(repeating: 0)
            let offsets = UnsafeMutableBufferPointer(rebasing: scratch[0 ..< operandCount])
            let position = UnsafeMutableBufferPointer(rebasing: scratch[operandCount...])
            seek(to: rows.lowerBound, position, offsets)
            for row in rows {
                body(UnsafeBufferPointer(offsets))
                if row + 1 < rows.upperBound { advance(position, offsets) }
            }
        }
    }

    /// Calls `body` for matrices that together contain all elements, on the library's threads. The rows of a matrix are
    /// neighbouring rows of the innermost outer loop. The arguments of `body` are the offset of the first element of
    /// the matrix in each operand, and the numbers of rows and columns. The nest must have an outer loop.
    func forEachMatrix(_ body: (_ offsets: UnsafeBufferPointer<Int>, _ rows: Int, _ columns: Int) -> Void) {
        guard rowCount > 0, rowLength > 0, let height = outer.last else { return }
        // The number of rows is a multiple of 16, because the copy kernel transposes a matrix in square tiles of 16 ×
        // 16 elements.
        let rowsPerPiece: Int = max(1, Parallelism.elementsPerChunk / rowLength / 16) * 16
        let pieces: Int = (height + rowsPerPiece - 1) / rowsPerPiece
        let piecesPerChunk: Int = max(1, Parallelism.elementsPerChunk / (min(height, rowsPerPiece) * rowLength))
        Parallelism.forEachRange(of: rowCount / height * pieces, length: piecesPerChunk) { range in
            for index in range {
                let (matrix, piece) = index.quotientAndRemainder(dividingBy: pieces)
                let first: Int = matrix * height + piece * rowsPerPiece
                let rows: Int = min(rowsPerPiece, height - piece * rowsPerPiece)
                forEachRow(in: first ..< first + 1) { body($0, rows, rowLength) }
            }
        }
    }

    /// Calls `body` once for each row that contains elements of `range`. The elements of all rows are numbered from 0
    /// in order, and `range` contains such numbers. The arguments of `body` are the offset in the first operand of the
    /// first element of `range` in this row, the stride of this operand, and the numbers of the elements in this row, a
    /// part of `range`.
    func forEachRun(in range: Range<Int>, _ body: (_ offset: Int, _ stride: Int, _ run: Range<Int>) -> Void) {
        guard rowLength > 0, !range.isEmpty else { return }
        let rows: Range<Int> = range.lowerBound / rowLength ..< (range.upperBound - 1) / rowLength + 1
        var row: Int = rows.lowerBound
        forEachRow(in: rows) { offsets in
            let start: Int = row * rowLength
            let run: Range<Int> = range.clamped(to: start ..< start + rowLength)
            body(offsets[0] + (run.lowerBound - start) * rowStrides[0], rowStrides[0], run)
            row += 1
        }
    }

    /// Sets `position` to the position of the row with the number `row` in the outer loops, and adds the offset of this
    /// row in each operand to `offsets`.
    private func seek(
        to row: Int, _ position: UnsafeMutableBufferPointer<Int>, _ offsets: UnsafeMutableBufferPointer<Int>
    ) {
        var rest: Int = row
        for loop in stride(from: outer.count - 1, through: 0, by: -1) {
            position[loop] = rest % outer[loop]
            rest /= outer[loop]
            for operand in offsets.indices {
                offsets[operand] += position[loop] * outerStride(loop: loop, operand: operand)
            }
        }
    }

    /// Moves `position` and `offsets` to the next row.
    private func advance(_ position: UnsafeMutableBufferPointer<Int>, _ offsets: UnsafeMutableBufferPointer<Int>) {
        var loop: Int = outer.count - 1
        while loop >= 0 {
            position[loop] += 1
            for operand in offsets.indices { offsets[operand] += outerStride(loop: loop, operand: operand) }
            if position[loop] < outer[loop] { return }
            for operand in offsets.indices {
                offsets[operand] -= outer[loop] * outerStride(loop: loop, operand: operand)
            }
            position[loop] = 0
            loop -= 1
        }
    }

    /// Calls `body` for all elements on the library's threads: for every row, or for pieces of the row if there is a
    /// single row. The arguments of `body` are the offset of the first element in each operand, and the number of
    /// elements. A thread takes about `grain` elements at a time.
    func forEachPiece(
        grain: Int = Parallelism.elementsPerChunk,
        _ body: (_ offsets: UnsafeBufferPointer<Int>, _ count: Int) -> Void
    ) {
        guard rowCount > 0, rowLength > 0 else { return }
        if rowCount == 1 {
            Parallelism.forEachRange(of: rowLength, length: grain) { range in
                withUnsafeTemporaryAllocation(of: Int.self, capacity: rowStrides.count) { offsets in
                    for operand in rowStrides.indices { offsets[operand] = range.lowerBound * rowStrides[operand] }
                    body(UnsafeBufferPointer(offsets), range.count)
                }
            }
        } else {
            Parallelism.forEachRange(of: rowCount, length: max(1, grain / rowLength)) { rows in
                forEachRow(in: rows) { body($0, rowLength) }
            }
        }
    }
}
