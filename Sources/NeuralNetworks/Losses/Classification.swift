import Tensors

/// The mean negative log-likelihood `−log p[label]` of a batch.
///
/// - Parameters:
///   - logProbabilities: `[N, classes]`, as `logSoftmax` gives them.
///   - labels: `[N]`, each in `0 ..< classes`; others trap.
public func negativeLogLikelihood<Scalar: RealScalar>(
    _ logProbabilities: Tensor<Scalar>, _ labels: Tensor<Int>
) -> Tensor<Scalar> {
    -pick(logProbabilities, labels).mean()
}

/// The mean cross-entropy of a batch between softmax(logits) and the labels.
///
/// - Parameters:
///   - logits: `[N, classes]`.
///   - labels: `[N]`, each in `0 ..< classes`; others trap.
///   - labelSmoothing: The share of the target distribution that is spread evenly over all classes.
public func crossEntropy<Scalar: RealScalar>(
    _ logits: Tensor<Scalar>, _ labels: Tensor<Int>, labelSmoothing: Double = 0
) -> Tensor<Scalar> {
    require(
        (0 ... 1).contains(labelSmoothing), "crossEntropy: label smoothing \(labelSmoothing) is not within 0 and 1")
    let logProbabilities: Tensor<Scalar> = logits.logSoftmax()
    let loss: Tensor<Scalar> = negativeLogLikelihood(logProbabilities, labels)
    if labelSmoothing == 0 { return loss }
    return loss * Scalar(1 - labelSmoothing) - logProbabilities.mean() * Scalar(labelSmoothing)
}

/// The fraction of rows whose greatest score is the label's: the accuracy of a batch, in 0…1.
public func accuracy<Scalar: RealScalar>(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) -> Double {
    Double(correctCount(scores, labels)) / Double(max(1, labels.count))
}

/// How many rows have their greatest score at the label.
public func correctCount<Scalar: RealScalar>(_ scores: Tensor<Scalar>, _ labels: Tensor<Int>) -> Int {
    requireRows(scores, labels, "accuracy")
    return (scores.argmax(axis: 1) .== labels).countTrue()
}

/// The element of each row at the row's label: `[N, classes] → [N]`.
private func pick<Scalar: RealScalar>(_ rows: Tensor<Scalar>, _ labels: Tensor<Int>) -> Tensor<Scalar> {
    requireRows(rows, labels, "negativeLogLikelihood")
    let classes: Int = rows.shape[1]
    let positions: [Int] = checkedLabels(labels, classes)
    let value: Tensor<Scalar> = rows.asConstant().withUnsafeBuffer { buffer in
        Tensor(positions.enumerated().map { buffer[$0 * classes + $1] })
    }
    return withDerivative(value, .by(rows) { cotangent in place(cotangent, labels, classes) })
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
    return withDerivative(value, .by(values) { cotangent in pick(cotangent, labels) })
}

private func requireRows<Scalar>(_ rows: Tensor<Scalar>, _ labels: Tensor<Int>, _ name: String) {
    require(
        rows.rank == 2 && labels.shape == [rows.shape[0]],
        "\(name): scores \(rows.shape) and labels \(labels.shape) must be [N, classes] and [N]")
}

private func checkedLabels(_ labels: Tensor<Int>, _ classes: Int) -> [Int] {
    let positions: [Int] = labels.scalars
    for position in positions {
        require(
            position >= 0 && position < classes, "negativeLogLikelihood: label \(position) is not below \(classes) classes")
    }
    return positions
}
