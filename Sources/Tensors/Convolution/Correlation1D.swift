internal import CKernels
public import ComplexModule

/// The part of a convolution that is returned: NumPy's `mode`. The longer sequence has n elements and the shorter m
/// elements. The full result consists of all sums that contain at least a single product.
public enum ConvolutionMode: String, Sendable, Hashable, CaseIterable {
    /// The full result: n + m − 1 elements for sequences of n and m elements.
    case full
    /// The central part of the full result, with as many elements as the longer sequence. This part starts at position
    /// ⌊(m − 1) / 2⌋ of the full result, where m is the number of elements of the shorter sequence.
    case same
    /// Only the sums that contain every element of the shorter sequence: n − m + 1 elements for sequences of n and m
    /// elements, n ≥ m.
    case valid

    /// Returns the positions of the full result that this mode selects, for sequences of `n` and `m` elements with n ≥
    /// m.
    fileprivate func range(_ n: Int, _ m: Int) -> Range<Int> {
        switch self {
        case .full: 0 ..< n + m - 1
        case .same: (m - 1) / 2 ..< (m - 1) / 2 + n
        case .valid: m - 1 ..< n
        }
    }
}

/// Returns the convolution of two vectors: NumPy's `convolve`. Element k of the full result is Σ_j a[j] · b[k − j].
/// Differentiable.
///
/// The products are added in the scalar type. Cost: O(n · m) for vectors of n and m elements.
///
/// - Parameters:
///   - a: A vector. Traps if the tensor is not a vector or has no elements.
///   - b: A vector. Traps if the tensor is not a vector or has no elements.
///   - mode: The part of the convolution that is returned.
public func convolve<Scalar: RealScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, mode: ConvolutionMode = .full
) -> Tensor<Scalar> {
    convolved(a, b, mode, "convolve") { $0.correlated(with: $1) }
}

/// Returns the cross-correlation of two vectors: NumPy's `correlate`. The elements are Σ_j a[j + k] · b̄[j] for
/// consecutive shifts k, where b̄[j] is the complex conjugate of b[j]. Differentiable.
///
/// The result is the convolution of a with the reversed conjugate of b. The products are added in the scalar type.
/// Cost: O(n · m) for vectors of n and m elements.
///
/// - Parameters:
///   - a: A vector. Traps if the tensor is not a vector or has no elements.
///   - b: A vector. Traps if the tensor is not a vector or has no elements.
///   - mode: The part of the full result that is returned. If b is longer than a, the result is the reversed conjugate
///     of the correlation of b with a.
public func correlate<Scalar: RealScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, mode: ConvolutionMode = .valid
) -> Tensor<Scalar> {
    if b.count > a.count { return correlate(b, a, mode: mode).flipped() }
    return convolved(a, b.flipped(), mode, "correlate") { $0.correlated(with: $1) }
}

/// Returns the convolution of two vectors of integers. Element k of the full result is Σ_j a[j] · b[k − j]; `mode`
/// selects the part that is returned. Products and sums are computed in the integer type; overflow wraps around. Traps
/// unless `a` and `b` are vectors with at least one element.
public func convolve<Scalar: IntegerScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, mode: ConvolutionMode = .full
) -> Tensor<Scalar> {
    convolved(a, b, mode, "convolve") { $0.correlation($1) }
}

/// Returns the cross-correlation of two vectors of integers. The elements are Σ_j a[j + k] · b[j] for consecutive
/// shifts k; `mode` selects the part that is returned. Products and sums are computed in the integer type; overflow
/// wraps around. Traps unless `a` and `b` are vectors with at least one element.
public func correlate<Scalar: IntegerScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, mode: ConvolutionMode = .valid
) -> Tensor<Scalar> {
    if b.count > a.count { return correlate(b, a, mode: mode).flipped() }
    return convolved(a, b.flipped(), mode, "correlate") { $0.correlation($1) }
}

/// Returns the convolution of two vectors of complex numbers. Element k of the full result is Σ_j a[j] · b[k − j];
/// `mode` selects the part that is returned. Differentiable. Traps unless `a` and `b` are vectors with at least one
/// element.
public func convolve<Part: ComplexPart>(
    _ a: Tensor<Complex<Part>>, _ b: Tensor<Complex<Part>>, mode: ConvolutionMode = .full
) -> Tensor<Complex<Part>> {
    func product(_ a: Tensor<Part>, _ b: Tensor<Part>) -> Tensor<Part> { convolve(a, b, mode: mode) }
    let (x, y, u, v) = (a.realPart(), a.imaginaryPart(), b.realPart(), b.imaginaryPart())
    return Tensor<Complex<Part>>(product(x, u) - product(y, v), product(x, v) + product(y, u))
}

/// Returns the cross-correlation of two vectors of complex numbers. The elements are Σ_j a[j + k] · b̄[j] for
/// consecutive shifts k, where b̄[j] is the complex conjugate of b[j]; `mode` selects the part that is returned.
/// Differentiable. Traps unless `a` and `b` are vectors with at least one element.
public func correlate<Part: ComplexPart>(
    _ a: Tensor<Complex<Part>>, _ b: Tensor<Complex<Part>>, mode: ConvolutionMode = .valid
) -> Tensor<Complex<Part>> {
    if b.count > a.count { return correlate(b, a, mode: mode).flipped().conjugated() }
    return convolve(a, b.flipped().conjugated(), mode: mode)
}

/// Returns the part `mode` of the convolution of `a` and `b`. Traps unless `a` and `b` are vectors with at least one
/// element; the message starts with `name`. `correlate` receives a vector x and a vector w that is not longer, and
/// returns the sums Σ_k x[i + k] · w[k] for all i for which every x[i + k] exists.
private func convolved<Scalar: NumericScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ mode: ConvolutionMode, _ name: String,
    _ correlate: (Tensor<Scalar>, Tensor<Scalar>) -> Tensor<Scalar>
) -> Tensor<Scalar> {
    require(
        a.rank == 1 && b.rank == 1 && a.count > 0 && b.count > 0,
        "\(name): shapes \(a.shape) and \(b.shape) are not those of vectors with elements")
    let (long, short): (Tensor<Scalar>, Tensor<Scalar>) = a.count >= b.count ? (a, b) : (b, a)
    let (n, m): (Int, Int) = (long.count, short.count)
    // Element k of the full result depends on the elements k − m + 1 … k of the longer vector.
    let range: Range<Int> = mode.range(n, m)
    let before: Int = m - 1 - range.lowerBound
    return correlate(long.padded(by: [(before, range.upperBound - n)]), short.flipped())
}

extension Tensor where Scalar: NumericScalar {
    /// Returns the vector y[i] = Σ_k x[i + k] · weights[k], where x is this tensor, a vector, and `weights` is a vector
    /// that is not longer. The length of y is the length of x minus the length of `weights` plus 1. The tape does not
    /// record the operation.
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
    /// Returns the vector y[i] = Σ_k x[i + k] · weights[k], where x is this tensor, a vector, and `weights` is a vector
    /// that is not longer. The length of y is the length of x minus the length of `weights` plus 1. Differentiable.
    fileprivate func correlated(with weights: Tensor) -> Tensor {
        let x: Tensor = self
        return withDerivative(
            of: TensorOperation("correlate", x, weights), x.asConstant().correlation(weights.asConstant()),
            .by(x) { cotangent in convolve(cotangent, weights) },
            .by(weights) { cotangent in x.correlated(with: cotangent) })
    }
}
