import Tensors

/// Returns the binary cross-entropy `−t · log(1 − e⁻ˢ) + (1 − t) · s` of surprisals s and targets t. s = −log(1 − p) is
/// the surprisal that the event does not occur, and p is the probability of the event.
///
/// The loss equals `binaryCrossEntropy(p, t)`, but keeps all digits for p near 0, where s is near 0, and for p near 1,
/// where s is large: the error is a few ulp. The derivative with respect to s is `(1 − t) − t / (eˢ − 1)`. The loss is ∞
/// if s is 0 and t is not 0, and if s is ∞ and t is not 1. The loss is NaN if s is negative and t is not 0.
/// Differentiable with respect to s and t. Traps if the shapes of s and t differ.
///
/// - Parameters:
///   - surprisals: The surprisals s ≥ 0, of any shape, such as `[N, labels]`. `surprisalSynapsePooling` returns such
///     surprisals.
///   - target: The targets t between 0 and 1, of the same shape. The function does not check the range of t.
///   - weights: Constants that multiply the losses, all 1 by default. Traps unless the weights broadcast to the shape
///     of the losses. The mean divides by the number of elements and not by the sum of the weights.
///   - reduction: The way in which the losses of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the losses in the shape of s.
public func binaryCrossEntropy<Scalar: RealScalar>(
    surprisalOfComplement surprisals: Tensor<Scalar>, _ target: Tensor<Scalar>, weights: Tensor<Scalar>? = nil,
    reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(surprisals, target, "binaryCrossEntropy")
    let (s, t): (Tensor<Scalar>, Tensor<Scalar>) = (surprisals.asConstant(), target.asConstant())
    // A term whose factor is 0 is 0, also if s is 0 or ∞.
    let losses: Tensor<Scalar> = weighted(s, by: 1 - t) - weighted(s.log1mexp(), by: t)
    return reduction(
        applying(
            weights,
            to: withDerivative(
                of: TensorOperation("binaryCrossEntropyOfSurprisals", surprisals, target), losses,
                .by(surprisals) { cotangent in
                    let odds: Tensor<Scalar> = target / surprisals.expm1()
                    return cotangent * ((1 - target) - select(target .== 0, Tensor(0), odds))
                },
                .by(target) { cotangent in -cotangent * (surprisals.log1mexp() + surprisals) })))
}
