import Tensors

/// Returns the element of each row at the row's label: `[N, classes] → [N]`. Differentiable. Traps if a label is not in
/// `0 ..< classes`.
func pick<Scalar: RealScalar>(_ rows: Tensor<Scalar>, _ labels: Tensor<Int>, _ name: String) -> Tensor<Scalar> {
    requireLabels(rows, labels, name)
    let classes: Int = rows.shape[1]
    let positions: [Int] = checkedLabels(labels, classes, name)
    let value: Tensor<Scalar> = rows.asConstant().withUnsafeBuffer { buffer in
        Tensor(positions.enumerated().map { buffer[$0 * classes + $1] })
    }
    return withDerivative(
        of: TensorOperation("pick", rows, labels), value, .by(rows) { cotangent in place(cotangent, labels, classes) })
}

/// Returns the transpose of `pick`: each row has its value at the row's label and zeros elsewhere.
private func place<Scalar: RealScalar>(
    _ values: Tensor<Scalar>, _ labels: Tensor<Int>, _ classes: Int
) -> Tensor<Scalar> {
    let positions: [Int] = labels.scalars
    let scalars: [Scalar] = values.scalars
    var value = Tensor<Scalar>(zeros: [positions.count, classes])
    value.withUnsafeMutableBuffer { buffer in
        for (row, position) in positions.enumerated() { buffer[row * classes + position] = scalars[row] }
    }
    return withDerivative(
        of: TensorOperation("place", values, labels), value,
        .by(values) { cotangent in pick(cotangent, labels, "negativeLogLikelihood") })
}

/// Traps unless there is a label for each row of scores.
func requireLabels<Scalar>(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>, _ name: String) {
    require(
        scores.rank > 0 && scores.shape.dimensions.dropLast() == labels.shape.dimensions[...],
        "\(name): scores \(scores.shape) and labels \(labels.shape) must be [..., classes] and [...]")
}

/// Returns the labels as an array. Traps if a label is not a class.
private func checkedLabels(_ labels: Tensor<Int>, _ classes: Int, _ name: String) -> [Int] {
    let positions: [Int] = labels.scalars
    for position in positions {
        require(
            position >= 0 && position < classes,
            "\(name): label \(position) is not one of \(classes) classes, counted from 0")
    }
    return positions
}
