import Tensors

/// The way in which the losses of a batch are combined.
public enum LossReduction: Sendable, Hashable {
    /// The mean of the losses, a scalar; NaN for an empty batch.
    case mean
    /// The sum of the losses, a scalar; 0 for an empty batch.
    case sum
    /// No reduction. The result contains the loss of each sample of a classification, or of each element of a
    /// regression.
    case none

    func callAsFunction<Scalar: RealScalar>(_ losses: Tensor<Scalar>) -> Tensor<Scalar> {
        switch self {
        case .mean: return losses.mean()
        case .sum: return losses.sum()
        case .none: return losses
        }
    }
}

/// Returns the mean of the losses that a mask selects, for example in sequences with padding. The losses may come from
/// any loss function with the reduction `.none`.
///
///     maskedMean(meanSquaredError(prediction, target, reduction: .none), mask)
///
/// The mean is NaN if the mask selects no loss. The derivative of the mean with respect to a loss that is not selected
/// is 0. The chain rule multiplies this 0 by the derivative of the loss. If the derivative of the loss is infinite or
/// NaN, the product is NaN.
///
/// - Parameters:
///   - losses: The losses, of any shape, such as `[N, T]` for N sequences of T steps.
///   - mask: True for losses that enter the mean. The shape of the mask is the start of the shape of the losses:
///     `[N, T]` for losses `[N, T]` or `[N, T, features]`. Another shape traps.
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
