/// A tensor as contiguous slabs `[outer, length, inner]` around one axis, for kernels that work along an axis.
///
/// The axes are in the order of the memory. So a transposed tensor is not copied, and its result has the same layout.
struct AxisSlabs<Scalar: TensorScalar> {
    let outer: Int
    let length: Int
    let inner: Int
    private let source: Tensor<Scalar>
    private let order: [Int]

    init(_ x: Tensor<Scalar>, axis: Int) {
        let byStride: [Int] = (0 ..< x.rank).sorted { x.strides[$0] > x.strides[$1] }
        order = x.isContiguous || !x.permutedView(byStride).isContiguous ? Array(0 ..< x.rank) : byStride
        source = x.permutedView(order).contiguous()
        let place: Int = order.firstIndex(of: axis) ?? 0
        let lengths: [Int] = source.shape.dimensions
        (outer, length, inner) = (lengths[..<place].reduce(1, *), lengths[place], lengths[(place + 1)...].reduce(1, *))
    }

    /// The address of a slab.
    func address(_ slab: Int) -> UnsafePointer<Scalar> { source.address + slab * length * inner }

    /// The lines of the axis that a kernel processes together: `count` neighbouring lines.
    struct Lines {
        /// The number of lines.
        let count: Int
        /// The distance between neighbouring elements of a line.
        let elementStride: Int
        /// The distance between neighbouring lines.
        let lineStride: Int
    }

    /// Returns a tensor of the shape of `x`, whose lines along the axis `body` writes on several threads. The source and
    /// the target have the same strides. A call of `body` gets at most `linesPerCall` lines.
    func mapLines<Result: TensorScalar>(
        linesPerCall: Int = 64,
        _ body: (_ source: UnsafePointer<Scalar>, _ target: UnsafeMutablePointer<Result>, _ lines: Lines) -> Void
    ) -> Tensor<Result> {
        let result = Tensor<Result>(uninitialized: source.shape)
        if result.count > 0 {
            // The lines of an innermost axis follow each other through all slabs.
            let (slabs, linesPerSlab): (Int, Int) = inner == 1 ? (1, outer) : (outer, inner)
            let lineStride: Int = inner == 1 ? length : 1
            let pieces: Int = (linesPerSlab + linesPerCall - 1) / linesPerCall
            let piecesPerChunk: Int = Swift.max(
                1, Parallelism.elementsPerChunk / (length * Swift.min(linesPerSlab, linesPerCall)))
            Parallelism.forEachRange(of: slabs * pieces, length: piecesPerChunk) { range in
                for index in range {
                    let (slab, piece) = index.quotientAndRemainder(dividingBy: pieces)
                    let first: Int = piece * linesPerCall
                    let start: Int = slab * length * inner + first * lineStride
                    body(
                        source.address + start, result.mutableAddress + start,
                        Lines(
                            count: Swift.min(linesPerCall, linesPerSlab - first), elementStride: inner,
                            lineStride: lineStride))
                }
            }
        }
        return result.permutedBack(order)
    }

    /// A tensor of the shape of `x`. `body` writes its slabs, which have the layout of the source, on several threads.
    func map<Result: TensorScalar>(
        _ body: (_ source: UnsafePointer<Scalar>, _ target: UnsafeMutablePointer<Result>, _ columns: Range<Int>) -> Void
    ) -> Tensor<Result> {
        let result = Tensor<Result>(uninitialized: source.shape)
        if result.count > 0 {
            let columnsPerChunk: Int = inner == 1 ? 1 : 64
            let pieces: Int = (inner + columnsPerChunk - 1) / columnsPerChunk
            let chunk: Int = Swift.max(1, Parallelism.elementsPerChunk / (length * Swift.min(inner, columnsPerChunk)))
            Parallelism.forEachRange(of: outer * pieces, length: chunk) { range in
                for index in range {
                    let (slab, piece) = index.quotientAndRemainder(dividingBy: pieces)
                    let columns: Range<Int> =
                        piece * columnsPerChunk ..< Swift.min(inner, (piece + 1) * columnsPerChunk)
                    body(address(slab), result.mutableAddress + slab * length * inner, columns)
                }
            }
        }
        return result.permutedBack(order)
    }
}
