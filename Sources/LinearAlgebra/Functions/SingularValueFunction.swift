public import Tensors

/// A function of a matrix's singular values, U·diag(f(σ))·Vᴴ with A = U·diag(σ)·Vᴴ, of a matrix or of each matrix of a
/// stack: `[…, m, n]` → `[…, m, n]`.
///
/// f is extended to an odd function, f(−σ) = −f(σ). The derivative uses the divided differences of this extension
/// (Noferini, "A formula for the Fréchet derivative of a generalized matrix function", 2017). So it is correct also
/// where singular values are equal or 0 and the derivatives of the vectors do not exist.
///
/// Where f(0) is not 0, the function jumps at a singular value of 0: value and derivative are NaN for a matrix with a
/// singular value that is 0 to rounding (at most max(m, n)·ε, or 4·ε, times the greatest). Where f′ does not exist, let
/// `derivative` return NaN. The second derivative is NaN at equal singular values.
///
///     // The orthogonal factor of the polar decomposition.
///     let rotation: Tensor<Double> = try singularValueFunction(of: a) {
///         Tensor(ones: $0.shape)
///     } derivative: { Tensor(zeros: $0.shape) }
///
/// - Parameters:
///   - a: `[…, m, n]`.
///   - function: f of every element of a tensor, written with tensor operations.
///   - derivative: f′ of every element; at 0 the derivative from the right.
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func singularValueFunction<Scalar: LinearAlgebraScalar>(
    of a: Tensor<Scalar>,
    _ function: @escaping (Tensor<Scalar.Magnitude>) -> Tensor<Scalar.Magnitude>,
    derivative: @escaping (Tensor<Scalar.Magnitude>) -> Tensor<Scalar.Magnitude>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try singularValueFunction(
        a, "singularValueFunction",
        OddFunction(value: function, derivative: derivative) { dividedDifferences($0, function, derivative) })
}

/// Singular value thresholding, U·diag(max(σ − threshold, 0))·Vᴴ, of a matrix or of each matrix of a stack `[…, m, n]`.
/// The result is the X that minimises ½‖X − A‖² + threshold·‖X‖ (Frobenius and nuclear norm; Cai, Candès and Shen,
/// 2010).
///
/// The derivative is also correct where singular values are equal or 0. If a singular value equals a threshold above 0 to
/// rounding (8·max(m, n)·ε times the greatest singular value), the derivative does not exist and is NaN.
///
/// - Parameters:
///   - a: `[…, m, n]`.
///   - threshold: At least 0; a negative threshold traps.
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func singularValueThresholding<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, by threshold: Scalar.Magnitude
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    require(threshold >= 0, "singularValueThresholding: the threshold \(threshold) must be 0 or more")
    typealias Real = Tensor<Scalar.Magnitude>
    let size: Int = a.rank >= 2 ? max(a.matrixRows, a.matrixColumns) : 1
    let function = OddFunction<Scalar.Magnitude>(
        value: { ($0 - threshold).relu() },
        derivative: { values in
            select(values .> threshold, Real(1), Real(threshold == 0 ? 1 : 0))
        },
        differences: { values in
            let (a, b): (Real, Real) = (values.expandingShape(at: -1), values.expandingShape(at: -2))
            let isAbove: Tensor<Bool> = (a .> threshold) .&& (b .> threshold)
            let isBelow: Tensor<Bool> = (a .<= threshold) .&& (b .<= threshold)
            let isOnOneSide: Tensor<Bool> = isAbove .|| isBelow
            let rise: Real = (a - threshold).relu() - (b - threshold).relu()
            let difference: Real = select(
                isOnOneSide, select(isAbove, Real(1), Real(0)), rise / select(isOnOneSide, Real(1), a - b))
            if threshold == 0 || values.count == 0 { return threshold == 0 ? Real(ones: difference.shape) : difference }
            let greatest: Real = values.asConstant().max(axis: -1, keepDims: true)
            let isKink: Tensor<Bool> =
                (values.asConstant() - threshold).abs() .<= greatest * coincidence(size, Scalar.Magnitude.self)
            let kinks: Real = select(isKink, Real(1), Real(0))
            let areKinks: Tensor<Bool> = (kinks.expandingShape(at: -1) * kinks.expandingShape(at: -2)) .> 0
            return select(areKinks, Real(.nan), difference)
        })
    return try singularValueFunction(a, "singularValueThresholding", function)
}

/// A function of singular values with its derivative and its divided differences.
private struct OddFunction<Real: RealScalar> {
    let value: (Tensor<Real>) -> Tensor<Real>
    let derivative: (Tensor<Real>) -> Tensor<Real>
    let differences: (Tensor<Real>) -> Tensor<Real>
}

