internal import CKernels

/// The operands of scaled dot-product attention, in a form that the kernels accept: the rows of every matrix are
/// contiguous.
struct AttentionOperands<Scalar: RealScalar> {
    /// The leading axes of the queries.
    private let stack: Shape
    private let queryCount, keyCount, depth, valueDepth: Int
    private let queries, keys, values: Tensor<Scalar>
    private let allowed: Tensor<UInt8>?
    private let added: Tensor<Scalar>?
    private let isCausal: Bool
    private let scale: Double

    /// Traps unless the shapes fit; the message starts with `name`.
    init(
        _ queries: Tensor<Scalar>, _ keys: Tensor<Scalar>, _ values: Tensor<Scalar>, mask: AttentionMask<Scalar>?,
        isCausal: Bool, scale: Double, named name: String
    ) {
        require(
            queries.rank >= 2 && keys.rank == queries.rank && keys.shape.dropLast(2) == queries.shape.dropLast(2)
                && keys.shape[-1] == queries.shape[-1],
            "\(name): keys \(keys.shape) do not fit queries \(queries.shape)")
        require(
            values.rank == keys.rank && values.shape.dropLast() == keys.shape.dropLast(),
            "\(name): values \(values.shape) do not fit keys \(keys.shape)")
        stack = Shape(queries.shape.dropLast(2))
        (queryCount, keyCount) = (queries.shape[-2], keys.shape[-2])
        (depth, valueDepth) = (queries.shape[-1], values.shape[-1])
        (self.queries, self.keys) = (queries.asConstant().withContiguousRows(), keys.asConstant().withContiguousRows())
        self.values = values.asConstant().withContiguousRows()
        (self.isCausal, self.scale) = (isCausal, scale)
        let scores = Shape(queries.shape.dropLast() + [keys.shape[-2]])
        if let mask {
            require(
                Shape.broadcast(mask.shape, scores) == scores,
                "\(name): mask \(mask.shape) does not broadcast to the scores \(scores)")
        }
        switch mask {
        case .allowing(let mask): (allowed, added) = (mask.asBytes().withContiguousRows(broadcastTo: scores), nil)
        case .adding(let bias): (allowed, added) = (nil, bias.asConstant().withContiguousRows(broadcastTo: scores))
        case nil: (allowed, added) = (nil, nil)
        }
    }

    private var heads: Int { stack.elementCount }

    /// The number of multiplications of both matrix products.
    var multiplyAdds: Int { heads * queryCount * keyCount * (depth + valueDepth) }

    /// NaN if there are no keys, otherwise 0. A sum over no keys would be 0.
    var nanWithoutKeys: Tensor<Scalar> { Tensor(keyCount == 0 ? .nan : 0) }

    /// Returns the results, and for each query the logarithm of the sum of its exponentials if `keepsLogSums` is true.
    /// The order of the axes of the results in memory is the order of the axes of the queries.
    func results(keepsLogSums: Bool) -> (value: Tensor<Scalar>, logSums: Tensor<Scalar>?) {
        let result = Tensor<Scalar>(
            uninitialized: Shape(queries.shape.dropLast() + [valueDepth]), memoryOrder: queries.orderOfRows)
        let logSums: Tensor<Scalar>? = keepsLogSums ? Tensor(uninitialized: [heads * queryCount]) : nil
        guard result.count > 0 || keepsLogSums, queryCount > 0 else { return (result, logSums) }
        // A head is divided only if there are too few heads for the threads, because each part packs the keys again.
        let parts: Int = (Self.leastParts + heads - 1) / max(1, heads)
        let tile: Int = Int(SYNANN_ATTENTION_QUERIES)
        let length: Int = max(2 * tile, (queryCount + parts * tile - 1) / (parts * tile) * tile)
        let ranges: Int = (queryCount + length - 1) / length
        forEachPart(heads * ranges, cost: min(length, queryCount)) { part, scratch in
            let (index, range) = part.quotientAndRemainder(dividingBy: ranges)
            var head: synann_attention_head = head(index)
            synann_attention(
                Scalar.kernelType, &head, range * length, min(queryCount, (range + 1) * length), scratch,
                result.mutableAddress + offset(of: result, index), result.strides[result.rank - 2],
                logSums.map { $0.mutableAddress + index * queryCount })
        } scratch: {
            synann_attention_scratch(Scalar.kernelType, $0)
        }
        return (result, logSums)
    }

