public import Tensors

/// Returns U·diag(f(σ))·Vᴴ for a matrix A with the singular value decomposition A = U·diag(σ)·Vᴴ, or for each matrix of
/// a stack: `[…, m, n]` → `[…, m, n]`.
///
/// The derivative uses the divided differences of f, extended to an odd function by f(−σ) = −f(σ) (Noferini, "A formula
/// for the Fréchet derivative of a generalized matrix function", 2017). The derivative is therefore correct where
/// singular values are equal or 0, although the singular vectors have no derivatives there. The second derivative is
/// NaN where singular values are equal.
///
/// If f(0) is not 0, the function is discontinuous at a singular value 0. Then the value and the derivative are NaN for
/// a matrix with a singular value of at most max(m, n, 4)·ε times the greatest singular value, with ε = `ulpOfOne`.
///
///     // The orthogonal factor of the polar decomposition.
///     let rotation: Tensor<Double> = try singularValueFunction(of: a) {
///         Tensor(ones: $0.shape)
///     } derivative: { Tensor(zeros: $0.shape) }
///
/// - Parameters:
///   - a: A matrix or a stack of matrices: `[…, m, n]`. A tensor with fewer than two axes traps.
///   - function: Returns f of every element of a tensor, computed by differentiable tensor operations.
///   - derivative: Returns f′ of every element of a tensor, and NaN where f′ does not exist. At 0 the closure returns
///     the derivative from the right.
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func singularValueFunction<Scalar: LinearAlgebraScalar>(
    of a: Tensor<Scalar>,
    _ function: @escaping (Tensor<Scalar.Magnitude>) -> Tensor<Scalar.Magnitude>,
    derivative: @escaping (Tensor<Scalar.Magnitude>) -> Tensor<Scalar.Magnitude>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try singularValueFunction(
        a, "singularValueFunction",
        OddFunction(value: function, derivative: derivative) { dividedDifferences($0, function, derivative) })
}

/// Returns U·diag(max(σ − threshold, 0))·Vᴴ for a matrix A with the singular value decomposition A = U·diag(σ)·Vᴴ, or
/// for each matrix of a stack: `[…, m, n]` → `[…, m, n]`.
///
/// This operation is called singular value thresholding. The result is the matrix X that minimizes ½‖X − A‖_F² +
/// threshold·‖X‖_*, where ‖·‖_F is the Frobenius norm and ‖·‖_* the nuclear norm (Cai, Candès and Shen, 2010).
///
/// The derivative is correct where singular values are equal or 0 too. If a singular value equals a positive threshold
/// to rounding, the derivative does not exist and is NaN. Here a singular value equals the threshold to rounding if the
/// difference of these numbers is at most 8·max(m, n)·ε times the greatest singular value, with ε = `ulpOfOne`.
///
/// - Parameters:
///   - a: A matrix or a stack of matrices: `[…, m, n]`. A tensor with fewer than two axes traps.
///   - threshold: The number that is subtracted from the singular values. A negative number and NaN trap.
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
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

/// A function f of singular values with its derivative and its divided differences. f is extended to negative numbers
/// as an odd function.
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
            // A second derivative needs singular vectors that are recorded on the tape. The first derivative uses the
            // vectors that are already computed.
            guard a.isTracked, let tracked = try? svd(a) else {
                return pullBack(cotangent, u: parts.u, values: parts.values, vt: parts.vt, function)
            }
            return pullBack(cotangent, u: tracked.u, values: tracked.singularValues, vt: tracked.vt, function)
        })
}

/// Returns, for each singular value, whether it is at most max(`size`, 4)·ε times the greatest singular value of its
/// matrix, with ε = `ulpOfOne`.
private func isNegligible<Real: RealScalar>(_ values: Tensor<Real>, _ size: Int) -> Tensor<Bool> {
    let greatest: Tensor<Real> = values.asConstant().max(axis: -1, keepDims: true)
    return values.asConstant() .<= greatest * negligible(size, Real.self)
}

/// Returns `value` if f(0) is 0 for the function f in `function`, and NaN otherwise. Where a singular value σ passes
/// through 0, the product u·vᴴ of its singular vectors changes sign. f(σ)·u·vᴴ is therefore discontinuous there if f(0)
/// is not 0.
private func orJump<Real: RealScalar>(_ value: Tensor<Real>, _ function: OddFunction<Real>) -> Tensor<Real> {
    let jumps: Tensor<Bool> = function.value(Tensor(zeros: value.shape)).asConstant() .!= 0
    return select(jumps, Tensor(.nan), value)
}

/// Returns the gradient of the loss with respect to A = U·diag(σ)·Vᴴ.
///
/// Let G be the cotangent, S the Hermitian part of Uᴴ·G·V, and K the skew-Hermitian part of Uᴴ·G·V. The gradient is
/// U·(S∘f[σ_i, σ_j] + K∘f[σ_i, −σ_j])·Vᴴ, where ∘ is the elementwise product and f[·, ·] a divided difference. For a
/// rectangular matrix the gradient also contains the components of G that are orthogonal to U or V, multiplied by f[σ,
/// 0] = f(σ)/σ.
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
