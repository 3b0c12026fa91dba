internal import CKernels

/// A product of two real matrices that the library's kernels compute. The threads first pack the operands together,
/// unless a thread needs its part only once, and then share the tiles of the result.
///
/// An element is the sum of its terms in ascending order of the inner index, in blocks that depend on the shape alone.
/// Therefore the bits of the result depend neither on the division into chunks nor on the form of the operands, and the
/// division may depend on the number of threads. If the result is small and the inner axis long, the product is a sum
/// of products over parts of the inner axis, which the threads compute at the same time.
///
/// The product of a matrix and its own transpose is symmetric. Then the elements above the diagonal are computed, and
/// the others are copied.
struct PackedProduct<Scalar: FieldScalar> {
    private let kernelType: synann_scalar_type
    private let rows, columns: Int
    private var inner: Int
    private var a, b: UnsafePointer<Scalar>
    private let aRowStride, aInnerStride, bInnerStride, bColumnStride: Int
    private var adds: Bool
    private var c: UnsafeMutablePointer<Scalar>
    private let isSymmetric: Bool

    /// Creates the product with the parameters of `Gemm.multiply`. Returns `nil` if another routine is faster: for complex
    /// numbers, for fewer than 8 rows or columns, for very large products, and without AVX2.
    init?(
        _ a: GemmOperand<Scalar>, at aOffset: Int, _ b: GemmOperand<Scalar>, at bOffset: Int, _ rows: Int,
        _ columns: Int, _ inner: Int, adds: Bool, into c: UnsafeMutablePointer<Scalar>
    ) {
        guard !Scalar._isComplex, min(rows, columns) >= 8, inner > 0,
            synann_current_instruction_set() != SYNANN_PORTABLE
        else { return nil }
        // OpenBLAS's kernels prefetch their operands and gain a few percent where the operands exceed the caches.
        guard rows * columns * inner < 1 << 32 || min(rows, columns, inner) < 1024 else { return nil }
        (kernelType, self.rows, self.inner, self.columns) = (Scalar.Magnitude.kernelType, rows, inner, columns)
        (self.adds, self.c) = (adds, c)
        (self.a, self.b) = (a.source.address + aOffset, b.source.address + bOffset)
        (aRowStride, aInnerStride) = a.isTransposed ? (1, a.leadingDimension) : (a.leadingDimension, 1)
        (bInnerStride, bColumnStride) = b.isTransposed ? (1, b.leadingDimension) : (b.leadingDimension, 1)
        isSymmetric =
            !adds && rows == columns && rows > Self.symmetricBlock && self.a == self.b
            && (aRowStride, aInnerStride) == (bColumnStride, bInnerStride)
    }

    /// The least number of multiplications in a product that several threads compute.
    private static var leastMultiplicationsToSplit: Int { 1 << 19 }
    /// The greatest number of rows whose block of `a` stays in the second-level cache.
    private static var rowsInCache: Int { 240 }

    /// The length of a part of the inner axis, if the product is a sum over parts.
    private static var innerPart: Int { 1024 }
    /// The greatest number of elements of a result that is a sum over parts: with more, there are enough tiles for the
    /// threads, and the sum takes longer.
    private static var greatestSum: Int { 1 << 14 }

    /// The number of columns that are computed up to the same row if the product is symmetric. It is a multiple of the
    /// columns of a tile.
    private static var symmetricBlock: Int { 32 }

    func compute() {
        computeTiles()
        if isSymmetric { copyUpperTriangle() }
    }

    private func computeTiles() {
        if inner >= 2 * Self.innerPart, rows * columns <= Self.greatestSum { return computeByParts() }
        let threads: Int = synann_is_serial() ? 1 : Parallelism.threadCount
        guard rows * columns * inner >= Self.leastMultiplicationsToSplit else { return multiply(0 ..< columns) }
        let tile: synann_product_tile = synann_product_tile_of(kernelType)
        let panels: Int = (columns + tile.columns - 1) / tile.columns
        // A large `a` whose elements compete for the cache is read once for each panel, and is packed if there are many.
        let packsRows: Bool = columns >= 384 && rows * inner >= 1 << 17 && !readsRowsDirectly(tile)
        // With few rows, and enough panels for all threads, each panel of `b` is packed once by the chunk that uses it.
        if !packsRows, rows <= 2 * Self.rowsInCache + 64, threads == 1 || panels >= 6 * threads {
            let length: Int = max(1, panels / (8 * threads)) * tile.columns
            return Parallelism.forEachRange(of: columns, length: length) { multiply($0) }
        }
        multiplyPacked(tile: tile, panels: panels, threads: threads)
    }

    /// Computes the product of each part of the inner axis, and adds these products in ascending order.
    private func computeByParts() {
        let count: Int = (inner + Self.innerPart - 1) / Self.innerPart
        let size: Int = rows * columns
        // The first part is computed in the result itself.
        let others = Tensor<Scalar>(uninitialized: [(count - 1) * size])
        Parallelism.forEachChunk(count) { index in
            let start: Int = index * Self.innerPart
            var part: PackedProduct = self
            part.inner = min(Self.innerPart, inner - start)
            part.a += start * aInnerStride
            part.b += start * bInnerStride
            if index > 0 { (part.adds, part.c) = (false, others.mutableAddress + (index - 1) * size) }
            part.multiply(0 ..< columns)
        }
        for index in 0 ..< count - 1 {
            let part = synann_strided(data: others.address + index * size, stride: 1)
            synann_binary(kernelType, SYNANN_ADD, size, synann_strided(data: c, stride: 1), part, c)
        }
    }

