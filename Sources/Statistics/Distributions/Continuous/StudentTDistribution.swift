public import Tensors

/// Student's t distribution with ν degrees of freedom, the location μ and the scale σ: the distribution of x = μ + σ·t,
/// where t has the standard form with the location 0 and the scale 1. The distribution is SciPy's `t(ν, μ, σ)`.
///
/// The parameters are invalid, and the results are NaN, unless ν and σ are positive and finite, and μ is finite.
/// Samples are differentiable with respect to all parameters.
///
/// The second derivatives of tails, quantiles and samples trap.
public struct StudentTDistribution<Scalar: RealScalar>: UnivariateDistribution {
    private let parameters: BatchParameters<Scalar>

    /// Creates a batch of t distributions. The parameters are broadcast to the batch shape, their common shape; shapes
    /// that do not broadcast trap.
    public init(degreesOfFreedom: Tensor<Scalar>, location: Tensor<Scalar>, scale: Tensor<Scalar>) {
        parameters = BatchParameters("StudentTDistribution", [degreesOfFreedom, location, scale]) { values in
            values[0].isPositive() .&& values[1].isFinite() .&& values[2].isPositive()
        }
    }

    /// Creates a single t distribution, whose batch shape is `[]`.
    public init(degreesOfFreedom: Scalar, location: Scalar = 0, scale: Scalar = 1) {
        self.init(degreesOfFreedom: Tensor(degreesOfFreedom), location: Tensor(location), scale: Tensor(scale))
    }

    /// The degrees of freedom ν.
    public var degreesOfFreedom: Tensor<Scalar> { parameters.values[0] }
    /// The location μ: the median.
    public var location: Tensor<Scalar> { parameters.values[1] }
    /// The scale σ.
    public var scale: Tensor<Scalar> { parameters.values[2] }

    public var batchShape: Shape { parameters.shape }
    public var support: (lower: Tensor<Scalar>, upper: Tensor<Scalar>) {
        (parameters.constant(-.infinity), parameters.constant(.infinity))
    }

    private func standardized(_ x: Tensor<Scalar>) -> Tensor<Scalar> { (x - location) / scale }

    public func logDensity(at value: Tensor<Scalar>) -> Tensor<Scalar> {
        let half: Tensor<Scalar> = degreesOfFreedom * 0.5
        let ratio: Tensor<Scalar> = standardized(value) / degreesOfFreedom.squareRoot()
        return -(half + 0.5) * logOnePlusSquare(ratio) - degreesOfFreedom.log() * 0.5 - scale.log()
            - logBeta(half, Tensor(0.5))
    }

    /// Returns log(1 + r²), also where r² overflows.
    private func logOnePlusSquare(_ r: Tensor<Scalar>) -> Tensor<Scalar> {
        let isLarge: Tensor<Bool> = r.asConstant().abs() .> 1 / Scalar.ulpOfOne
        let small: Tensor<Scalar> = select(isLarge, Tensor(0), r)
        let large: Tensor<Scalar> = select(isLarge, r, Tensor(1))
        return select(isLarge, large.abs().log() * 2, small.squared().log1p())
    }

    /// Returns P(X ≤ x), where X is a variable with this distribution. The second derivatives of this function trap.
    public func cdf(_ x: Tensor<Scalar>) -> Tensor<Scalar> { lowerTail(standardized(x), at: x, isUpper: false) }
    /// Returns P(X > x), where X is a variable with this distribution. The second derivatives of this function trap.
    public func survival(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        lowerTail(-standardized(x), at: x, isUpper: true)
    }

