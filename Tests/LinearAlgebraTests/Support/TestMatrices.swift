import ComplexModule
import LinearAlgebra
import Tensors
import TestSupport

/// Returns a tensor of normally distributed real or complex numbers that depend only on `shape` and `seed`.
func numbers<Scalar: LinearAlgebraScalar>(_ shape: Shape, seed: Int = 0) -> Tensor<Scalar> {
    var generator = PhiloxGenerator(seed: UInt64(1000 + seed))
    let parts = Tensor<Double>(randomNormal: Shape(shape.dimensions + [2]), using: &generator)
    return joined(Tensor(parts[.ellipsis, 0]), Tensor(parts[.ellipsis, 1]))
}

/// Returns the tensor with the given real and imaginary parts, as a differentiable operation. A real type `Scalar`
/// ignores the imaginary parts.
func joined<Scalar: LinearAlgebraScalar>(
    _ real: Tensor<Scalar.Magnitude>, _ imaginary: Tensor<Scalar.Magnitude>
) -> Tensor<Scalar> {
    if let same = real as? Tensor<Scalar> { return same }
    guard let complex = Tensor<Complex<Scalar.Magnitude>>(real, imaginary) as? Tensor<Scalar> else {
        fatalError("\(Scalar.self) is neither real nor complex")
    }
    return complex
}

/// Returns the number with the given real and imaginary part. A real type `Scalar` ignores the imaginary part.
func scalar<Scalar: LinearAlgebraScalar>(_ real: Double, _ imaginary: Double = 0) -> Scalar {
    let whole = Scalar(_real: Scalar.Magnitude(real))
    guard Scalar._isComplex else { return whole }
    return whole + Scalar(_real: Scalar.Magnitude(imaginary)) * imaginaryUnit()
}

private func imaginaryUnit<Scalar: LinearAlgebraScalar>() -> Scalar {
    var unit: Scalar = 0
    withUnsafeMutableBytes(of: &unit) { bytes in
        bytes.assumingMemoryBound(to: Scalar.Magnitude.self)[1] = 1
    }
    return unit
}

/// Returns a random matrix with a large diagonal, so that the matrix has a small condition number.
func wellConditioned<Scalar: LinearAlgebraScalar>(_ size: Int, seed: Int = 1) -> Tensor<Scalar> {
    let shift = Tensor<Scalar>(scalar(Double(size + 1).squareRoot() * 3, 1))
    return numbers([size, size], seed: seed) + Tensor<Scalar>(identity: size) * shift
}

/// Returns the matrices in four memory layouts: row-major, column-major, with gaps in a larger block, and reversed.
func everyLayout<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> [Tensor<Scalar>] {
    let (rows, columns): (Int, Int) = (a.shape[-2], a.shape[-1])
    let transposed = Tensor<Scalar>(a.transposed().scalars, shape: a.transposed().shape)
    var block = Tensor<Scalar>(
        repeating: 7, shape: Shape(a.shape.dimensions.dropLast(2) + [rows + 3, 2 * columns + 1]))
    block[.ellipsis, 1 ..< rows + 1, .stride(from: 1, by: 2)] = a
    let backwards = Tensor<Scalar>(
        a[.ellipsis, .stride(by: -1), .stride(by: -1)].scalars, shape: a.shape)
    return [
        a, transposed.transposed(), block[.ellipsis, 1 ..< rows + 1, .stride(from: 1, by: 2)],
        backwards[.ellipsis, .stride(by: -1), .stride(by: -1)],
    ]
}

/// Returns the absolute value of every element.
private func sizes<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    Scalar._isComplex ? hypot(a.realPart(), a.imaginaryPart()) : a.realPart().abs()
}

/// Returns the greatest absolute value of all elements; 0 for a tensor without elements, NaN if an element is NaN.
func greatest<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Double {
    a.count == 0 ? 0 : Double(sizes(a).max().scalar)
}

/// Returns max |a − b| / (max |b| · n · ε), where n is `size` and ε is the machine epsilon. This is the error of an
/// identity such as A = Q·R. An error below 10 is a rounding error. The result is ∞ if the shapes differ or a
/// difference is NaN.
func backwardError<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ size: Int, _ type: Scalar.Type
) -> Double {
    guard a.shape == b.shape else { return .infinity }
    let difference: Double = greatest(a - b)
    if difference.isNaN { return .infinity }
    let scale: Double = max(greatest(b), .leastNormalMagnitude)
    return difference / (scale * Double(max(1, size)) * Double(Scalar.Magnitude.ulpOfOne))
}

/// Returns the greatest absolute value of QᴴQ − I, in units of n·ε, where n is the greater dimension of Q and ε is the
/// machine epsilon.
func orthogonalityError<Scalar: LinearAlgebraScalar>(_ q: Tensor<Scalar>) -> Double {
    let size: Int = q.shape[-1]
    let product: Tensor<Scalar> = matmul(q.adjoint(), q)
    let identity = Tensor<Scalar>(identity: size).broadcast(to: product.shape)
    return backwardError(product, identity, max(size, q.shape[-2]), Scalar.self)
}

/// Returns real numbers as constants of type `Scalar`, without a derivative.
func field<Scalar: LinearAlgebraScalar>(_ real: Tensor<Scalar.Magnitude>) -> Tensor<Scalar> {
    joined(real.asConstant(), Tensor(zeros: real.shape))
}
