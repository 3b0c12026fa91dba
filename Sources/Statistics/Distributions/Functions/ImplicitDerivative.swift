import Tensors

extension UnivariateDistribution {
    /// Returns `value`, which contains quantiles or samples, with the first derivatives of `value` by the implicit
    /// function theorem.
    ///
    /// Let F(x; θ) be the distribution function with the parameters θ, and let f be the density. If θ changes, the
    /// quantile x for the probability p changes so that F(x; θ) = p stays true. Therefore ∂x/∂θ = −(∂F/∂θ)/f and ∂x/∂p
    /// = 1/f. For a probability p of the upper tail, ∂x/∂p is −1/f. A sample is a quantile for a random p. The method
    /// evaluates F only if a parameter is tracked. A second derivative traps.
    ///
    /// Source: M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients", 2018.
    ///
    /// - Parameters:
    ///   - value: The quantiles or samples.
    ///   - probability: The probabilities of quantiles, of the lower or the upper tail; `nil` for samples.
    ///   - isUpper: Whether `probability` contains probabilities of the upper tail.
    ///   - isTracked: Whether the derivative with respect to a parameter may be needed.
    func implicit(
        _ value: Tensor<Scalar>, of probability: Tensor<Scalar>? = nil, isUpper: Bool = false, isTracked: Bool
    ) -> Tensor<Scalar> {
        let value: Tensor<Scalar> = value.asConstant()
        let sign: Scalar = isUpper ? -1 : 1
        let p: Tensor<Scalar> = probability ?? Tensor(0)
        let level: Tensor<Scalar> = isTracked ? cdf(value) : Tensor(0)
        let (pShape, levelShape): (Shape, Shape) = (p.shape, level.shape)
        return withDerivative(
            of: TensorOperation("quantile of a distribution"), value, inputs: [p, level]
        ) { cotangent, wanted in
            let share: Tensor<Scalar> = cotangent / density(at: value).asConstant()
            return [
                wanted[0] ? (share * sign).summed(to: pShape) : nil,
                wanted[1] ? (-share).summed(to: levelShape) : nil,
            ]
        }
    }
}

extension Array {
    /// Returns whether at least one tensor of the array is tracked, so that a derivative with respect to this tensor
    /// may be needed.
    func areTracked<Scalar: RealScalar>() -> Bool where Element == Tensor<Scalar> { contains { $0.isTracked } }
}