    /// Returns P(X ≤ x), or P(X > x) if `isUpper`. The method computes P(T ≤ z), where T has the standard form, and z
    /// is (x − μ)/σ, or −(x − μ)/σ if `isUpper`. The incomplete beta function gives the derivative with respect to ν.
    /// The derivatives with respect to x, μ and σ are computed from the density, because the derivative of the
    /// incomplete beta function with respect to z would be ∞·0 at z = 0.
    private func lowerTail(_ z: Tensor<Scalar>, at x: Tensor<Scalar>, isUpper: Bool) -> Tensor<Scalar> {
        let t: Tensor<Scalar> = z.asConstant()
        let isLow: Tensor<Bool> = t .< 0
        let half: Tensor<Scalar> = degreesOfFreedom * 0.5
        // With s = t²/ν, the argument of the incomplete beta function is 1/(1 + s) for s > 1, and s/(1 + s) otherwise.
        // The argument is therefore at most ½.
        let root: Tensor<Scalar> = t / degreesOfFreedom.squareRoot()
        let isFar: Tensor<Bool> = root.asConstant().abs() .> 1
        // At t = 0 the lower tail is ½ for every ν.
        let isCenter: Tensor<Bool> = t .== 0
        let farRoot: Tensor<Scalar> = select(isFar, root, Tensor(1))
        let inverse: Tensor<Scalar> = farRoot.reciprocal().squared()
        let nearRoot: Tensor<Scalar> = select(isFar .|| isCenter, Tensor(1), root)
        let square: Tensor<Scalar> = nearRoot.squared()
        let far: Tensor<Scalar> = regularizedBeta(inverse / (inverse + 1), half, Tensor(0.5))
        let near: Tensor<Scalar> = regularizedBetaComplement(square / (square + 1), Tensor(0.5), half)
        let tail: Tensor<Scalar> = select(isFar, far, near) * 0.5
        let sides: Tensor<Scalar> = select(isLow, tail, 1 - tail)
        let value: Tensor<Scalar> = select(isCenter, parameters.constant(0.5), sides)
        let sign: Scalar = isUpper ? -1 : 1
        // `t` is a constant for differentiation. `argument` depends on x, the location and the scale.
        let argument: Tensor<Scalar> = standardized(x)
        let density: Tensor<Scalar> = (logDensity(at: x) + scale.log()).exp().asConstant() * sign
        let (valueShape, argumentShape): (Shape, Shape) = (value.shape, argument.shape)
        return withDerivative(
            of: TensorOperation("CDF of a distribution"), value.asConstant(), inputs: [value, argument]
        ) { cotangent, _ in
            [cotangent.summed(to: valueShape), (cotangent * density).summed(to: argumentShape)]
        }
    }

