import Tensors

extension UnivariateDistribution {
    /// Returns `formula(x)` for each value x in the support and −∞ for the other values: the body of `logDensity(at:)`.
    ///
    /// - Parameters:
    ///   - value: The values.
    ///   - interior: A number inside of the support, or numbers of shape `batchShape`. The formula gets it in place of
    ///     a value
    ///     outside of the support, so that the derivatives of the formula stay finite there.
    ///   - formula: The logarithm of the density.
    func logDensity(
        at value: Tensor<Scalar>, interior: Tensor<Scalar>, _ formula: (Tensor<Scalar>) -> Tensor<Scalar>
    ) -> Tensor<Scalar> {
        let (lower, upper) = finiteSupport
        let x: Tensor<Scalar> = value.asConstant()
        let value: Tensor<Scalar> = Self.isDiscrete ? x : value
        // The comparisons are false for NaN, in the value or in the support. So the formula gets NaN and returns it.
        var isOutside: Tensor<Bool> = (x .< lower) .|| (x .> upper)
        if Self.isDiscrete {
            isOutside = isOutside .|| ((x .!= x.floor()) .&& (x .== x) .&& (lower .== lower))
        }
        let inside: Tensor<Scalar> = formula(select(isOutside, interior, value))
        return inside.negativeInfinity(where: isOutside, value)
    }

    /// Returns `formula(x)` for each x in the support, and the given numbers for x below and above it: the body of
    /// `cdf` and `survival`. A discrete distribution rounds x down.
    ///
    /// - Parameters:
    ///   - x: The values.
    ///   - below: The result below the support.
    ///   - above: The result above the support; for a discrete distribution also at the upper end.
    ///   - interior: A number inside of the support: see `logDensity(at:interior:_:)`.
    ///   - formula: The tail of the distribution.
    func tail(
        _ x: Tensor<Scalar>, below: Scalar, above: Scalar, interior: Tensor<Scalar>,
        _ formula: (Tensor<Scalar>) -> Tensor<Scalar>
    ) -> Tensor<Scalar> {
        let (lower, upper) = finiteSupport
        let x: Tensor<Scalar> = Self.isDiscrete ? x.floor() : x
        let constant: Tensor<Scalar> = x.asConstant()
        let isBelow: Tensor<Bool> = constant .< lower
        let isAbove: Tensor<Bool> = Self.isDiscrete ? constant .>= upper : constant .> upper
        let inside: Tensor<Scalar> = formula(select(isBelow .|| isAbove, interior, x))
        return inside.replaced(where: isBelow, by: below, x).replaced(where: isAbove, by: above, x)
    }

    /// The support without infinities, which are outside of every support. Constants for differentiation.
    private var finiteSupport: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        let (lower, upper) = support
        let greatest = Tensor(Scalar.greatestFiniteMagnitude)
        return (maximum(lower.asConstant(), -greatest), minimum(upper.asConstant(), greatest))
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns these logarithms of densities with −∞ where the value is outside of the support.
    ///
    /// There the derivatives with respect to the value and the parameters are NaN. They are 0 for a cotangent of 0,
    /// such as the one that `density(at:)` passes on.
    func negativeInfinity(where isOutside: Tensor<Bool>, _ value: Tensor) -> Tensor {
        let (own, other): (Shape, Shape) = (shape, value.shape)
        func undefined(_ cotangent: Tensor) -> Tensor { select(cotangent .== 0, Tensor(0), Tensor(.nan)) }
        return withDerivative(
            of: TensorOperation("logDensityInSupport", self, isOutside, value),
            select(isOutside, Tensor(-.infinity), asConstant()),
            .by(self) { cotangent in select(isOutside, undefined(cotangent), cotangent).summed(to: own) },
            .by(value) { cotangent in select(isOutside, undefined(cotangent), Tensor(0)).summed(to: other) })
    }

    /// Returns these tails with `number` where the value is outside of the support.
    fileprivate func replaced(where isOutside: Tensor<Bool>, by number: Scalar, _ value: Tensor) -> Tensor {
        number == -.infinity
            ? negativeInfinity(where: isOutside, value) : select(isOutside, Tensor(number), self)
    }

    /// Returns these probabilities with NaN where they are outside of [0, 1].
    func asProbability() -> Tensor {
        let isValid: Tensor<Bool> = asConstant().isProbability()
        return isValid.all() ? self : self + select(isValid, Tensor(0), Tensor(.nan))
    }
}
