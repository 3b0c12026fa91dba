import Foundation
import Tensors

/// Returns log(Φ(b) − Φ(a)) for each pair of bounds, where Φ is the standard normal distribution function. The result
/// keeps its digits far in a tail and for a narrow interval. The result is −∞ if a equals b, and NaN if a exceeds b.
/// The bounds may be infinite. The result is differentiable with respect to a and b.
///
/// The relative error of Φ(b) − Φ(a), computed from the result, is about |log(Φ(b) − Φ(a))| times the rounding error of
/// the scalar type.
///
/// - Parameters:
///   - a: The lower bounds.
///   - b: The upper bounds.
///   - width: The differences b − a, which the caller may have computed with more digits.
func logNormalMass<Scalar: RealScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, width: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (aShape, bShape): (Shape, Shape) = (a.shape, b.shape)
    func share(_ cotangent: Tensor<Scalar>, _ bound: Tensor<Scalar>, _ output: Tensor<Scalar>) -> Tensor<Scalar> {
        cotangent * (logStandardNormalDensity(bound) - output).exp()
    }
    return withDerivative(
        of: TensorOperation("logNormalMass", a, b),
        logMass(a.asConstant(), b.asConstant(), width.asConstant()),
        .by(a) { cotangent, output in -share(cotangent, a, output).summed(to: aShape) },
        .by(b) { cotangent, output in share(cotangent, b, output).summed(to: bShape) })
}

/// Returns log φ(z), where φ is the standard normal density.
func logStandardNormalDensity<Scalar: RealScalar>(_ z: Tensor<Scalar>) -> Tensor<Scalar> {
    z.squared() * -0.5 - Scalar(halfLogTwoPi)
}

private func logMass<Scalar: RealScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ width: Tensor<Scalar>
) -> Tensor<Scalar> {
    // By symmetry, an interval of positive numbers is replaced by its mirror image about 0.
    let isPositive: Tensor<Bool> = a .> 0
    let low: Tensor<Scalar> = select(isPositive, -b, a)
    let high: Tensor<Scalar> = select(isPositive, -a, b)
    let logHigh: Tensor<Scalar> = logNormalCDF(high)
    let tail: Tensor<Scalar> = logHigh + (logHigh - logNormalCDF(low)).log1mexp()
    let root: Scalar = Scalar(0.5.squareRoot())
    let around: Tensor<Scalar> = (((high * root).erf() - (low * root).erf()) * 0.5).log()
    let wide: Tensor<Scalar> = select(high .> 0, around, tail)
    // The mass of a narrow interval of width w is computed by Taylor's series about the middle m: φ(m)·w·(1 + (m² −
    // 1)·w²/24 + (m⁴ − 6m² + 3)·w⁴/1920). The next term is below 1e-18 for (1 + |m|)·w < 0.02.
    let isNarrow: Tensor<Bool> = width * (1 + high.abs()) .< 0.02
    let middle: Tensor<Scalar> = select(isNarrow, high - width * 0.5, Tensor(0))
    let narrowWidth: Tensor<Scalar> = select(isNarrow, width, Tensor(0))
    let (m, w): (Tensor<Scalar>, Tensor<Scalar>) = (middle.squared(), narrowWidth.squared())
    let series: Tensor<Scalar> = w * ((m - 1) * Scalar(1.0 / 24) + w * (m * (m - 6) + 3) * Scalar(1.0 / 1920))
    let narrow: Tensor<Scalar> = logStandardNormalDensity(middle) + narrowWidth.log() + series.log1p()
    let mass: Tensor<Scalar> = select(isNarrow, narrow, wide)
    return select(width .>= 0, mass, Tensor(.nan))
}

/// Returns the number z for which log Φ(z) = l, also where Φ(z) underflows. Φ is the standard normal distribution
/// function. The result is a constant for differentiation.
func inverseLogNormalCDF<Scalar: RealScalar>(_ l: Tensor<Scalar>) -> Tensor<Scalar> {
    let l: Tensor<Scalar> = l.asConstant()
    let limit = Scalar(log(Double(Scalar.leastNormalMagnitude)) * 0.9)
    let isFar: Tensor<Bool> = l .< limit
    let near: Tensor<Scalar> = inverseNormalCDF(select(isFar, Tensor(-1), l).exp())
    if !isFar.any() { return near }
    // For a z far below 0, Φ(z) is about φ(z)/|z|, which gives the start of the iteration. Newton's method doubles the
    // number of correct digits in each step.
    let far: Tensor<Scalar> = select(isFar .&& (l .> -.infinity), l, Tensor(limit))
    var z: Tensor<Scalar> = -(far * -2 - (far * -2).log() - Scalar(logTwoPi)).squareRoot()
    for _ in 0 ..< 4 {
        let value: Tensor<Scalar> = logNormalCDF(z)
        z = z - (value - far) / (logStandardNormalDensity(z) - value).exp()
    }
    return select(isFar, select(l .== -.infinity, l, z), near)
}
