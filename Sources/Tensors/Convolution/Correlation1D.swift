internal import CKernels
public import ComplexModule

/// The part of a convolution that is returned: NumPy's `mode`. The sequences have n and m elements, with n ≥ m.
public enum ConvolutionMode: String, Sendable, Hashable, CaseIterable {
    /// All sums of at least one product: n + m − 1 elements.
    case full
    /// The n central elements of the full result, the first of which has the position (m − 1) / 2, rounded down.
    case same
    /// Only the sums of m products: n − m + 1 elements.
    case valid

    /// The positions of the full result that are returned.
    fileprivate func range(_ n: Int, _ m: Int) -> Range<Int> {
        switch self {
        case .full: 0 ..< n + m - 1
        case .same: (m - 1) / 2 ..< (m - 1) / 2 + n
        case .valid: m - 1 ..< n
        }
    }
}

/// Returns the convolution of two vectors, Σ_j a[j] · b[k − j]: NumPy's `convolve`. Differentiable.
///
/// The products are added in the scalar type. Cost: O(n · m) for vectors of n and m elements.
///
/// - Parameters:
///   - a: A vector with at least one element. Traps if the shape is another.
///   - b: A vector with at least one element. Traps if the shape is another.
///   - mode: The part of the convolution that is returned.
public func convolve<Scalar: RealScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, mode: ConvolutionMode = .full
) -> Tensor<Scalar> {
    convolved(a, b, mode, "convolve") { $0.correlated(with: $1) }
}

/// Returns the cross-correlation of two vectors, Σ_j a[j + k] · b̄[j], where a bar is the complex conjugate: NumPy's
/// `correlate`. Differentiable.
///
/// The result is the convolution of a with the reversed conjugate of b. The products are added in the scalar type. Cost:
/// O(n · m) for vectors of n and m elements.
///
/// - Parameters:
///   - a: A vector with at least one element. Traps if the shape is another.
///   - b: A vector with at least one element. Traps if the shape is another.
///   - mode: The part of the full result that is returned. If b is longer than a, the result is the reversed conjugate of
///     the correlation of b with a.
public func correlate<Scalar: RealScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, mode: ConvolutionMode = .valid
) -> Tensor<Scalar> {
    if b.count > a.count { return correlate(b, a, mode: mode).flipped() }
    return convolved(a, b.flipped(), mode, "correlate") { $0.correlated(with: $1) }
}

/// Returns the convolution of two vectors of integers, in their type; overflow wraps around. See the function for real
/// numbers.
public func convolve<Scalar: IntegerScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, mode: ConvolutionMode = .full
) -> Tensor<Scalar> {
    convolved(a, b, mode, "convolve") { $0.correlation($1) }
}

/// Returns the cross-correlation of two vectors of integers, in their type; overflow wraps around. See the function for
/// real numbers.
public func correlate<Scalar: IntegerScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, mode: ConvolutionMode = .valid
) -> Tensor<Scalar> {
    if b.count > a.count { return correlate(b, a, mode: mode).flipped() }
    return convolved(a, b.flipped(), mode, "correlate") { $0.correlation($1) }
}

/// Returns the convolution of two vectors of complex numbers: see the function for real numbers. Differentiable.
public func convolve<Part: ComplexPart>(
    _ a: Tensor<Complex<Part>>, _ b: Tensor<Complex<Part>>, mode: ConvolutionMode = .full
) -> Tensor<Complex<Part>> {
    func product(_ a: Tensor<Part>, _ b: Tensor<Part>) -> Tensor<Part> { convolve(a, b, mode: mode) }
    let (x, y, u, v) = (a.realPart(), a.imaginaryPart(), b.realPart(), b.imaginaryPart())
    return Tensor<Complex<Part>>(product(x, u) - product(y, v), product(x, v) + product(y, u))
}

/// Returns the cross-correlation of two vectors of complex numbers: see the function for real numbers. Differentiable.
public func correlate<Part: ComplexPart>(
    _ a: Tensor<Complex<Part>>, _ b: Tensor<Complex<Part>>, mode: ConvolutionMode = .valid
) -> Tensor<Complex<Part>> {
    if b.count > a.count { return correlate(b, a, mode: mode).flipped().conjugated() }
    return convolve(a, b.flipped().conjugated(), mode: mode)
}

/// Returns the part `mode` of a convolution. `correlate` returns the sums of m products for a vector of at least m elements
/// and a vector of m elements.
private func convolved<Scalar: NumericScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ mode: ConvolutionMode, _ name: String,
    _ correlate: (Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>
) -> Tensor<Scalar> {
    require(
        a.rank == 1 && b.rank == 1 && a.count > 0 && b.count > 0,
        "\(name): shapes \(a.shape) and \(b.shape) are not those of vectors with elements")
    let (long, short): (Tensor<Scalar>, Tensor<Scalar>) = a.count >= b.count ? (a, b) : (b, a)
    let (n, m): (Int, Int) = (long.count, short.count)
    // The element k of the full result reads the elements k − m + 1 … k of the longer vector.
    let range: Range<Int> = mode.range(n, m)
    let before: Int = m - 1 - range.lowerBound
    return correlate(long.padded(by: [(before, range.upperBound - n)]), short.flipped())
}

extension Tensor where Scalar: NumericScalar {
    /// Returns y[i] = Σ_k x[i + k] · weights[k] for vectors x, this tensor, and weights that are not longer. The tape does
    /// not record the operation.
    fileprivate func correlation(_ weights: Tensor) -> Tensor {
        let (source, weights): (Tensor, Tensor) = (contiguous(), weights.contiguous())
        let chunk: Int = Swift.max(1024, Parallelism.elementsPerChunk / Swift.max(1, weights.count))
        return Tensor(uninitialized: [count - weights.count + 1]) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: chunk) { range in
                synann_correlate(
                    Scalar.kernelType, range.count, weights.count, source.address + range.lowerBound, weights.address,
                    target + range.lowerBound)
            }
        }
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns y[i] = Σ_k x[i + k] · w[k] for vectors x, this tensor, and w = `weights`, which is not longer.
    /// Differentiable.
    fileprivate func correlated(with weights: Tensor) -> Tensor {
        let x: Tensor = self
        return withDerivative(
            of: TensorOperation("correlate", x, weights), x.asConstant().correlation(weights.asConstant()),
            .by(x) { cotangent in convolve(cotangent, weights) },
            .by(weights) { cotangent in x.correlated(with: cotangent) })
    }
}
