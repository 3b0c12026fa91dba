import Tensors

/// Returns the divided differences f[a, b] = (f(a) − f(b))/(a − b) of all pairs a, b of elements of `values`: `[…, n]`
/// → `[…, n, n]`.
///
/// Where a = b, the divided difference is f′(a). `function` returns f of every element, and `derivative` returns f′.
/// The gradient of a matrix function contains these divided differences. This function is differentiable.
///
/// With ε = `ulpOfOne`, the quotient (f(a) − f(b))/(a − b) has a rounding error of about ε·max|f|/|a − b|. The integral
/// ∫₀¹ f′(b + t·(a − b)) dt is equal to the divided difference f[a, b] and has no such error. Gauss's rule with three
/// points approximates the integral. The rule is accurate only if f′ is smooth between a and b. The function therefore
/// returns the integral in two cases, and the quotient in all other cases:
///
/// 1. |a − b| is at most √ε·max(|a|, |b|), or at most 8·n·ε·m, where n is the length of the last axis of `values`, and
///    m is the greatest absolute value along this axis.
/// 2. |a − b| is at most 0.01·m, and the integral differs from the quotient by no more than the rounding error of the
///    quotient.
func dividedDifferences<Real: RealScalar>(
    _ values: Tensor<Real>, _ function: (Tensor<Real>) -> Tensor<Real>, _ derivative: (Tensor<Real>) -> Tensor<Real>
) -> Tensor<Real> {
    let count: Int = values.shape[-1]
    if values.count == 0 { return Tensor(zeros: Shape(values.shape.dimensions + [count])) }
    let (a, b): (Tensor<Real>, Tensor<Real>) = (values.expandingShape(at: -1), values.expandingShape(at: -2))
    let results: Tensor<Real> = function(values)
    let gap: Tensor<Real> = a - b
    let distance: Tensor<Real> = gap.asConstant().abs()
    let size: Tensor<Real> = maximum(a.asConstant().abs(), b.asConstant().abs())
    let greatest: Tensor<Real> = size.max(axis: -1, keepDims: true).max(axis: -2, keepDims: true)
    let isNear: Tensor<Bool> = distance .<= greatest * Tensor(0.01)
    // If a and b are far apart, f′ is evaluated only at a, because f′ may be undefined between a and b.
    let near: Tensor<Real> = select(isNear, gap, Tensor(0))
    let (third, offset): (Real, Real) = (Real(5) / 18, (Real(3) / 5).squareRoot())
    let integral: Tensor<Real> = [(third, (1 - offset) / 2), (1 - 2 * third, 0.5), (third, (1 + offset) / 2)].map {
        derivative(a - near * Tensor($0.1)) * Tensor($0.0)
    }.reduce(Tensor(0)) { $0 + $1 }
    let quotient: Tensor<Real> =
        (results.expandingShape(at: -1) - results.expandingShape(at: -2)) / select(distance .> 0, gap, Tensor(1))
    let height: Tensor<Real> = results.asConstant().abs()
    let blur: Tensor<Real> =
        height.expandingShape(at: -1) + height.expandingShape(at: -2) + greatest * integral.asConstant().abs()
    let trust: Tensor<Real> = blur * Tensor(8 * Real.ulpOfOne) / distance
    let agrees: Tensor<Bool> = (integral.asConstant() - quotient.asConstant()).abs() .<= trust
    let isEqual: Tensor<Bool> =
        (distance .<= size * Tensor(Real.ulpOfOne.squareRoot()))
        .|| (distance .<= greatest * coincidence(count, Real.self))
    return select(isEqual .|| (isNear .&& agrees), integral, quotient)
}

/// Returns sinh(x)/x of every element without cancellation, and 1 at x = 0. The function is differentiable.
func sinhQuotient<Real: RealScalar>(_ x: Tensor<Real>) -> Tensor<Real> {
    // With ε = `ulpOfOne`: every x with |x| < ε is replaced by ε. The quotient at ε is 1 to the last bit.
    let safe: Tensor<Real> = select(x.asConstant().abs() .< Real.ulpOfOne, Tensor(Real.ulpOfOne), x)
    return (safe.expm1() - (-safe).expm1()) / (2 * safe)
}

/// Returns ½·log(a/b) of every pair of elements, without cancellation where a ≈ b. The elements must be positive. The
/// function is differentiable.
func halfLogRatio<Real: RealScalar>(_ a: Tensor<Real>, _ b: Tensor<Real>) -> Tensor<Real> {
    // ½·log(a/b) = artanh((a − b)/(a + b)). The code halves a and b first, because a + b may overflow.
    let mean: Tensor<Real> = a / 2 + b / 2
    let ratio: Tensor<Real> = (a / 2 - b / 2) / mean
    let isClose: Tensor<Bool> = ratio.asConstant().abs() .< 0.5
    let safe: Tensor<Real> = select(isClose, ratio, Tensor(0))
    return select(isClose, safe.log1p() - (-safe).log1p(), a.log() - b.log()) / 2
}
