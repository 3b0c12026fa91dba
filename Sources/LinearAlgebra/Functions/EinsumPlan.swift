import Tensors

/// The way in which `einsum` computes the product of two tensors by a matrix product. The plan depends on the names of
/// the axes alone.
///
/// A name that both tensors have becomes an axis of the stack of matrix products if the result has the name. Otherwise
/// it is an inner axis, over which the product sums.
struct EinsumPlan: Sendable {
    /// The order of the axes of the left tensor: stack, rows, inner axes; `nil` if the axes have this order.
    let leftOrder: [Int]?
    /// The order of the axes of the right tensor: stack, inner axes, columns; `nil` if the axes have this order.
    let rightOrder: [Int]?
    /// The numbers of axes of each kind.
    let stack, rows, inner, columns: Int
    /// The names of the axes of the product: stack, rows, columns.
    let names: [Int]
    /// The order of these axes in the result; `nil` if the product has this order.
    private(set) var resultOrder: [Int]?

    /// Creates the plan for tensors whose axes have the names `left` and `right`. No name occurs twice in a tensor. Every
    /// name that only one of the tensors has must be kept.
    init(_ left: [Int], _ right: [Int], isKept: (Int) -> Bool) {
        let shared: [Int] = left.filter { right.contains($0) }
        let (stack, inner): ([Int], [Int]) = (shared.filter(isKept), shared.filter { !isKept($0) })
        let rows: [Int] = left.filter { !shared.contains($0) }
        let columns: [Int] = right.filter { !shared.contains($0) }
        (self.stack, self.rows, self.inner, self.columns) = (stack.count, rows.count, inner.count, columns.count)
        leftOrder = Self.order(stack + rows + inner, of: left)
        rightOrder = Self.order(stack + inner + columns, of: right)
        names = stack + rows + columns
    }

    /// Creates the plan for a result with the names `output`, or returns `nil` if a name occurs twice in a tensor, or if
    /// a name of a single tensor is summed.
    init?(_ left: [Int], _ right: [Int], output: [Int]) {
        func isPlain(_ names: [Int], _ others: [Int]) -> Bool {
            names.indices.allSatisfy {
                !names[..<$0].contains(names[$0]) && (others.contains(names[$0]) || output.contains(names[$0]))
            }
        }
        guard isPlain(left, right), isPlain(right, left) else { return nil }
        self.init(left, right) { output.contains($0) }
        guard output.count == names.count, output.allSatisfy({ names.contains($0) }) else { return nil }
        resultOrder = Self.order(output, of: names)
    }

    /// Whether the operands and the product need no reshaping: the tensors are matrices, or stacks with one axis.
    var hasSingleAxes: Bool { rows == 1 && inner == 1 && columns == 1 && stack <= 1 }

    /// Returns the shapes of the operands of the matrix product, of the operands of row-wise dot products, and of the
    /// result, for tensors whose axes have the lengths `left` and `right` in the orders of the plan.
    func shapes(_ left: [Int], _ right: [Int]) -> (left: Shape, right: Shape, dots: Shape, result: Shape) {
        let matrices: Int = left[..<stack].reduce(1, *)
        let (height, width): (Int, Int) = (
            left[stack ..< stack + rows].reduce(1, *), right[(stack + inner)...].reduce(1, *)
        )
        let depth: Int = left[(stack + rows)...].reduce(1, *)
        let front: [Int] = stack > 0 ? [matrices] : []
        return (
            Shape(front + [height, depth]), Shape(front + [depth, width]), [matrices, depth],
            Shape(Array(left[..<(stack + rows)]) + right[(stack + inner)...])
        )
    }

    /// Returns the positions in `names` of the names `order`, or `nil` if the two are equal.
    private static func order(_ order: [Int], of names: [Int]) -> [Int]? {
        order == names ? nil : order.compactMap { names.firstIndex(of: $0) }
    }
}
