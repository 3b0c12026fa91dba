import Differentiation
import Tensors

extension Parameterized {
    /// This gradient, scaled down to a norm of `limit` where its norm √Σ g² over all parameters is greater, as PyTorch's
    /// `clip_grad_norm_` does: the factor is `min(1, limit / (norm + 10⁻⁶))`. Where the norm is NaN, so is the
    /// result, everywhere.
    public func clipped(toNorm limit: Double) -> Self {
        require(limit > 0, "clipped(toNorm:): the limit \(limit) is not positive")
        let factor: Double = limit / (parameterNorm + 1e-6)
        return factor >= 1 ? self : scaled(by: factor)
    }
}
