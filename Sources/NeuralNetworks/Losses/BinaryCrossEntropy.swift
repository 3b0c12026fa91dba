import Tensors

/// `−t log p − (1 − t) log(1 − p)` for probabilities p and targets t in 0…1, the mean over all elements unless reduced
/// otherwise.
///
/// As PyTorch has it, logarithms are taken no lower than −100, and the derivative `(p − t) / (p (1 − p))` divides by no
/// less than 10⁻¹², so that a certain error costs much but not infinitely much.
public func binaryCrossEntropy<Scalar: RealScalar>(
    _ probability: Tensor<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(probability, target)
    let (p, t): (Tensor<Scalar>, Tensor<Scalar>) = (probability.asConstant(), target.asConstant())
    let losses: Tensor<Scalar> = -(t * boundedLog(p) + (1 - t) * boundedLog(ofComplement: p))
    return reduction(
        withDerivative(
            of: TensorOperation("binaryCrossEntropy", probability, target), losses,
            .by(probability) { cotangent in
                let spread: Tensor<Scalar> = probability * (1 - probability)
                return cotangent * (probability - target) / maximum(spread, Tensor(1e-12))
            },
            .by(target) { cotangent in
                cotangent * (boundedLog(ofComplement: probability) - boundedLog(probability))
            }))
}

/// The same from logits z, p = 1 / (1 + e⁻ᶻ): `t · log(1 + e⁻ᶻ) + (1 − t) · log(1 + eᶻ)`, to a few ulp for every z, ∞ included.
///
/// Computed as `log(1 + e^−|z|) + |z| · (t where z is negative, else 1 − t)`, a sum of numbers that are not negative for a t
/// in 0…1: `softplus(z) − t z` would cancel for a z that the target agrees with. The derivative by z is
/// `(1 − t) · σ(z) − t · σ(−z)` for the same reason.
public func binaryCrossEntropy<Scalar: RealScalar>(
    logits: Tensor<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(logits, target)
    let (z, t): (Tensor<Scalar>, Tensor<Scalar>) = (logits.asConstant(), target.asConstant())
    let size: Tensor<Scalar> = z.abs()
    let disagreement: Tensor<Scalar> = select(z .< 0, t, 1 - t)
    // Without disagreement nothing is added: 0 · ∞ would be NaN.
    let losses: Tensor<Scalar> = (-size).softplus() + select(disagreement .== 0, Tensor(0), disagreement * size)
    return reduction(
        withDerivative(
            of: TensorOperation("binaryCrossEntropyWithLogits", logits, target), losses,
            .by(logits) { cotangent in
                cotangent * ((1 - target) * logits.sigmoid() - target * (-logits).sigmoid())
            },
            .by(target) { cotangent in -cotangent * logits }))
}

private func boundedLog<Scalar: RealScalar>(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
    maximum(p.log(), Tensor(-100))
}

private func boundedLog<Scalar: RealScalar>(ofComplement p: Tensor<Scalar>) -> Tensor<Scalar> {
    maximum((-p).log1p(), Tensor(-100))
}

private func requireSameShape<Scalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) {
    require(a.shape == b.shape, "binaryCrossEntropy: prediction \(a.shape) and target \(b.shape) differ in shape")
}