private func singularValueFunction<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ operation: String, _ function: OddFunction<Scalar.Magnitude>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireMatrix(a, operation)
    let parts = try svdFactors(a.asConstant(), vectors: .reduced, operation)
    if parts.values.count == 0 {
        return withDerivative(
            of: TensorOperation(operation, a), Tensor<Scalar>(zeros: a.shape), .by(a) { _ in Tensor(zeros: a.shape) })
    }
    let computed: Tensor<Scalar.Magnitude> = function.value(parts.values)
    let isZero: Tensor<Bool> = isNegligible(parts.values, max(a.matrixRows, a.matrixColumns))
    let results: Tensor<Scalar.Magnitude> = select(isZero, orJump(computed, function), computed)
    let value: Tensor<Scalar> = matmul(parts.u * asField(results.expandingShape(at: -2)), parts.vt)
    return withDerivative(
        of: TensorOperation(operation, a), value,
        .by(a) { cotangent in
            // A second derivative needs singular vectors on the tape; the first derivative uses those already computed.
            guard a.isTracked, let tracked = try? svd(a) else {
                return pullBack(cotangent, u: parts.u, values: parts.values, vt: parts.vt, function)
            }
            return pullBack(cotangent, u: tracked.u, values: tracked.singularValues, vt: tracked.vt, function)
        })
}

/// Which singular values are 0 to rounding.
private func isNegligible<Real: RealScalar>(_ values: Tensor<Real>, _ size: Int) -> Tensor<Bool> {
    let greatest: Tensor<Real> = values.asConstant().max(axis: -1, keepDims: true)
    return values.asConstant() .<= greatest * negligible(size, Real.self)
}

/// `value`, or NaN where f(0) is not 0: u·vᴴ changes its sign there when its singular value passes through 0.
private func orJump<Real: RealScalar>(_ value: Tensor<Real>, _ function: OddFunction<Real>) -> Tensor<Real> {
    let jumps: Tensor<Bool> = function.value(Tensor(zeros: value.shape)).asConstant() .!= 0
    return select(jumps, Tensor(.nan), value)
}

/// The gradient U·(S∘f[σ_i, σ_j] + K∘f[σ_i, −σ_j])·Vᴴ, where S is the Hermitian part of Uᴴ·G·V and K its skew part,
/// plus the parts of G outside of U and V times f[σ, 0] = f(σ)/σ.
private func pullBack<Scalar: LinearAlgebraScalar>(
    _ cotangent: Tensor<Scalar>, u: Tensor<Scalar>, values: Tensor<Scalar.Magnitude>, vt: Tensor<Scalar>,
    _ function: OddFunction<Scalar.Magnitude>
) -> Tensor<Scalar> {
    typealias Real = Tensor<Scalar.Magnitude>
    let size: Int = max(u.matrixRows, vt.matrixColumns)
    let results: Real = function.value(values)
    let atZero: Real = orJump(function.derivative(Real(zeros: values.shape)), function)
    let isZero: Tensor<Bool> = isNegligible(values, size)
    let ratios: Real = select(isZero, atZero, results / select(isZero, Real(1), values))
    let zeros: Real = select(isZero, Real(1), Real(0))
    let areZero: Tensor<Bool> = (zeros.expandingShape(at: -1) * zeros.expandingShape(at: -2)) .> 0
    let sums: Real = values.expandingShape(at: -1) + values.expandingShape(at: -2)
    let resultSums: Real = results.expandingShape(at: -1) + results.expandingShape(at: -2)
    let across: Real = select(areZero, atZero.expandingShape(at: -1), resultSums / select(areZero, Real(1), sums))

    let (left, right): (Tensor<Scalar>, Tensor<Scalar>) = (
        matmul(u.adjoint(), cotangent), matmul(cotangent, vt.adjoint())
    )
    let inner: Tensor<Scalar> = matmul(left, vt.adjoint())
    let core: Tensor<Scalar> =
        hermitianPart(inner) * asField(function.differences(values)) + skewPart(inner) * asField(across)
    var gradient: Tensor<Scalar> = matmul(matmul(u, core), vt)
    let weights: Tensor<Scalar> = asField(ratios.expandingShape(at: -2))
    if u.matrixRows > u.matrixColumns {
        gradient = gradient + matmul((right - matmul(u, inner)) * weights, vt)
    }
    if vt.matrixColumns > vt.matrixRows {
        gradient = gradient + matmul(u * weights, left - matmul(inner, vt))
    }
    return gradient
}
