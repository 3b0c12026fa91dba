import Differentiation
import Tensors

/// Returns a table with the name, the shape and the number of elements of each parameter of a model. The last row is
/// the total number of elements.
public func modelSummary(_ model: some Parameterized) -> String {
    let parameters: [(name: String, shape: Shape)] = model.parameterShapes
    let total: Int = parameters.reduce(0) { $0 + $1.shape.elementCount }
    var rows: [(String, String, String)] = parameters.map {
        ($0.name, $0.shape.description, String($0.shape.elementCount))
    }
    rows.append(("total", "", String(total)))
    let nameWidth: Int = rows.map(\.0.count).max() ?? 0
    let shapeWidth: Int = rows.map(\.1.count).max() ?? 0
    let countWidth: Int = rows.map(\.2.count).max() ?? 0
    return rows.map { name, shape, count in
        name.padded(to: nameWidth) + "  " + shape.padded(to: shapeWidth) + "  "
            + String(repeating: " ", count: countWidth - count.count) + count
    }.joined(separator: "\n")
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: width - count) }
}
