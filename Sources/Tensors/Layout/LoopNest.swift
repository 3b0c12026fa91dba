/// A loop over all elements of several arrays of one shape, with as few nested loops as their strides allow.
///
/// Axes of length 1 are dropped. Neighbouring axes are merged if no operand has a gap between them: contiguous operands
/// need a single loop. The innermost loop is a *row*, which a kernel processes as a whole.
struct LoopNest {
    /// The lengths of the outer loops, outermost first.
    private(set) var outer: [Int] = []
    /// The strides of all operands, for each outer loop.
    private(set) var outerStrides: [[Int]] = []
    /// The length of a row.
    private(set) var rowLength = 1
    /// The operands' strides within a row.
    private(set) var rowStrides: [Int]
    /// The number of rows.
    private(set) var rowCount = 1

    /// - Parameters:
    ///   - shape: The shape of all operands.
    ///   - strides: The strides of each operand.
    init(shape: Shape, strides: [[Int]]) {
        var lengths: [Int] = []
        var merged: [[Int]] = []
        for axis in 0 ..< shape.rank where shape.dimensions[axis] != 1 {
            let length: Int = shape.dimensions[axis]
            let current: [Int] = strides.map { $0[axis] }
            if let last = merged.last, zip(last, current).allSatisfy({ $0 == $1 * length }) {
                lengths[lengths.count - 1] *= length
                merged[merged.count - 1] = current
            } else {
                lengths.append(length)
                merged.append(current)
            }
        }
        rowStrides = merged.popLast() ?? strides.map { _ in 1 }
        rowLength = lengths.popLast() ?? 1
        outer = lengths
        outerStrides = merged
        rowCount = lengths.reduce(1, *)
    }

    /// Calls `body` for each row of `rows`, with the offset of each operand's first element.
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

    /// Sets `position` and `offsets` to the position and the offsets of a row.
    private func seek(
        to row: Int, _ position: UnsafeMutableBufferPointer<Int>, _ offsets: UnsafeMutableBufferPointer<Int>
    ) {
        var rest: Int = row
        for loop in stride(from: outer.count - 1, through: 0, by: -1) {
            position[loop] = rest % outer[loop]
            rest /= outer[loop]
            for operand in offsets.indices { offsets[operand] += position[loop] * outerStrides[loop][operand] }
        }
    }

    /// Moves `position` and `offsets` to the next row.
    private func advance(_ position: UnsafeMutableBufferPointer<Int>, _ offsets: UnsafeMutableBufferPointer<Int>) {
        var loop: Int = outer.count - 1
        while loop >= 0 {
            position[loop] += 1
            for operand in offsets.indices { offsets[operand] += outerStrides[loop][operand] }
            if position[loop] < outer[loop] { return }
            for operand in offsets.indices { offsets[operand] -= outer[loop] * outerStrides[loop][operand] }
            position[loop] = 0
            loop -= 1
        }
    }

    /// Calls `body` for every row on the library's threads, about `grain` elements at a time. A single row is divided
    /// into pieces.
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
