import Tensors

/// What becomes of the losses of a batch.
public enum LossReduction: Sendable, Hashable {
    /// Their mean; NaN of an empty batch.
    case mean
    /// Their sum.
    case sum
    /// They stay as they are: one for each sample of a classification, for each element of a regression.
    case none

    func callAsFunction<Scalar: RealScalar>(_ losses: Tensor<Scalar>) -> Tensor<Scalar> {
        switch self {
        case .mean: return losses.mean()
        case .sum: return losses.sum()
        case .none: return losses
        }
    }
}

/// The mean of the losses that count, for sequences with padding: of any loss that was not reduced.
///
///     maskedMean(meanSquaredError(prediction, target, reduction: .none), mask)
///
/// NaN where nothing counts. What does not count has a derivative of 0 by its loss; a loss computed from padding must be
/// finite for a derivative of 0 by what it was computed from.
///
/// - Parameters:
///   - losses: `[..., ...]`.
///   - mask: The losses' leading axes: `[N, T]` for losses `[N, T]` or `[N, T, features]`. True where a loss counts.
public func maskedMean<Scalar: RealScalar>(_ losses: Tensor<Scalar>, _ mask: Tensor<Bool>) -> Tensor<Scalar> {
    require(
        losses.shape.dimensions.starts(with: mask.shape.dimensions),
        "maskedMean: mask \(mask.shape) is not of the leading axes of losses \(losses.shape)")
    let trailing: Int = losses.shape.dimensions[mask.rank...].reduce(1, *)
    let kept = Tensor<Bool>(mask.scalars, shape: [mask.count, 1])
    let rows: Tensor<Scalar> = losses.reshaped(to: [mask.count, trailing])
    return select(kept, rows, Tensor(0)).sum() / Scalar(mask.countTrue() * trailing)
}
