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
