/// A tensor in the shape `[outer, length, inner]`, for kernels that work along an axis. `length` is the length of this
/// axis; `outer` and `inner` are the numbers of positions along all axes before and after this axis. A slab is one of
/// the `outer` contiguous blocks `[length, inner]`.
///
/// The axes are in the order of the memory. So a transposed tensor is not copied, and a result has the same layout as
/// the tensor.
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

    /// Returns the address of the slab with the number `slab`.
    func address(_ slab: Int) -> UnsafePointer<Scalar> { source.address + slab * length * inner }

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
        var inverse = [Int](repeating: 0, count: order.count)
        for (place, axis) in order.enumerated() { inverse[axis] = place }
        return result.permutedView(inverse)
    }
}
