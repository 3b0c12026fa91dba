public import Tensors

/// A function of a symmetric or Hermitian matrix, f(A) = V·diag(f(λ))·Vᴴ with A = V·diag(λ)·Vᴴ, of a matrix or of each
/// matrix of a stack `[…, n, n]`.
///
/// Reads only the lower triangle. The derivative is V·((Vᴴ·G·V) ∘ f[λ_i, λ_j])·Vᴴ with the divided differences (f(λ_i)
/// − f(λ_j))/(λ_i − λ_j), and f′(λ_i) where eigenvalues are equal (Daleckii and Krein, 1965). So it is correct also at
/// repeated eigenvalues, where the eigenvectors have no derivatives. Where f′ does not exist, let `derivative` return
/// NaN. The second derivative is NaN at repeated eigenvalues.
///
///     let bounded: Tensor<Double> = try symmetricFunction(of: a) { $0.tanh() } derivative: { 1 - $0.tanh().squared() }
///
/// `symmetricSquareRoot`, `symmetricInverseSquareRoot`, `symmetricLogarithm`, `symmetricExponential` and
/// `symmetricPower` have their own divided differences, which lose no digits where eigenvalues are close.
///
/// - Parameters:
///   - a: `[…, n, n]`.
///   - function: f of every element of a tensor, written with tensor operations.
///   - derivative: f′ of every element.
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func symmetricFunction<Scalar: LinearAlgebraScalar>(
    of a: Tensor<Scalar>,
    _ function: @escaping (Tensor<Scalar.Magnitude>) -> Tensor<Scalar.Magnitude>,
    derivative: @escaping (Tensor<Scalar.Magnitude>) -> Tensor<Scalar.Magnitude>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try symmetricFunction(
        a, "symmetricFunction", SpectralFunction(value: function) { dividedDifferences($0, function, derivative) })
}

/// The eigenvalues that a function is defined for.
enum SpectralDomain {
    /// All real numbers.
    case everything
    /// 0 and above; an eigenvalue below 0 by no more than rounding counts as 0.
    case notNegative
    /// Above 0 by more than rounding.
    case positive
}

/// A function of eigenvalues with its divided differences.
struct SpectralFunction<Real: RealScalar> {
    var domain = SpectralDomain.everything
    /// f of every element; differentiable.
    let value: (Tensor<Real>) -> Tensor<Real>
    /// f[λ_i, λ_j]: `[…, n]` → `[…, n, n]`; differentiable.
    let differences: (Tensor<Real>) -> Tensor<Real>
}

/// f(A) with its derivative.
func symmetricFunction<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ operation: String, _ function: SpectralFunction<Scalar.Magnitude>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, operation)
    let parts = try symmetricEigenpairs(a.asConstant(), vectors: true, operation)
    try requireDomain(parts.values, function, operation)
    let scaled: Tensor<Scalar> = parts.vectors * asField(function.value(parts.values).expandingShape(at: -2))
    let value: Tensor<Scalar> = evenPart(matmul(scaled, parts.vectors.adjoint()))
    return withDerivative(
        of: TensorOperation(operation, a), value,
        .by(a) { cotangent in
            // A second derivative needs eigenvectors on the tape; the first derivative uses those already computed.
            guard a.isTracked, let tracked = try? symmetricEigen(a) else {
                return symmetricPullback(parts.values, parts.vectors, function, cotangent)
            }
            return symmetricPullback(tracked.eigenvalues, tracked.eigenvectors, function, cotangent)
        })
}

/// The gradient with respect to A: see the public `symmetricFunction`.
private func symmetricPullback<Scalar: LinearAlgebraScalar>(
    _ values: Tensor<Scalar.Magnitude>, _ vectors: Tensor<Scalar>, _ function: SpectralFunction<Scalar.Magnitude>,
    _ cotangent: Tensor<Scalar>
) -> Tensor<Scalar> {
    let inner: Tensor<Scalar> = matmul(matmul(vectors.adjoint(), hermitianPart(cotangent)), vectors)
    let core: Tensor<Scalar> = inner * asField(function.differences(values))
    return evenPart(matmul(matmul(vectors, core), vectors.adjoint()))
}

/// The Hermitian part of a matrix that is Hermitian up to rounding. It is halved before the sum, which may overflow.
private func evenPart<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    let half: Tensor<Scalar> = a * oneHalf()
    return half + half.adjoint()
}

/// Throws `outsideDomain` where an eigenvalue is outside of the function's domain.
private func requireDomain<Real: RealScalar>(
    _ values: Tensor<Real>, _ function: SpectralFunction<Real>, _ operation: String
) throws(LinearAlgebraError) {
    let size: Int = values.shape[-1]
    guard size > 0, function.domain != .everything else { return }
    let scalars: [Real] = values.scalars
    for start in stride(from: 0, to: scalars.count, by: size) {
        let (low, high): (Real, Real) = (scalars[start], scalars[start + size - 1])
        let noise: Real = max(abs(low), abs(high)) * negligible(size, Real.self)
        if function.domain == .notNegative ? low < -noise : low <= noise {
            throw .outsideDomain(operation: operation, eigenvalue: Double(low), matrix: start / size)
        }
    }
}
