internal import CKernels

/// A reduction over some axes as nested loops. The outer loops run over the kept axes, the inner loops over the reduced
/// axes.
struct ReductionPlan {
    /// The kept axes, followed by the reduced axes.
    let order: [Int]
    let keptShape: Shape
    let reducedShape: Shape

    /// Creates the plan of a reduction over `axes` of a tensor with the given shape and strides.
    ///
    /// The reduced axes are in the order of the memory, so that the innermost loop reads neighbouring elements. If an
    /// axis repeats elements (stride 0), the order of the axes is kept.
    init(shape: Shape, strides: [Int], axes: [Int]) {
        let kept: [Int] = (0 ..< shape.rank).filter { !axes.contains($0) }
        let axes: [Int] =
            axes.contains { strides[$0] == 0 }
            ? axes : axes.sorted { (strides[$0].magnitude, $1) > (strides[$1].magnitude, $0) }
        order = kept + axes
        keptShape = Shape(kept.map { shape.dimensions[$0] })
        reducedShape = Shape(axes.map { shape.dimensions[$0] })
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns the reduction over `axes`. The result does not have these axes. The tape does not record the reduction.
    /// Over no elements, a sum is 0, a product is 1, and an extremum traps if the result has elements.
    ///
    /// - Parameters:
    ///   - reduction: The kind of reduction.
    ///   - axes: The axes to reduce, counted from the first axis and in ascending order.
    ///   - shift: For sums of squares, a tensor of the result's shape. Before squaring, each element of `shift` is
    ///     subtracted from the elements that are reduced to the same position. The argument is `nil` for other
    ///     reductions.
    func reduced(_ reduction: synann_reduction, axes: [Int], shift: Tensor? = nil) -> Tensor {
        reduced(reduction, axes: axes, shift: shift, into: Scalar.self)
    }

    /// Returns the reduction over `axes` with elements of another type: the sums and products of integers are of type
    /// `Int` or `UInt`. The parameters are those of `reduced(_:axes:shift:)`.
    @_specialize(where Scalar == Float, Result == Float)
    @_specialize(where Scalar == Double, Result == Double)
    func reduced<Result: NumericScalar>(
        _ reduction: synann_reduction, axes: [Int], shift: Tensor? = nil, into type: Result.Type
    ) -> Tensor<Result> {
        if axes.count == rank, let order = denseOrder {
            return permutedView(order).reduced(reduction, axes: axes, shift: shift, into: type)
        }
        if axes.count == rank, isContiguous, count > 0 {
            return reducedWhole(reduction, length: count, stride: 1, [], shift)
        }
        if let rows = reducedLastAxes(reduction, axes, shift, into: type) { return rows }
        let plan = ReductionPlan(shape: shape, strides: strides, axes: axes)
        if plan.reducedShape.elementCount == 0 { return emptyReduction(reduction, plan.keptShape, axes) }
        let view: Tensor = permutedView(plan.order)
        let keptRank: Int = plan.keptShape.rank
        let kept = LoopNest(shape: plan.keptShape, strides: [Array(view.strides[..<keptRank])])
        let inner = LoopNest(shape: plan.reducedShape, strides: [Array(view.strides[keptRank...])])
        let isRegular: Bool = inner.outer.count <= 1
        if !isRegular {
            return view.copied().reduced(reduction, axes: Array(keptRank ..< rank), shift: shift, into: type)
        }

        let (keptStride, reducedStride): (Int, Int) = (kept.rowStrides[0], inner.rowStrides[0])
        let isNearer: Bool = keptStride != 0 && keptStride.magnitude < reducedStride.magnitude
        let rowsAreKept: Bool = kept.rowLength > 1 && (isNearer || (keptStride == 1 && reducedStride != 1))
        if rowsAreKept, inner.outer.isEmpty {
            return view.reducedColumns(reduction, kept, inner, plan.keptShape, shift)
        }
        if plan.keptShape.elementCount == 1, inner.outer.isEmpty {
            return view.reducedWhole(
                reduction, length: inner.rowLength, stride: reducedStride, plan.keptShape, shift)
        }
        return view.reducedRows(reduction, inner, plan.keptShape, shift)
    }

    /// Returns the reduction over `axes` if the tensor is contiguous and `axes` are its last axes; otherwise `nil`. The function needs no loops over several axes, which would take longer than the
    /// reduction of a small tensor.
    private func reducedLastAxes<Result: NumericScalar>(
        _ reduction: synann_reduction, _ axes: [Int], _ shift: Tensor?, into type: Result.Type
    ) -> Tensor<Result>? {
        let keptRank: Int = rank - axes.count
        guard keptRank > 0, axes.first == keptRank, isContiguous else { return nil }
        let kept = Shape(valid: Array(shape.dimensions[..<keptRank]))
        let (rows, whole): (Int, Int) = (kept.elementCount, count)
        // A single result of many elements is the reduction of several chunks.
        guard whole > 0, rows > 1 || whole <= 2 * Parallelism.elementsPerChunk else { return nil }
        let columns: Int = whole / rows
        let line = synann_reduced_axes(outer: 1, outer_stride: 0, inner: columns, inner_stride: 1)
        let shift: Tensor? = shift?.contiguous()
        let result = Tensor<Result>(uninitialized: kept)
        let (source, target) = (address, result.mutableAddress)
        Parallelism.forEachRange(of: rows, length: Swift.max(1, Parallelism.elementsPerChunk / columns)) { range in
            synann_reduce(
                Scalar.kernelType, reduction, synann_results(count: range.count, stride: columns), line,
                source + range.lowerBound * columns, shift.map { $0.address + range.lowerBound },
                target + range.lowerBound)
        }
        return result
    }

    /// Returns the reduction over no elements, a tensor of shape `kept`: 0 for sums, 1 for products. `axes` are the
    /// reduced axes. An extremum traps if the result has elements.
    private func emptyReduction<Result: NumericScalar>(
        _ reduction: synann_reduction, _ kept: Shape, _ axes: [Int]
    ) -> Tensor<Result> {
        if reduction == SYNANN_PRODUCT { return Tensor<Result>(ones: kept) }
        require(
            kept.elementCount == 0 || (reduction != SYNANN_GREATEST && reduction != SYNANN_LEAST),
            "max/min: shape \(shape) has no elements along axes \(axes), so no extremum")
        return Tensor<Result>(zeros: kept)
    }

    /// Returns the reduction of this tensor, whose axes are the kept axes followed by the reduced axes. The function
    /// computes the elements of the result one after the other; the innermost loop runs over reduced elements. `inner`
    /// loops over the reduced axes, `keptShape` is the shape of the result, and `shift` is the argument of `reduced`.
    private func reducedRows<Result: NumericScalar>(
        _ reduction: synann_reduction, _ inner: LoopNest, _ keptShape: Shape, _ shift: Tensor?
    ) -> Tensor<Result> {
        let nest = LoopNest(shape: keptShape, strides: [Array(strides[..<keptShape.rank])])
        let (outer, outerStride): (Int, Int) =
            inner.outer.isEmpty ? (1, 0) : (inner.outer[0], inner.outerStride(loop: 0, operand: 0))
        let axes = synann_reduced_axes(
            outer: outer, outer_stride: outerStride, inner: inner.rowLength, inner_stride: inner.rowStrides[0])
        let perChunk: Int = Swift.max(1, Parallelism.elementsPerChunk / Swift.max(1, outer * inner.rowLength))
        let shift: Tensor? = shift?.contiguous()
        return Tensor<Result>(uninitialized: keptShape) { result in
            guard let target = result.baseAddress else { return }
            // The chunks are ranges of single elements, because the rows of the loop nest may be long.
            Parallelism.forEachRange(of: result.count, length: perChunk) { range in
                nest.forEachRun(in: range) { offset, stride, run in
                    synann_reduce(
                        Scalar.kernelType, reduction, synann_results(count: run.count, stride: stride), axes,
                        address + offset, shift.map { $0.address + run.lowerBound }, target + run.lowerBound)
                }
            }
        }
    }

    /// Returns the reduction of all elements, a single element in the shape `keptShape`. The function reduces each
    /// chunk of the elements, and then the results of the chunks. The elements are a line of `length` elements at the
    /// distance `stride`. `shift` is the argument of `reduced`.
    private func reducedWhole<Result: NumericScalar>(
        _ reduction: synann_reduction, length: Int, stride: Int, _ keptShape: Shape, _ shift: Tensor?
    ) -> Tensor<Result> {
        let perChunk: Int = 2 * Parallelism.elementsPerChunk
        let chunkCount: Int = (length + perChunk - 1) / perChunk
        let partial = Tensor<Result>(uninitialized: chunkCount == 1 ? keptShape : [chunkCount]) { results in
            guard let target = results.baseAddress else { return }
            Parallelism.forEachRange(of: length, length: perChunk) { range in
                let axes = synann_reduced_axes(outer: 1, outer_stride: 0, inner: range.count, inner_stride: stride)
                synann_reduce(
                    Scalar.kernelType, reduction, synann_results(count: 1, stride: 0), axes,
                    address + range.lowerBound * stride, shift?.address, target + range.lowerBound / perChunk)
            }
        }
        if chunkCount == 1 { return partial }
        // The chunks' sums of squares and of absolute values are added.
        let isSum: Bool = reduction == SYNANN_SUM_OF_SQUARES || reduction == SYNANN_SUM_OF_ABSOLUTES
        return partial.reduced(isSum ? SYNANN_SUM : reduction, axes: [0]).reshapedView(to: keptShape)
    }

    /// Returns the reduction of this tensor, whose axes are the kept axes followed by the reduced axes. The function
    /// computes many elements of the result at once: the innermost loop runs over kept elements and accumulates whole
    /// rows. `kept` loops over the kept axes, `inner` over the reduced axes in a single row. `keptShape` is the shape
    /// of the result, and `shift` is the argument of `reduced`.
    private func reducedColumns<Result: NumericScalar>(
        _ reduction: synann_reduction, _ kept: LoopNest, _ inner: LoopNest, _ keptShape: Shape, _ shift: Tensor?
    ) -> Tensor<Result> {
        // Long pieces of the rows are read faster. The bits of a column do not depend on the pieces, so that their length
        // may depend on the number of threads.
        let threads: Int = Parallelism.threadCount
        let share: Int = threads == 1 ? kept.rowLength : kept.rowLength / (2 * threads)
        let width: Int = (Swift.max(64, Parallelism.elementsPerChunk / inner.rowLength, share) + 63) / 64 * 64
        let piecesPerRow: Int = (kept.rowLength + width - 1) / width
        let shift: Tensor? = shift?.contiguous()
        return Tensor<Result>(uninitialized: keptShape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachChunk(kept.rowCount * piecesPerRow) { chunk in
                let (row, piece) = chunk.quotientAndRemainder(dividingBy: piecesPerRow)
                let start: Int = piece * width
                let position: Int = row * kept.rowLength + start
                let shape = synann_reduced_rows(
                    rows: inner.rowLength, columns: Swift.min(width, kept.rowLength - start),
                    stride: inner.rowStrides[0], column_stride: kept.rowStrides[0])
                kept.forEachRow(in: row ..< row + 1) { offsets in
                    synann_reduce_columns(
                        Scalar.kernelType, reduction, shape, address + offsets[0] + start * kept.rowStrides[0],
                        shift.map { $0.address + position }, target + position)
                }
            }
        }
    }
}
