import Tensors

extension UnivariateDistribution {
    /// Returns `formula(x)` for each value x in the support and −∞ for the other values. This method is the body of
    /// `logDensity(at:)`. A discrete distribution gives −∞ also for values that are not whole numbers.
    ///
    /// - Parameters:
    ///   - value: The values.
    ///   - interior: A number at which the derivatives of `formula` are finite, or such numbers of shape `batchShape`.
    ///     `formula` gets this number in place of a value outside of the support.
    ///   - formula: The logarithm of the density.
    func logDensity(
        at value: Tensor<Scalar>, interior: Tensor<Scalar>, _ formula: (Tensor<Scalar>) -> Tensor<Scalar>
    ) -> Tensor<Scalar> {
        let (lower, upper) = finiteSupport
        let x: Tensor<Scalar> = value.asConstant()
        let value: Tensor<Scalar> = Self.isDiscrete ? x : value
        // If the value or the support is NaN, the comparisons are false. The formula then gets the value, and the
        // result is NaN.
        var isOutside: Tensor<Bool> = (x .< lower) .|| (x .> upper)
        if Self.isDiscrete {
            isOutside = isOutside .|| ((x .!= x.floor()) .&& (x .== x) .&& (lower .== lower))
        }
        let inside: Tensor<Scalar> = formula(select(isOutside, interior, value))
        return inside.negativeInfinity(where: isOutside, value)
    }

    /// Returns `formula(x)` for each x in the support, and the given numbers for x below and above the support. This
    /// method is the body of `cdf` and `survival`. A discrete distribution rounds x down.
    ///
    /// - Parameters:
    ///   - x: The values.
    ///   - below: The result below the support.
    ///   - above: The result above the support, and for a discrete distribution also at the upper end of the support.
    ///   - interior: A number at which the derivatives of `formula` are finite: see `logDensity(at:interior:_:)`.
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

    /// The ends of the support, with the greatest finite numbers in place of −∞ and ∞, so that an infinite value is
    /// outside of every support. Both ends are constants for differentiation.
    private var finiteSupport: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        let (lower, upper) = support
        let greatest = Tensor(Scalar.greatestFiniteMagnitude)
        return (maximum(lower.asConstant(), -greatest), minimum(upper.asConstant(), greatest))
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns this tensor of log densities, with −∞ where `isOutside` is true: where `value` is outside of the
    /// support.
    ///
    /// Outside of the support, the derivatives with respect to the value and the parameters are NaN. Only for a
    /// cotangent of 0 the derivatives are 0; `density(at:)` passes such a cotangent on.
    func negativeInfinity(where isOutside: Tensor<Bool>, _ value: Tensor) -> Tensor {
        let (own, other): (Shape, Shape) = (shape, value.shape)
        func undefined(_ cotangent: Tensor) -> Tensor { select(cotangent .== 0, Tensor(0), Tensor(.nan)) }
        return withDerivative(
            of: TensorOperation("logDensityInSupport", self, isOutside, value),
            select(isOutside, Tensor(-.infinity), asConstant()),
            .by(self) { cotangent in select(isOutside, undefined(cotangent), cotangent).summed(to: own) },
            .by(value) { cotangent in select(isOutside, undefined(cotangent), Tensor(0)).summed(to: other) })
    }

    /// Returns this tensor of tails, with `number` where `isOutside` is true: where `value` is outside of the support.
    fileprivate func replaced(where isOutside: Tensor<Bool>, by number: Scalar, _ value: Tensor) -> Tensor {
        number == -.infinity
            ? negativeInfinity(where: isOutside, value) : select(isOutside, Tensor(number), self)
    }

    /// Returns this tensor of probabilities, with NaN in place of numbers outside of [0, 1].
    func asProbability() -> Tensor {
        let isValid: Tensor<Bool> = asConstant().isProbability()
        return isValid.all() ? self : self + select(isValid, Tensor(0), Tensor(.nan))
    }
}
