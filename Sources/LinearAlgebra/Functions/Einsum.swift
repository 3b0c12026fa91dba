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
/// fewest elements, and computes the product by one call of `matmul`.
///
/// The function traps if
/// - the number of operands differs from the number in the expression,
/// - the number of names of an operand differs from its rank,
/// - axes with the same name differ in length,
/// - the result repeats a name or has a name that no operand has, or
/// - a name is not a letter ("..." is not supported).
public func einsum<Scalar: LinearAlgebraScalar>(_ expression: String, _ operands: Tensor<Scalar>...) -> Tensor<Scalar> {
    let (inputs, output): ([[Character]], [Character]) = parse(expression)
    require(
        inputs.count == operands.count,
        "einsum: \"\(expression)\" names \(inputs.count) operands, not \(operands.count)")
    var lengths: [Character: Int] = [:]
    for (names, operand) in zip(inputs, operands) {
        require(
            names.count == operand.rank, "einsum: \"\(String(names))\" does not name the axes of shape \(operand.shape)"
        )
        for (axis, name) in names.enumerated() {
            let length: Int = operand.shape[axis]
            require(
                lengths[name, default: length] == length,
                "einsum: axes \(name) have the lengths \(lengths[name, default: 0]) and \(length) in \"\(expression)\"")
            lengths[name] = length
        }
    }
    require(
        output.allSatisfy { lengths[$0] != nil } && Set(output).count == output.count,
        "einsum: the result \"\(String(output))\" of \"\(expression)\" repeats a name, or has one that no operand has")
    var terms: [Term<Scalar>] = zip(inputs, operands).map { Term(names: $0, tensor: $1).withoutRepetitions() }
    while terms.count > 1 {
        let (first, second): (Int, Int) = cheapestPair(terms, lengths)
        let right: Term<Scalar> = terms.remove(at: second)
        let left: Term<Scalar> = terms.remove(at: first)
        terms.append(contract(left, right, kept: Set(output).union(terms.flatMap(\.names))))
    }
    let last: Term<Scalar> = terms[0].summing { !output.contains($0) }
    return last.tensor.permuted(output.map { last.position($0) })
}

/// A tensor whose axes have names.
private struct Term<Scalar: LinearAlgebraScalar> {
    let names: [Character]
    let tensor: Tensor<Scalar>

    func position(_ name: Character) -> Int {
        guard let position = names.firstIndex(of: name) else { fatalError("einsum: no axis \(name)") }
        return position
    }

    /// Returns a term in which every name occurs once. For each name that occurs more than once, the term has the
    /// diagonal of these axes.
    func withoutRepetitions() -> Term {
        guard let name = names.first(where: { name in names.count { $0 == name } > 1 }) else { return self }
        let places: [Int] = names.indices.filter { names[$0] == name }
        let (first, second): (Int, Int) = (places[0], places[1])
        let others: [Int] = names.indices.filter { $0 != first && $0 != second }
        let diagonal: Tensor<Scalar> = tensor.permuted(others + [first, second]).diagonal()
        return Term(names: others.map { names[$0] } + [name], tensor: diagonal).withoutRepetitions()
    }

    /// Returns the term summed over the axes whose names satisfy the condition.
    func summing(_ isSummed: (Character) -> Bool) -> Term {
        let axes: [Int] = names.indices.filter { isSummed(names[$0]) }
        return axes.isEmpty ? self : Term(names: names.filter { !isSummed($0) }, tensor: tensor.sum(axes: axes))
    }

    /// Returns the tensor with the axes of each group merged into one axis. The result has one axis for each group, in
    /// the order of the groups.
    func grouped(_ groups: [[Character]]) -> Tensor<Scalar> {
        let order: [Int] = groups.joined().map(position)
        let lengths: [Int] = groups.map { $0.reduce(1) { $0 * tensor.shape[position($1)] } }
        return tensor.permuted(order).reshaped(to: Shape(lengths))
    }
}

/// Returns the product of two terms, computed by one matrix product.
///
/// A name that both terms have becomes an axis of the stack of matrix products if `kept` contains the name. Otherwise
/// the function sums over this axis.
private func contract<Scalar: LinearAlgebraScalar>(
    _ left: Term<Scalar>, _ right: Term<Scalar>, kept: Set<Character>
) -> Term<Scalar> {
    let a: Term<Scalar> = left.summing { !kept.contains($0) && !right.names.contains($0) }
    let b: Term<Scalar> = right.summing { !kept.contains($0) && !left.names.contains($0) }
    let shared: [Character] = a.names.filter { b.names.contains($0) }
    let stack: [Character] = shared.filter { kept.contains($0) }
    let inner: [Character] = shared.filter { !kept.contains($0) }
    let rows: [Character] = a.names.filter { !shared.contains($0) }
    let columns: [Character] = b.names.filter { !shared.contains($0) }
    let product: Tensor<Scalar> =
        stack.isEmpty
        ? matmul(a.grouped([rows, inner]), b.grouped([inner, columns]))
        : matmul(a.grouped([stack, rows, inner]), b.grouped([stack, inner, columns]))
    let lengths: [Int] =
        (stack + rows).map { a.tensor.shape[a.position($0)] } + columns.map { b.tensor.shape[b.position($0)] }
    return Term(names: stack + rows + columns, tensor: product.reshaped(to: Shape(lengths)))
}

/// Returns the positions of the two terms whose product has the fewest elements.
///
/// This greedy choice may not lead to the best order. Finding the best order takes exponential time.
private func cheapestPair<Scalar: LinearAlgebraScalar>(
    _ terms: [Term<Scalar>], _ lengths: [Character: Int]
) -> (Int, Int) {
    var best: (size: Double, pair: (Int, Int)) = (.infinity, (0, 1))
    for first in terms.indices {
        for second in terms.indices where second > first {
            let names = Set(terms[first].names).symmetricDifference(terms[second].names)
            let size: Double = names.reduce(1) { $0 * Double(lengths[$1] ?? 1) }
            if size < best.size { best = (size, (first, second)) }
        }
    }
    return best.pair
}

/// Returns the names of the axes of each operand and of the result of an expression. Traps if a name of an operand is
/// not a letter.
private func parse(_ expression: String) -> (inputs: [[Character]], output: [Character]) {
    let text: String = expression.filter { $0 != " " }
    guard let arrow = text.firstRange(of: "->") else {
        let names: [Character] = text.filter { $0 != "," }.map { $0 }
        let single: [Character] = Set(names).filter { name in names.count { $0 == name } == 1 }.sorted()
        return (inputNames(text[...], expression), single)
    }
    return (inputNames(text[..<arrow.lowerBound], expression), Array(text[arrow.upperBound...]))
}

private func inputNames(_ text: Substring, _ expression: String) -> [[Character]] {
    let names: [[Character]] = text.split(separator: ",", omittingEmptySubsequences: false).map { Array($0) }
    require(
        names.joined().allSatisfy(\.isLetter),
        "einsum: the names in \"\(expression)\" must be letters; \"...\" is not supported")
    return names
}