    /// Copies the elements above the diagonal to those below, except in the blocks on the diagonal, which are complete.
    private func copyUpperTriangle() {
        Parallelism.forEachRange(of: columns, length: Self.symmetricBlock) { range in
            let below: Int = range.upperBound
            synann_transpose(
                MemoryLayout<Scalar>.stride, rows - below, range.count, c + range.lowerBound * columns + below, columns,
                c + below * columns + range.lowerBound, columns)
        }
    }

    /// Computes a range of columns, or only the rows that the upper triangle needs if the product is symmetric.
    private func multiply(_ range: Range<Int>) {
        guard isSymmetric else { return multiply(range, rows: rows) }
        let block: Int = Self.symmetricBlock
        for start in stride(from: range.lowerBound / block * block, to: range.upperBound, by: block) {
            let columns: Range<Int> = (start ..< start + block).clamped(to: range)
            multiply(columns, rows: min(start + block, rows))
        }
    }

    /// Computes the first `rows` rows of a range of columns. Packs `b` panel by panel.
    private func multiply(_ range: Range<Int>, rows: Int) {
        var operands = synann_strided_product_operands(
            rows: rows, inner: inner, columns: range.count, a: a, a_row_stride: aRowStride,
            a_inner_stride: aInnerStride, b: b + range.lowerBound * bColumnStride, b_inner_stride: bInnerStride,
            b_column_stride: bColumnStride, adds: adds ? 1 : 0, c: c + range.lowerBound, c_stride: columns)
        synann_strided_product(kernelType, &operands)
    }

    private func multiplyPacked(tile: synann_product_tile, panels: Int, threads: Int) {
        let packedB: Tensor<Scalar> = packedColumns(tile: tile, panels: panels)
        let packedA: Tensor<Scalar>? = readsRowsDirectly(tile) ? nil : packedRows(tile: tile)
        let (rowLength, columnLength) = chunkLengths(tile: tile, threads: threads)
        let rowChunks: Int = (rows + rowLength - 1) / rowLength
        let columnChunks: Int = (columns + columnLength - 1) / columnLength
        // Neighbouring chunks share a panel, because a thread starts with neighbouring chunks.
        Parallelism.forEachChunk(rowChunks * columnChunks) { chunk in
            let (row, column): (Int, Int) = (chunk % rowChunks * rowLength, chunk / rowChunks * columnLength)
            if isSymmetric, row >= column + columnLength + Self.symmetricBlock { return }
            var operands = synann_packed_product_operands(
                rows: min(rowLength, rows - row), inner: inner, columns: min(columnLength, columns - column),
                a: packedA.map { $0.address + row * inner } ?? a + row * aRowStride,
                a_row_stride: packedA == nil ? aRowStride : 0, a_inner_stride: aInnerStride,
                packed: packedB.address + column * inner, adds: adds ? 1 : 0, c: c + row * columns + column,
                c_stride: columns)
            synann_packed_product(kernelType, &operands)
        }
        withExtendedLifetime((packedA, packedB)) {}
    }

    /// Whether the kernel reads `a` where it is. Packing takes time, and pays only for many columns: if the elements of
    /// a row are far apart, or if the rows are apart by a multiple of 2048 bytes, so that they compete for the same part
    /// of the cache.
    private func readsRowsDirectly(_ tile: synann_product_tile) -> Bool {
        guard columns >= 4 * tile.columns else { return true }
        return aInnerStride == 1 && aRowStride * MemoryLayout<Scalar>.stride % 2048 != 0
    }

    private func packedColumns(tile: synann_product_tile, panels: Int) -> Tensor<Scalar> {
        let packed = Tensor<Scalar>(uninitialized: [panels * tile.columns * inner])
        let panelsPerChunk: Int = max(1, Parallelism.elementsPerChunk / (tile.columns * inner))
        Parallelism.forEachRange(of: columns, length: panelsPerChunk * tile.columns) { range in
            synann_panel_pack(
                kernelType, inner, range.count, b + range.lowerBound * bColumnStride, bInnerStride, bColumnStride,
                packed.mutableAddress + range.lowerBound * inner)
        }
        return packed
    }

    private func packedRows(tile: synann_product_tile) -> Tensor<Scalar> {
        let strips: Int = (rows + tile.rows - 1) / tile.rows
        let packed = Tensor<Scalar>(uninitialized: [strips * tile.rows * inner])
        // The kernel packs 16 rows at once if it can.
        let rowsPerChunk: Int = max(1, Parallelism.elementsPerChunk / (48 * inner)) * 48
        Parallelism.forEachRange(of: rows, length: rowsPerChunk) { range in
            synann_product_pack_rows(
                kernelType, range.count, inner, a + range.lowerBound * aRowStride, aRowStride, aInnerStride,
                packed.mutableAddress + range.lowerBound * inner)
        }
        return packed
    }

    /// Returns the numbers of rows and columns of a chunk of the result: at least four chunks for each thread, if the
    /// chunks do not become too small for that.
    private func chunkLengths(tile: synann_product_tile, threads: Int) -> (rows: Int, columns: Int) {
        var (rowLength, columnLength): (Int, Int) = (Self.rowsInCache, 16 * tile.columns)
        var count: Int { ((rows + rowLength - 1) / rowLength) * ((columns + columnLength - 1) / columnLength) }
        while threads > 1, count < 4 * threads, columnLength > 2 * tile.columns { columnLength /= 2 }
        while threads > 1, count < 4 * threads, rowLength > 48 { rowLength -= 48 }
        return (rowLength, columnLength)
    }
}
