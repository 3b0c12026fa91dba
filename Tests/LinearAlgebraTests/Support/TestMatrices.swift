import LinearAlgebra
import Tensors
import TestSupport

/// Returns a tensor of normally distributed real or complex numbers that depend only on `shape` and `seed`.
func numbers<Scalar: LinearAlgebraScalar>(_ shape: Shape, seed: Int = 0) -> Tensor<Scalar> {
    var generator = PhiloxGenerator(seed: UInt64(1000 + seed))
    let parts = Tensor<Double>(randomNormal: Shape(shape.dimensions + [2]), using: &generator)
    let values: [Double] = parts.scalars
    return Tensor(
        (0 ..< shape.elementCount).map { scalar(values[2 * $0], values[2 * $0 + 1]) }, shape: shape)
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

/// Returns the greatest absolute value of all elements; 0 for a tensor without elements.
func greatest<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Double {
    a.scalars.map { Double($0._absolute) }.max() ?? 0
}

/// Returns max |a − b| / (max |b| · n · ε), where n is `size` and ε is the machine epsilon. This is the error of an
/// identity such as A = Q·R. An error below 10 is a rounding error. The result is ∞ if the shapes differ or a
/// difference is NaN.
func backwardError<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ size: Int, _ type: Scalar.Type
) -> Double {
    guard a.shape == b.shape else { return .infinity }
    let values: [Double] = zip(a.scalars, b.scalars).map { Double(($0 - $1)._absolute) }
    if values.contains(where: { $0.isNaN }) { return .infinity }
    let scale: Double = max(greatest(b), .leastNormalMagnitude)
    return (values.max() ?? 0) / (scale * Double(max(1, size)) * Double(Scalar.Magnitude.ulpOfOne))
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
    Tensor(real.scalars.map { Scalar(_real: $0) }, shape: real.shape)
}
