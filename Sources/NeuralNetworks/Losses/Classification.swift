import Tensors

/// The negative log-likelihood `−log p[label]`, the mean over the batch unless reduced otherwise.
///
/// - Parameters:
///   - logProbabilities: `[N, classes]`, as `logSoftmax` gives them.
///   - labels: `[N]`, each in `0 ..< classes`; others trap.
public func negativeLogLikelihood<Scalar: RealScalar>(
    _ logProbabilities: Tensor<Scalar>, _ labels: Tensor<Int>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    reduction(-pick(logProbabilities, labels, "negativeLogLikelihood"))
}

/// The cross-entropy between softmax(logits) and the labels, the mean over the batch unless reduced otherwise.
///
/// - Parameters:
///   - logits: `[N, classes]`.
///   - labels: `[N]`, each in `0 ..< classes`; others trap.
///   - labelSmoothing: The share of the target distribution that is spread evenly over all classes.
public func crossEntropy<Scalar: RealScalar>(
    _ logits: Tensor<Scalar>, _ labels: Tensor<Int>, labelSmoothing: Double = 0, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    require(
        (0 ... 1).contains(labelSmoothing), "crossEntropy: label smoothing \(labelSmoothing) is not within 0 and 1")
    let logProbabilities: Tensor<Scalar> = logits.logSoftmax()
    let losses: Tensor<Scalar> = -pick(logProbabilities, labels, "crossEntropy")
    if labelSmoothing == 0 { return reduction(losses) }
    let even: Tensor<Scalar> = logProbabilities.mean(axis: 1)
    return reduction(losses * Scalar(1 - labelSmoothing) - even * Scalar(labelSmoothing))
}

/// The element of each row at the row's label: `[N, classes] → [N]`.
private func pick<Scalar: RealScalar>(
    _ rows: Tensor<Scalar>, _ labels: Tensor<Int>, _ name: String
) -> Tensor<Scalar> {
    requireRows(rows, labels, name)
    let classes: Int = rows.shape[1]
    let positions: [Int] = checkedLabels(labels, classes, name)
    let value: Tensor<Scalar> = rows.asConstant().withUnsafeBuffer { buffer in
        Tensor(positions.enumerated().map { buffer[$0 * classes + $1] })
    }
    return withDerivative(
        of: TensorOperation("pick", rows, labels), value, .by(rows) { cotangent in place(cotangent, labels, classes) })
}

/// The transpose of `pick`: rows that are 0 but at their label.
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

private func requireRows<Scalar>(_ rows: Tensor<Scalar>, _ labels: Tensor<Int>, _ name: String) {
    require(
        rows.rank == 2 && labels.shape == [rows.shape[0]],
        "\(name): scores \(rows.shape) and labels \(labels.shape) must be [N, classes] and [N]")
}

private func checkedLabels(_ labels: Tensor<Int>, _ classes: Int, _ name: String) -> [Int] {
    let positions: [Int] = labels.scalars
    for position in positions {
        require(
            position >= 0 && position < classes,
            "\(name): label \(position) is not one of \(classes) classes, counted from 0")
    }
    return positions
}
