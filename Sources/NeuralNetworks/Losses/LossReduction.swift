import Tensors

/// How the losses of a batch are combined.
public enum LossReduction: Sendable, Hashable {
    /// Their mean, a scalar; NaN for an empty batch.
    case mean
    /// Their sum, a scalar; 0 for an empty batch.
    case sum
    /// No reduction: one loss for each sample of a classification, or for each element of a regression.
    case none

    func callAsFunction<Scalar: RealScalar>(_ losses: Tensor<Scalar>) -> Tensor<Scalar> {
        switch self {
        case .mean: return losses.mean()
        case .sum: return losses.sum()
        case .none: return losses
        }
    }
}

/// The mean of the losses that a mask selects, for sequences with padding. It takes any loss without reduction.
///
///     maskedMean(meanSquaredError(prediction, target, reduction: .none), mask)
///
/// NaN if the mask selects nothing. The derivative with respect to the other losses is 0. Their own values must be
/// finite, because the derivative with respect to the prediction multiplies this 0 by the derivative of the loss.
///
/// - Parameters:
///   - losses: `[N, …]`.
///   - mask: True for losses that count. Its shape is that of the leading axes of the losses: `[N, T]` for losses
///     `[N, T]` or `[N, T, features]`. Another shape traps.
/// - Returns: A scalar.
public func maskedMean<Scalar: RealScalar>(_ losses: Tensor<Scalar>, _ mask: Tensor<Bool>) -> Tensor<Scalar> {
    require(
        losses.shape.dimensions.starts(with: mask.shape.dimensions),
        "maskedMean: mask \(mask.shape) is not of the leading axes of losses \(losses.shape)")
    let trailing: Int = losses.shape.dimensions[mask.rank...].reduce(1, *)
    let kept = Tensor<Bool>(mask.scalars, shape: [mask.count, 1])
    let rows: Tensor<Scalar> = losses.reshaped(to: [mask.count, trailing])
    return select(kept, rows, Tensor(0)).sum() / Scalar(mask.countTrue() * trailing)
}
