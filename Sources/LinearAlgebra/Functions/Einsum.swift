internal import COpenBLAS
public import Tensors

/// Returns a sum of products by Einstein's convention: `einsum("ij,jk->ik", a, b)` is `matmul(a, b)`.
///
/// A letter names each axis of each operand. Axes with the same name must have the same length and share one index. The
/// function sums over the axes whose name is missing from the result. In an expression without an arrow, the result has
/// the names that occur exactly once, in alphabetical order, as in NumPy. A name that occurs twice in one operand
/// selects the diagonal of these two axes. The function is differentiable with respect to all operands.
///
///     einsum("ii", a)             // the trace
///     einsum("bij,bjk->bik", a, b)  // a stack of products
///     einsum("i,j->ij", x, y)     // the outer product
///
/// The function contracts the operands pair by pair. In each step the function takes the pair whose product has the
/// fewest elements, and computes the product by one call of `matmul`, or by a dot product for each row if no other axes
/// remain and no derivative is needed.
///
/// The function traps if
/// - the number of operands differs from the number in the expression,
/// - the number of names of an operand differs from its rank,
/// - axes with the same name differ in length,
/// - the result repeats a name or has a name that no operand has, or
/// - a name is not a letter ("..." is not supported).
public func einsum<Scalar: LinearAlgebraScalar>(_ expression: String, _ operands: Tensor<Scalar>...) -> Tensor<Scalar> {
    let names: EinsumNames = .named(expression)
    var shapes: [Shape] = []
    for index in 0 ..< operands.count { shapes.append(operands[index].shape) }
    let lengths: [Int] = names.lengths(shapes, expression)
    if let plan = names.plan { return product(operands[0], operands[1], plan) }
    func isKept(_ name: Int) -> Bool { names.output.contains(name) }
    if operands.count == 1 {
        return Term(names: names.inputs[0], tensor: operands[0]).withoutRepetitions().summing { !isKept($0) }
            .ordered(names.output)
    }
    var terms: [Term<Scalar>] = zip(names.inputs, operands).map { Term(names: $0, tensor: $1).withoutRepetitions() }
    while terms.count > 1 {
        let (first, second): (Int, Int) = cheapestPair(terms, lengths)
        let right: Term<Scalar> = terms.remove(at: second)
        let left: Term<Scalar> = terms.remove(at: first)
        terms.append(
            contract(left, right) { name in isKept(name) || terms.contains { $0.names.contains(name) } })
    }
    return terms[0].summing { !isKept($0) }.ordered(names.output)
}

/// Returns the product of two tensors by a plan. The axes of the result have the order of the plan.
private func product<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ plan: EinsumPlan
) -> Tensor<Scalar> {
    var (left, right): (Tensor<Scalar>, Tensor<Scalar>) = (a, b)
    if let order = plan.leftOrder { left = a.permuted(order) }
    if let order = plan.rightOrder { right = b.permuted(order) }
    let product: Tensor<Scalar> = plan.hasSingleAxes ? matmul(left, right) : reshapedProduct(left, right, plan)
    if let order = plan.resultOrder { return product.permuted(order) }
    return product
}

/// Returns the product of two tensors whose axes have the order of the plan. Axes of the same kind are merged first.
private func reshapedProduct<Scalar: LinearAlgebraScalar>(
    _ left: Tensor<Scalar>, _ right: Tensor<Scalar>, _ plan: EinsumPlan
) -> Tensor<Scalar> {
    let shapes = plan.shapes(left.shape.dimensions, right.shape.dimensions)
    if plan.rows + plan.columns == 0, plan.stack > 0,
        let dots = rowDots(left.reshaped(to: shapes.dots), right.reshaped(to: shapes.dots))
    {
        return dots.reshaped(to: shapes.result)
    }
    return matmul(left.reshaped(to: shapes.left), right.reshaped(to: shapes.right)).reshaped(to: shapes.result)
}

/// A tensor whose axes have names, which are the numbers that `EinsumNames` assigns.
private struct Term<Scalar: LinearAlgebraScalar> {
    let names: [Int]
    let tensor: Tensor<Scalar>

