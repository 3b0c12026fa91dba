import Differentiation
import Tensors

extension Parameterized {
    /// Returns this gradient, scaled to a norm of at most `limit`. The norm is √Σ g² over all elements g of all
    /// parameters. The factor is `min(1, limit / (norm + 10⁻⁶))`, as in PyTorch's `clip_grad_norm_`.
    ///
    /// If the norm is NaN or ∞, every element of the result is NaN. PyTorch's function makes finite elements 0 if the
    /// norm is ∞, which looks like the gradient at a minimum. The norm is ∞ also if Σ g² overflows `Double`.
    ///
    /// - Parameter limit: The greatest norm of the result. A number that is not positive traps.
    public func clipped(toNorm limit: Double) -> Self {
        require(limit > 0, "clipped(toNorm:): the limit \(limit) is not positive")
        let norm: Double = parameterNorm
        guard norm.isFinite else { return scaled(by: .nan) }
        let factor: Double = limit / (norm + 1e-6)
        return factor >= 1 ? self : scaled(by: factor)
    }
}
