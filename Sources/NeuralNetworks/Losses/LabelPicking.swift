import Tensors

/// Returns the cross-entropy `−log softmax(row)[label]` for each row of the logits `[N, classes]` and its label. The
/// result has the shape `[N]`. Differentiable with respect to the logits. Traps as `pick` does.
func labelLosses<Scalar: RealScalar>(
    _ logits: Tensor<Scalar>, _ labels: Tensor<Int>, _ name: String
) -> Tensor<Scalar> {
    requireLabels(logits, labels, name)
    requireClasses(labels, logits.shape[1], name)
    if labels.count > 0, let losses: Tensor<Scalar> = labelCrossEntropy(logits, labels) { return losses }
    return -pick(logits.logSoftmax(), labels, name)
}

/// Returns, for each row of `[N, classes]`, the element whose position is the label of the row. The result has the
/// shape `[N]`. Differentiable with respect to the rows. Traps if the labels are not of shape `[N]`, or if a label is
/// not in `0 ..< classes`; the message starts with `name`.
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

/// Returns a matrix `[N, classes]` for N labels. Row n has element n of `values` at the position of label n, and zeros
/// elsewhere. This operation is the transpose of `pick`.
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

/// Traps unless the scores are `[..., classes]` and the labels `[...]`, with the same leading axes; the message starts
/// with `name`.
func requireLabels<Scalar>(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>, _ name: String) {
    require(
        scores.rank > 0 && scores.shape.dimensions.dropLast() == labels.shape.dimensions[...],
        "\(name): scores \(scores.shape) and labels \(labels.shape) must be [..., classes] and [...]")
}

/// Returns the labels as an array. Traps if a label is not in `0 ..< classes`; the message starts with `name`.
private func checkedLabels(_ labels: Tensor<Int>, _ classes: Int, _ name: String) -> [Int] {
    requireClasses(labels, classes, name)
    return labels.scalars
}

/// Traps if a label is not in `0 ..< classes`; the message starts with `name`.
private func requireClasses(_ labels: Tensor<Int>, _ classes: Int, _ name: String) {
    labels.withUnsafeBuffer { labels in
        for label in labels where label < 0 || label >= classes {
            require(false, "\(name): label \(label) is not one of \(classes) classes, counted from 0")
        }
    }
}
