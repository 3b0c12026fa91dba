public import Tensors

/// Returns f(A) = V·diag(f(λ))·Vᴴ for a symmetric or Hermitian matrix A = V·diag(λ)·Vᴴ, or for each matrix of a stack:
/// `[…, n, n]` → `[…, n, n]`. Another shape traps.
///
/// The function reads only the elements on and below the diagonal of A. The gradient is V·((Vᴴ·G·V) ∘ f[λ_i, λ_j])·Vᴴ,
/// where G is the Hermitian part of the cotangent and ∘ the elementwise product. f[λ_i, λ_j] is the divided difference
/// (f(λ_i) − f(λ_j))/(λ_i − λ_j), or f′(λ_i) if the eigenvalues are equal (Daleckii and Krein, 1965). The gradient is
/// therefore correct at repeated eigenvalues too, although the eigenvectors have no derivatives there. The second
/// derivative is NaN at repeated eigenvalues.
///
///     let bounded: Tensor<Double> = try symmetricFunction(of: a) { $0.tanh() } derivative: { 1 - $0.tanh().squared() }
///
/// For the functions `symmetricSquareRoot`, `symmetricInverseSquareRoot`, `symmetricLogarithm`, `symmetricExponential`
/// and `symmetricPower`, the divided differences are computed by formulas that lose no digits where eigenvalues are
/// close.
///
/// - Parameters:
///   - a: The matrix A, or a stack of matrices: `[…, n, n]`.
///   - function: Returns f of every element of a tensor, computed by differentiable tensor operations.
///   - derivative: Returns f′ of every element of a tensor, and NaN where f′ does not exist.
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element that
///   the function reads is NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func symmetricFunction<Scalar: LinearAlgebraScalar>(
    of a: Tensor<Scalar>,
    _ function: @escaping (Tensor<Scalar.Magnitude>) -> Tensor<Scalar.Magnitude>,
    derivative: @escaping (Tensor<Scalar.Magnitude>) -> Tensor<Scalar.Magnitude>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try symmetricFunction(
        a, "symmetricFunction", SpectralFunction(value: function) { dividedDifferences($0, function, derivative) })
}

/// The eigenvalues for which a function of eigenvalues is defined.
enum SpectralDomain {
    /// All real numbers.
    case everything
    /// Numbers that are at least 0. A negative eigenvalue that is 0 to rounding is allowed.
    case notNegative
    /// Positive numbers that are not 0 to rounding.
    case positive
}

/// A function f of eigenvalues, with its domain and its divided differences.
struct SpectralFunction<Real: RealScalar> {
    var domain = SpectralDomain.everything
    /// Returns f of every element of a tensor. The closure is differentiable.
    let value: (Tensor<Real>) -> Tensor<Real>
    /// Returns the divided differences f[λ_i, λ_j] of eigenvalues λ: `[…, n]` → `[…, n, n]`. The closure is
    /// differentiable.
    let differences: (Tensor<Real>) -> Tensor<Real>
}

/// Returns f(A) for each matrix A of `a`, where f is `function`, and records the derivative on the tape. `operation` is
/// the name for the tape and for errors. Throws `outsideDomain` if an eigenvalue is outside the domain of f.
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
            // A second derivative needs eigenvectors that are recorded on the tape. The first derivative uses the
            // eigenvectors that are already computed.
            guard a.isTracked, let tracked = try? symmetricEigen(a) else {
                return symmetricPullback(parts.values, parts.vectors, function, cotangent)
            }
            return symmetricPullback(tracked.eigenvalues, tracked.eigenvectors, function, cotangent)
        })
}

/// Returns the gradient of the loss with respect to A = V·diag(λ)·Vᴴ, where `values` is λ and `vectors` is V. The
/// documentation of the public function `symmetricFunction` states the formula.
private func symmetricPullback<Scalar: LinearAlgebraScalar>(
    _ values: Tensor<Scalar.Magnitude>, _ vectors: Tensor<Scalar>, _ function: SpectralFunction<Scalar.Magnitude>,
    _ cotangent: Tensor<Scalar>
) -> Tensor<Scalar> {
    let inner: Tensor<Scalar> = matmul(matmul(vectors.adjoint(), hermitianPart(cotangent)), vectors)
    let core: Tensor<Scalar> = inner * asField(function.differences(values))
    return evenPart(matmul(matmul(vectors, core), vectors.adjoint()))
}

/// Returns the Hermitian part of a matrix that is Hermitian to rounding. The code halves the matrix before it adds the
/// adjoint, because the sum may overflow.
private func evenPart<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    let half: Tensor<Scalar> = a * oneHalf()
    return half + half.adjoint()
}

/// Throws `outsideDomain` if an eigenvalue is outside the domain of the function. The eigenvalues of each matrix are in
/// ascending order.
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