    public func quantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        implicit(
            location.asConstant() + scale.asConstant() * standardQuantile(p.asConstant()), of: p,
            isTracked: parameters.values.areTracked())
    }

    public func upperQuantile(_ q: Tensor<Scalar>) -> Tensor<Scalar> {
        implicit(
            location.asConstant() - scale.asConstant() * standardQuantile(q.asConstant()), of: q, isUpper: true,
            isTracked: parameters.values.areTracked())
    }

    /// Returns the number t for which P(T ≤ t) = p, where T has the t distribution with ν degrees of freedom, the
    /// location 0 and the scale 1.
    private func standardQuantile(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
        let freedom: Tensor<Scalar> = degreesOfFreedom.asConstant()
        let half: Tensor<Scalar> = freedom * 0.5
        let isLow: Tensor<Bool> = p .< 0.5
        let smaller: Tensor<Scalar> = select(isLow, p, 1 - p)
        // With s = t²/ν, x = 1/(1 + s) and y = s/(1 + s), 2·P(T ≤ −|t|) is I_x(ν/2, ½), which equals 1 − I_y(½, ν/2).
        // The probability 0 replaces the probabilities whose inverse is not needed, because the inverse of 0 needs no
        // iteration.
        let isFar: Tensor<Bool> = smaller .< 0.25
        let x: Tensor<Scalar> = inverseRegularizedBeta(select(isFar, smaller * 2, Tensor(0)), half, Tensor(0.5))
        let y: Tensor<Scalar> = inverseRegularizedBeta(
            select(isFar, Tensor(0), 1 - smaller * 2), Tensor(0.5), half)
        let root: Tensor<Scalar> = select(isFar, (1 - x) / x, y / (1 - y)).squareRoot()
        // For a tiny x (`isTiny`), I_x(ν/2, ½) is x^(ν/2)/(ν/2·B(ν/2, ½)) to all digits. This formula gives t even if x
        // underflows.
        let logTail: Tensor<Scalar> = (smaller * freedom).log() + logBeta(half, Tensor(0.5))
        let farRoot: Tensor<Scalar> = (-logTail / freedom).exp()
        let isTiny: Tensor<Bool> = isFar .&& (x .< Scalar.ulpOfOne / 8)
        let size: Tensor<Scalar> = select(isTiny, farRoot, root) * freedom.squareRoot()
        // Where x is near 1, 1 − x has lost digits. One step of Newton's method with the exact tail restores the digits
        // of t.
        let isNear: Tensor<Bool> = isFar .&& (x .> 0.5)
        let refined: Tensor<Scalar> = isNear.any() ? size + correction(size, smaller) : size
        let result: Tensor<Scalar> = select(isNear, refined, size)
        return select(isLow, -result, result)
    }

    /// Returns Newton's correction (P(T > t) − p)/f(t) for the solution t of P(T > t) = p, where T has the standard
    /// form with the location 0 and the scale 1, and f is the density of T.
    private func correction(_ t: Tensor<Scalar>, _ p: Tensor<Scalar>) -> Tensor<Scalar> {
        let standard = StudentTDistribution(
            degreesOfFreedom: degreesOfFreedom.asConstant(), location: Tensor(0), scale: Tensor(1))
        return (standard.survival(t) - p) / standard.density(at: t)
    }

    /// The mean: the location for more than 1 degree of freedom. For at most 1 degree of freedom the mean does not
    /// exist and is NaN.
    public var mean: Tensor<Scalar> {
        location + select(degreesOfFreedom.asConstant() .> 1, Tensor(0), Tensor(.nan))
    }

    /// The variance, where σ is the scale and ν is the number of degrees of freedom: σ²·ν/(ν − 2) for ν > 2, and ∞ for
    /// 1 < ν ≤ 2. For ν ≤ 1 the variance does not exist and is NaN.
    public var variance: Tensor<Scalar> {
        let freedom: Tensor<Scalar> = degreesOfFreedom
        let isFinite: Tensor<Bool> = freedom.asConstant() .> 2
        let safe: Tensor<Scalar> = select(isFinite, freedom, Tensor(3))
        let others: Tensor<Scalar> = select(freedom.asConstant() .> 1, Tensor(.infinity), Tensor(.nan))
        return select(isFinite, scale.squared() * (safe / (safe - 2)), others)
    }

    /// The differential entropy in nats, of shape `batchShape`.
    public var entropy: Tensor<Scalar> {
        let half: Tensor<Scalar> = degreesOfFreedom * 0.5
        let slopes: Tensor<Scalar> = (half + 0.5) * (digamma(half + 0.5) - digamma(half))
        return slopes + degreesOfFreedom.log() * 0.5 + logBeta(half, Tensor(0.5)) + scale.log()
    }

    /// Returns independent samples μ + σ·z/√(g/(ν/2)), with a standard normal number z and a gamma number g of the
    /// shape ν/2 and the rate 1. The samples are differentiable with respect to all parameters of the distribution. The
    /// result has the axes of `shape`, then the axes of the batch.
    public func sample(_ shape: Shape, using generator: inout PhiloxGenerator) -> Tensor<Scalar> {
        let half: Tensor<Scalar> = degreesOfFreedom * 0.5
        let normal = Tensor<Scalar>(randomNormal: sampleShape(shape), using: &generator)
        let logGamma: Tensor<Scalar> = logGammaSamples(half, sampleShape(shape), using: &generator)
        return location + scale * normal * ((half.log() - logGamma) * 0.5).exp()
    }
}
