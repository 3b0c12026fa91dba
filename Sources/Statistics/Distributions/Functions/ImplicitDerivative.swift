import Tensors

extension UnivariateDistribution {
    /// Returns `value`, a quantile or a sample, with its derivatives by the implicit function theorem.
    ///
    /// The probability F(x; θ) of a quantile x does not change with the parameters θ, and neither does that of a
    /// sample. So ∂x/∂θ = −(∂F/∂θ)/f with the density f, and ∂x/∂p = 1/f. Only tracked parameters cost an evaluation of
    /// F. These formulas hold for a fixed x, so there is no second derivative: it traps.
    ///
    /// Source: M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients", 2018.
    ///
    /// - Parameters:
    ///   - value: The quantiles or samples.
    ///   - probability: The probabilities of quantiles, of the lower or the upper tail; `nil` for samples.
    ///   - isUpper: Whether the probabilities are those of the upper tail.
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
    /// Whether a tensor of the array is on the tape.
    func areTracked<Scalar: RealScalar>() -> Bool where Element == Tensor<Scalar> { contains { $0.isTracked } }
}
