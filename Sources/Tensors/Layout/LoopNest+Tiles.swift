internal import CKernels

extension LoopNest {
    /// Returns the stride of an operand in the innermost outer loop, which must exist.
    func lastOuterStride(operand: Int) -> Int { outerStride(loop: outer.count - 1, operand: operand) }

    /// Returns the rows of an operand of a kernel for matrices. `data` is the address of the first element of the matrix.
    func rows(_ data: UnsafeRawPointer, operand: Int) -> synann_strided_rows {
        synann_strided_rows(data: data, row_stride: lastOuterStride(operand: operand), stride: rowStrides[operand])
    }

    /// Whether the neighbouring elements of an operand are those of a column, as in a transposed matrix.
    func isTransposed(operand: Int) -> Bool {
        guard !outer.isEmpty, rowStrides[operand] != 1, rowStrides[operand] != 0 else { return false }
        return lastOuterStride(operand: operand).magnitude == 1
    }

    /// Writes a function of two operands, of which at least one is transposed. The result is the first operand of the
    /// nest and is contiguous.
    ///
    /// The elements of an operand with gaps are copied to a contiguous buffer first, a tile of several rows at a time.
    /// So each cache line of a transposed operand is read once, and not once for each row.
    ///
    /// - Parameters:
    ///   - target: The memory of the result.
    ///   - data: The memory of the two operands.
    ///   - type: The scalar type.
    ///   - kernel: Writes the function of a number of rows and columns of both operands, which have the stride 0 or 1
    ///     within a row. The last argument is the distance between the rows of the result.
    func writeTiles<Scalar>(
        _ target: UnsafeMutablePointer<Scalar>, _ data: [UnsafeRawPointer], _ type: Scalar.Type,
        _ kernel: (
            _ rows: Int, _ columns: Int, synann_strided_rows, synann_strided_rows, UnsafeMutablePointer<Scalar>, Int
        ) -> Void
    ) {
        let size: Int = MemoryLayout<Scalar>.stride
        // A tile has 16 rows, and the two tiles fit into the first-level cache.
        let (tileRows, tileColumns): (Int, Int) = (16, 1024 / size)
        let targetStride: Int = lastOuterStride(operand: 0)
        forEachMatrix { offsets, rows, columns in
            withUnsafeTemporaryAllocation(byteCount: 2 * tileRows * tileColumns * size, alignment: 64) { buffer in
                guard let base = buffer.baseAddress else { return }
                // Returns the elements of an operand from (row, column) on, as a copy if the operand has gaps.
                func tile(_ operand: Int, _ row: Int, _ column: Int, _ height: Int, _ width: Int) -> synann_strided_rows
                {
                    let (down, along): (Int, Int) = (lastOuterStride(operand: operand), rowStrides[operand])
                    let from = data[operand - 1] + (offsets[operand] + row * down + column * along) * size
                    if along == 0 || along == 1 { return self.rows(from, operand: operand) }
                    let copy = base + (operand - 1) * tileRows * tileColumns * size
                    synann_copy_matrix(
                        size, height, width, from, synann_matrix_strides(row: down, column: along), copy,
                        synann_matrix_strides(row: tileColumns, column: 1))
                    return synann_strided_rows(data: copy, row_stride: tileColumns, stride: 1)
                }
                for row in stride(from: 0, to: rows, by: tileRows) {
                    for column in stride(from: 0, to: columns, by: tileColumns) {
                        let (height, width): (Int, Int) = (
                            min(tileRows, rows - row), min(tileColumns, columns - column)
                        )
                        kernel(
                            height, width, tile(1, row, column, height, width), tile(2, row, column, height, width),
                            target + offsets[0] + row * targetStride + column, targetStride)
                    }
                }
            }
        }
    }
}
