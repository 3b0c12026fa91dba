internal import COpenBLAS
public import Tensors

/// The determinant of a square matrix, or of each of a stack: `[…, n, n]` → `[…]`, from LAPACK `getrf`. 1 where n is 0.
///
/// Overflows to infinity and underflows to 0 at moderate sizes: see `logDeterminant`. The derivative is
/// conj(det A)·A⁻ᴴ; where the matrix is singular it is the matrix of cofactors, which is finite, from the singular value
/// decomposition (and has no derivative of its own: a second derivative there traps).
public func determinant<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "determinant")
    let pivots: PivotProduct<Scalar> = try pivotProduct(a.asConstant(), "determinant")
    let isSingular: Bool = pivots.logMagnitude.scalars.contains { !$0.isFinite }
    return withDerivative(
        pivots.product,
        .by(a) { cotangent, determinant in
            let slope: Tensor<Scalar> = cotangent.matrixFactor
            if !isSingular, let inverse = try? inverse(a) {
                return slope * determinant.conjugated().matrixFactor * inverse.adjoint()
            }
            return slope * cofactors(of: a).conjugated()
        })
}

/// log |det A| and the sign of det A: numpy's `slogdet`.
public struct LogDeterminant<Scalar: LinearAlgebraScalar>: Sendable {
    /// 1, −1, or 0 where the matrix is singular; a number of absolute value 1 where the scalar is complex. A constant to
    /// the tape.
    public let sign: Tensor<Scalar>
    /// log |det A|; −∞ where the matrix is singular.
    public let logMagnitude: Tensor<Scalar.Magnitude>
}

/// The logarithm of the determinant, where the determinant itself would overflow: from LAPACK `getrf`. `[…, n, n]` → `[…]`.
///
/// The derivative of `logMagnitude` is A⁻ᴴ, NaN where the matrix is singular.
public func logDeterminant<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> LogDeterminant<Scalar> {
    try requireSquare(a, "logDeterminant")
    let pivots: PivotProduct<Scalar> = try pivotProduct(a.asConstant(), "logDeterminant")
    let logMagnitude: Tensor<Scalar> = withDerivative(
        asField(pivots.logMagnitude),
        .by(a) { cotangent in cotangent.matrixFactor * orNaN(like: a) { try inverse(a).adjoint() } })
    return LogDeterminant(sign: pivots.sign, logMagnitude: logMagnitude.realPart())
}

/// The product of LU's pivots, as it is and in logarithms.
private struct PivotProduct<Scalar: LinearAlgebraScalar> {
    let product, sign: Tensor<Scalar>
    let logMagnitude: Tensor<Scalar.Magnitude>
}

private func pivotProduct<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) -> PivotProduct<Scalar> {
    let matrices = try PlainLU(copying: a, for: operation)
    let size: Int = matrices.size
    let product = Tensor<Scalar>(repeating: 1, shape: a.batchShape)
    let sign = Tensor<Scalar>(repeating: 1, shape: a.batchShape)
    let logMagnitude = Tensor<Scalar.Magnitude>(zeros: a.batchShape)
    let outcome: Outcome = forEachMatrix(
        matrices.count, multiplications: size * size * size / 3, workspace: Workspace<Int32>(size)
    ) { matrix, pivots in
        let info: Int32 = matrices.factor(matrix, pivots.scalars)
        let diagonal: UnsafeMutablePointer<Scalar> = matrices.address(matrix)
        var (value, unit): (Scalar, Scalar) = (1, 1)
        var logarithm: Scalar.Magnitude = 0
        for index in 0 ..< size {
            let pivot: Scalar = diagonal[index * (size + 1)]
            let magnitude: Scalar.Magnitude = pivot._absolute
            let isExchanged: Bool = Int(pivots.scalars[index]) != index + 1
            value *= isExchanged ? 0 - pivot : pivot
            if magnitude > 0 { unit *= (isExchanged ? 0 - pivot : pivot) / Scalar(_real: magnitude) } else { unit = 0 }
            logarithm += .log(magnitude)
        }
        product.mutableAddress[matrix] = value
        sign.mutableAddress[matrix] = unit
        logMagnitude.mutableAddress[matrix] = logarithm
        return min(info, 0)
    }
    try outcome.check { info, matrix in .singular(operation: operation, position: info, matrix: matrix) }
    return PivotProduct(product: product, sign: sign, logMagnitude: logMagnitude)
}

extension Tensor where Scalar: LinearAlgebraScalar {
    /// One number for each matrix of a stack, with two axes of length 1, so that it multiplies them.
    var matrixFactor: Tensor { reshaped(to: Shape(shape.dimensions + [1, 1])) }
}
