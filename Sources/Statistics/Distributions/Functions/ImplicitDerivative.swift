import Tensors

extension UnivariateDistribution {
    /// Returns `value`, a quantile or a sample, with its derivatives by the implicit function theorem.
    ///
    /// The probability F(x; θ) of a quantile x does not change with the parameters θ, and neither does that of a sample. So
    /// ∂x/∂θ = −(∂F/∂θ)/f with the density f, and ∂x/∂p = 1/f. Only tracked parameters cost an evaluation of F.
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
        func divided(_ cotangent: Tensor<Scalar>, _ x: Tensor<Scalar>, _ shape: Shape) -> Tensor<Scalar> {
            (cotangent / density(at: x)).summed(to: shape)
        }
        let p: Tensor<Scalar> = probability ?? Tensor(0)
        let level: Tensor<Scalar> = isTracked ? cdf(value) : Tensor(0)
        let (pShape, levelShape): (Shape, Shape) = (p.shape, level.shape)
        return withDerivative(
            of: TensorOperation("quantile of a distribution", p), value,
            .by(p) { cotangent, x in divided(cotangent * sign, x, pShape) },
            .by(level) { cotangent, x in divided(-cotangent, x, levelShape) })
    }
}

extension Array {
    /// Whether a tensor of the array is on the tape.
    func areTracked<Scalar: RealScalar>() -> Bool where Element == Tensor<Scalar> { contains { $0.isTracked } }
}
