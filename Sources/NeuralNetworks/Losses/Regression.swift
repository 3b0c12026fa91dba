import Tensors

/// The mean of `(prediction − target)²` over all elements.
public func meanSquaredError<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "meanSquaredError")
    return (prediction - target).squared().mean()
}

/// The mean of `−t log p − (1 − t) log(1 − p)` over all elements, for probabilities p and targets t in 0…1. Logarithms are
/// taken no lower than −100, as PyTorch has it, so that a certain error costs much but not infinitely much.
public func binaryCrossEntropy<Scalar: RealScalar>(
    _ probability: Tensor<Scalar>, _ target: Tensor<Scalar>
) -> Tensor<Scalar> {
    requireSameShape(probability, target, "binaryCrossEntropy")
    let floor = Tensor<Scalar>(-100)
    let yes: Tensor<Scalar> = target * maximum(probability.log(), floor)
    let no: Tensor<Scalar> = (1 - target) * maximum((-probability).log1p(), floor)
    return -(yes + no).mean()
}

/// The same from logits z, p = 1 / (1 + e⁻ᶻ): the mean of `softplus(z) − t z`, exact for every z.
public func binaryCrossEntropy<Scalar: RealScalar>(
    logits: Tensor<Scalar>, _ target: Tensor<Scalar>
) -> Tensor<Scalar> {
    requireSameShape(logits, target, "binaryCrossEntropy")
    return (logits.softplus() - target * logits).mean()
}

private func requireSameShape<Scalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String) {
    require(a.shape == b.shape, "\(name): prediction \(a.shape) and target \(b.shape) differ in shape")
}