    func position(_ name: Int) -> Int {
        guard let position = names.firstIndex(of: name) else { fatalError("einsum: no axis \(name)") }
        return position
    }

    /// Returns the tensor with the axes in the order of `order`, which contains all names.
    func ordered(_ order: [Int]) -> Tensor<Scalar> {
        order == names ? tensor : tensor.permuted(order.map(position))
    }

    /// Returns a term in which every name occurs once. For each name that occurs more than once, the term has the
    /// diagonal of these axes.
    func withoutRepetitions() -> Term {
        guard let second = names.indices.first(where: { names[..<$0].contains(names[$0]) }) else { return self }
        let (first, name): (Int, Int) = (position(names[second]), names[second])
        let others: [Int] = names.indices.filter { $0 != first && $0 != second }
        let diagonal: Tensor<Scalar> = tensor.diagonal(rows: first, columns: second)
        return Term(names: others.map { names[$0] } + [name], tensor: diagonal).withoutRepetitions()
    }

    /// Returns the term summed over the axes whose names satisfy the condition.
    func summing(_ isSummed: (Int) -> Bool) -> Term {
        let axes: [Int] = names.indices.filter { isSummed(names[$0]) }
        return axes.isEmpty ? self : Term(names: names.filter { !isSummed($0) }, tensor: tensor.sum(axes: axes))
    }
}

/// Returns the product of two terms, computed by one matrix product, or by dot products.
///
/// A name that both terms have becomes an axis of the stack of matrix products if `isKept` returns true for the name.
/// Otherwise the function sums over this axis.
private func contract<Scalar: LinearAlgebraScalar>(
    _ left: Term<Scalar>, _ right: Term<Scalar>, isKept: (Int) -> Bool
) -> Term<Scalar> {
    let a: Term<Scalar> = left.summing { !isKept($0) && !right.names.contains($0) }
    let b: Term<Scalar> = right.summing { !isKept($0) && !left.names.contains($0) }
    let plan = EinsumPlan(a.names, b.names, isKept: isKept)
    return Term(names: plan.names, tensor: product(a.tensor, b.tensor, plan))
}

/// Returns the dot product of each row of `a` with the same row of `b`: `[m, k], [m, k] → [m]`. Returns `nil` for complex
/// numbers, tracked tensors, and rows that are empty or whose elements are not adjacent in memory.
///
/// A tracked tensor needs an operation with a derivative, and the matrix product is such an operation.
private func rowDots<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar>? {
    let (rows, length): (Int, Int) = (a.shape[0], a.shape[1])
    guard !Scalar._isComplex, a.strides[1] == 1, b.strides[1] == 1, length > 0, length <= Int(Int32.max), !a.isTracked,
        !b.isTracked
    else { return nil }
    BLASThreads.prepare()
    let dots = Tensor<Scalar>(uninitialized: [rows])
    Parallelism.forEachRange(of: rows, length: max(1, 2 * Parallelism.elementsPerChunk / length)) { range in
        BLASThreads.withOne {
            for row in range {
                synann_dot(
                    Scalar.lapackType, Int32(length), a.address + row * a.strides[0], b.address + row * b.strides[0],
                    dots.mutableAddress + row)
            }
        }
    }
    return withDerivative(of: TensorOperation("vectorDot", a, b), dots)
}

/// Returns the positions of the two terms whose product has the fewest elements.
///
/// This greedy choice may not lead to the best order. Finding the best order takes exponential time.
private func cheapestPair<Scalar: LinearAlgebraScalar>(_ terms: [Term<Scalar>], _ lengths: [Int]) -> (Int, Int) {
    if terms.count == 2 { return (0, 1) }
    var best: (size: Double, pair: (Int, Int)) = (.infinity, (0, 1))
    for first in terms.indices {
        for second in terms.indices where second > first {
            let (left, right): ([Int], [Int]) = (terms[first].names, terms[second].names)
            let names: [Int] = left.filter { !right.contains($0) } + right.filter { !left.contains($0) }
            let size: Double = names.reduce(1) { $0 * Double(lengths[$1]) }
            if size < best.size { best = (size, (first, second)) }
        }
    }
    return best.pair
}