    /// Derivatives with respect to queries, keys and values.
    typealias Derivatives = (queries: Tensor<Scalar>, keys: Tensor<Scalar>, values: Tensor<Scalar>)

    /// New tensors for the derivatives, with the same order of the axes in memory as the operands.
    var uninitializedDerivatives: Derivatives {
        func like(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> {
            Tensor(uninitialized: tensor.shape, memoryOrder: tensor.orderOfRows)
        }
        return (like(queries), like(keys), like(values))
    }

    /// Writes the derivatives with respect to queries, keys and values to the memory of the tensors `target`, whose
    /// rows must be contiguous.
    ///
    /// - Parameters:
    ///   - value: The results.
    ///   - logSums: The logarithms of the sums of the exponentials, which `results` returned.
    ///   - cotangent: The derivative of the loss with respect to the results.
    ///   - target: The tensors to which the derivatives are written.
    func writeDerivatives(
        _ value: Tensor<Scalar>, _ logSums: Tensor<Scalar>, _ cotangent: Tensor<Scalar>, to target: Derivatives
    ) {
        var target: Derivatives = target
        if keyCount == 0 { return target.queries.assignElements(of: Tensor(.nan).broadcastView(to: queries.shape)) }
        let cotangent: Tensor<Scalar> = cotangent.withContiguousRows()
        // Each part of a head's keys has a derivative of its own with respect to the queries, and the sum follows.
        let parts: Int = max(1, min(Self.leastParts / max(1, heads), keyCount / Int(SYNANN_ATTENTION_KEYS)))
        let tile: Int = Int(SYNANN_ATTENTION_KEYS)
        let length: Int = (keyCount + parts * tile - 1) / (parts * tile) * tile
        let ranges: Int = (keyCount + length - 1) / length
        let byQueries: [Tensor<Scalar>] = (0 ..< ranges).map {
            $0 == 0 ? target.queries : Tensor(uninitialized: queries.shape)
        }
        forEachPart(heads * ranges, cost: queryCount * min(length, keyCount) / max(1, keyCount) * 5 / 2) {
            part, scratch in
            let (index, range) = part.quotientAndRemainder(dividingBy: ranges)
            var head: synann_attention_head = head(index)
            var gradient = synann_attention_gradient()
            gradient.out = UnsafeRawPointer(value.address + offset(of: value, index))
            gradient.out_stride = value.strides[value.rank - 2]
            gradient.cotangent = UnsafeRawPointer(cotangent.address + offset(of: cotangent, index))
            gradient.cotangent_stride = cotangent.strides[cotangent.rank - 2]
            gradient.lse = UnsafeRawPointer(logSums.address + index * queryCount)
            (gradient.by_q, gradient.by_q_stride) = rows(of: byQueries[range], index)
            (gradient.by_k, gradient.by_k_stride) = rows(of: target.keys, index)
            (gradient.by_v, gradient.by_v_stride) = rows(of: target.values, index)
            synann_attention_backward(
                Scalar.kernelType, &head, &gradient, range * length, min(keyCount, (range + 1) * length), scratch)
        } scratch: {
            synann_attention_backward_scratch(Scalar.kernelType, $0)
        }
        withExtendedLifetime((value, logSums, cotangent)) {}
        if ranges > 1 { target.queries.assignElements(of: byQueries.dropFirst().reduce(byQueries[0], +)) }
    }

    /// The number of parts into which the work is divided at least, if the shapes allow it.
    private static var leastParts: Int { 16 }

    /// Calls `body` for each of `count` parts of the work, on the library's threads. A part is a head or a range of the
    /// queries or keys of a head; `cost` is the number of its queries.
    private func forEachPart(
        _ count: Int, cost: Int, _ body: (Int, UnsafeMutableRawPointer) -> Void,
        scratch: (UnsafePointer<synann_attention_head>) -> Int
    ) {
        guard count > 0 else { return }
        var first: synann_attention_head = head(0)
        let length: Int = scratch(&first)
        let multiplications: Int = max(1, cost * keyCount * (depth + valueDepth))
        Parallelism.forEachRange(of: count, length: max(1, (1 << 19) / multiplications)) { parts in
            let memory = Tensor<Scalar>(uninitialized: [length])
            for part in parts { body(part, UnsafeMutableRawPointer(memory.mutableAddress)) }
        }
        withExtendedLifetime(self) {}
    }

    /// Returns the operands of the head with the number `index`.
    private func head(_ index: Int) -> synann_attention_head {
        var head = synann_attention_head()
        (head.queries, head.keys, head.depth, head.value_depth) = (queryCount, keyCount, depth, valueDepth)
        (head.scale, head.is_causal) = (scale, isCausal ? 1 : 0)
        (head.q, head.q_stride) = constantRows(of: queries, index)
        (head.k, head.k_stride) = constantRows(of: keys, index)
        (head.v, head.v_stride) = constantRows(of: values, index)
        if let allowed {
            head.allowed = allowed.address + offset(of: allowed, index)
            head.allowed_stride = allowed.strides[allowed.rank - 2]
        }
        if let added { (head.added, head.added_stride) = constantRows(of: added, index) }
        return head
    }

    private func constantRows(of tensor: Tensor<Scalar>, _ index: Int) -> (UnsafeRawPointer, Int) {
        (UnsafeRawPointer(tensor.address + offset(of: tensor, index)), tensor.strides[tensor.rank - 2])
    }

    private func rows(of tensor: Tensor<Scalar>, _ index: Int) -> (UnsafeMutableRawPointer, Int) {
        (UnsafeMutableRawPointer(tensor.mutableAddress + offset(of: tensor, index)), tensor.strides[tensor.rank - 2])
    }

    /// Returns the position of the first element of the matrix with the number `index`, counted from the first element
    /// of the tensor.
    private func offset<Element>(of tensor: Tensor<Element>, _ index: Int) -> Int {
        var (rest, offset): (Int, Int) = (index, 0)
        for axis in stack.dimensions.indices.reversed() {
            let (quotient, position) = rest.quotientAndRemainder(dividingBy: stack.dimensions[axis])
            (rest, offset) = (quotient, offset + position * tensor.strides[axis])
        }
        return offset
    }
}

extension Tensor {
    /// The order of the axes in memory, outermost first, if this order is not row-major order and ends with the last
    /// axis; otherwise `nil`. If the last axis has the length 1, another axis may be the innermost one.
    fileprivate var orderOfRows: [Int]? { memoryOrder.flatMap { $0.last == rank - 1 ? $0 : nil } }

    /// Returns the same elements with the last axis contiguous in memory: this tensor if it already is, otherwise a
    /// copy. The tape does not record the copy.
    fileprivate func withContiguousRows() -> Tensor {
        rank > 0 && (strides[rank - 1] == 1 || shape[-1] <= 1) ? self : copied()
    }

    /// Returns this tensor broadcast to `target`, with the last axis contiguous in memory. The rank of `target` must be
    /// at least 2. The tape does not record the operation.
    fileprivate func withContiguousRows(broadcastTo target: Shape) -> Tensor {
        let last: Int = target[-1]
        let rows: Tensor =
            rank > 0 && shape[-1] == last ? self : broadcastView(to: Shape(shape.dropLast() + [last]))
        return rows.withContiguousRows().broadcastView(to: target)
    }
}
