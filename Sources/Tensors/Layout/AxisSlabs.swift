internal import CKernels

/// A tensor in the shape `[outer, length, inner]`, for kernels that work along an axis. `length` is the length of this
/// axis, `outer` is the number of positions along all axes before this axis, and `inner` is the number of positions
/// along all axes after this axis. A line is a sequence of `length` elements along the axis.
///
/// The axes are in the order of the memory. So a transposed tensor is not copied, and a result has the same layout as
/// the tensor.
struct AxisSlabs<Scalar: TensorScalar> {
    let outer: Int
    let length: Int
    let inner: Int
    private let source: Tensor<Scalar>
    private let order: [Int]
    /// The position of the axis in `order`.
    private let place: Int

    init(_ x: Tensor<Scalar>, axis: Int) {
        let byStride: [Int] = (0 ..< x.rank).sorted { x.strides[$0] > x.strides[$1] }
        order = x.isContiguous || !x.permutedView(byStride).isContiguous ? Array(0 ..< x.rank) : byStride
        source = x.permutedView(order).contiguous()
        place = order.firstIndex(of: axis) ?? 0
        let lengths: [Int] = source.shape.dimensions
        (outer, length, inner) = (lengths[..<place].reduce(1, *), lengths[place], lengths[(place + 1)...].reduce(1, *))
    }

    /// Returns a tensor of the shape of the original tensor. `body` writes all its elements.
    ///
    /// Each call of `body` writes at most `linesPerCall` neighbouring lines. The arguments of `body` are the address of
    /// the first of these lines in the original tensor, the address of the same line in the result, and the layout of
    /// the lines in the original tensor. The result has the same layout if `resultLength` is `nil`. The calls run on
    /// several threads.
    ///
    /// If `resultLength` is given, each line of the result has `resultLength` elements. If `inner` is 1, neighbouring
    /// lines of the result are then `resultLength` elements apart; otherwise the distances are those of the layout.
    func mapLines<Result: TensorScalar>(
        to resultLength: Int? = nil, linesPerCall: Int = 64,
        _ body: (
            _ source: UnsafePointer<Scalar>, _ target: UnsafeMutablePointer<Result>, _ layout: inout synann_line_layout
        ) -> Void
    ) -> Tensor<Result> {
        let newLength: Int = resultLength ?? length
        var lengths: [Int] = source.shape.dimensions
        if let resultLength { lengths[place] = resultLength }
        let result = Tensor<Result>(uninitialized: Shape(lengths))
        if result.count > 0 {
            // If `inner` is 1, all lines follow each other in memory, so that they form a single slab.
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
                    let newStart: Int = slab * newLength * inner + first * (inner == 1 ? newLength : 1)
                    var layout = synann_line_layout(
                        length: length, lines: Swift.min(linesPerCall, linesPerSlab - first), element_stride: inner,
                        line_stride: lineStride)
                    body(source.address + start, result.mutableAddress + newStart, &layout)
                }
            }
        }
        return result.permutedBack(order)
    }
}
