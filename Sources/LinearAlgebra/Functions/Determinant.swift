internal import COpenBLAS
public import Tensors

/// The determinant of a square matrix, or of each of a stack: `[…, n, n]` → `[…]`, from LAPACK `getrf`. 1 where n is 0.
///
/// Overflows to infinity and underflows to 0 at moderate sizes: see `logDeterminant`. The derivative is
/// conj(det A)·A⁻ᴴ. Where a determinant is exactly 0 it is the matrix of cofactors, which is finite, from the singular value
/// decomposition (and has no derivative of its own: a second derivative of a stack with such a matrix traps).
public func determinant<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "determinant")
    let value: Tensor<Scalar> =
        SmallMatrices.hold(a)
        ? try SmallMatrices.determinants(a, "determinant") : products(try pivots(of: a.asConstant(), "determinant"))
    return withDerivative(
        of: TensorOperation("determinant", a), value,
        .by(a) { cotangent, determinant in
            let slope: Tensor<Scalar> = cotangent.matrixFactor
            let isSingular: Tensor<Bool> = absoluteValue(determinant) .== 0
            let inverses: Tensor<Scalar> = orNaN(like: a, [identityWhere(isSingular, a)]) { try inverse($0[0]) }
            let regular: Tensor<Scalar> = slope * (determinant.conjugated().matrixFactor * inverses.adjoint())
            if !isSingular.any() { return regular }
            let singular: Tensor<Scalar> = slope * cofactors(of: a).conjugated()
            return selectField(isSingular.matrixMask, singular, regular)
        })
}

/// log |det A| and the sign of det A: numpy's `slogdet`.
public struct LogDeterminant<Scalar: LinearAlgebraScalar>: Sendable {
    /// 1, −1, or 0 where a pivot is exactly 0; a number of absolute value 1 where the scalar is complex. A constant to
    /// the tape.
    public let sign: Tensor<Scalar>
    /// log |det A|; −∞ where a pivot is exactly 0.
    public let logMagnitude: Tensor<Scalar.Magnitude>
}

/// The logarithm of the determinant, where the determinant itself would overflow: from LAPACK `getrf`. `[…, n, n]` → `[…]`.
///
/// 0 where n is 0. The derivative of `logMagnitude` is A⁻ᴴ, NaN where a pivot is exactly 0.
public func logDeterminant<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> LogDeterminant<Scalar> {
    try requireSquare(a, "logDeterminant")
    let pivots: Tensor<Scalar> = try pivots(of: a.asConstant(), "logDeterminant")
    let logMagnitude: Tensor<Scalar> = withDerivative(
        of: TensorOperation("logDeterminant", a), asField(absoluteValue(pivots).log().sum(axis: -1)),
        .by(a) { cotangent, logarithm in
            let isSingular: Tensor<Bool> = logarithm.asConstant().realPart() .== -.infinity
            let inverses: Tensor<Scalar> = orNaN(like: a, [identityWhere(isSingular, a)]) { try inverse($0[0]) }
            return nanWhere(isSingular, cotangent.matrixFactor * inverses.adjoint())
        })
    return LogDeterminant(sign: products(units(pivots)), logMagnitude: logMagnitude.realPart())
}

/// LU's pivots, negative for each exchange of rows, so that their product is the determinant: `[…, n]`.
private func pivots<Scalar: LinearAlgebraScalar>(
    of a: Tensor<Scalar>, _ operation: String
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if SmallMatrices.hold(a) { return try SmallMatrices.pivots(a, operation) }
    let matrices = try PlainLU(copying: a, for: operation)
    let size: Int = matrices.size
    let pivots = Tensor<Scalar>(uninitialized: Shape(a.shape.dimensions.dropLast()))
    let outcome: Outcome = forEachMatrix(
        matrices.count, multiplications: size * size * size / 3, workspace: Workspace<Int32>(size)
    ) { matrix, exchanges in
        let info: Int32 = matrices.factor(matrix, exchanges.scalars)
        for index in 0 ..< size {
            let pivot: Scalar = matrices.address(matrix)[index * (size + 1)]
            let isExchanged: Bool = Int(exchanges.scalars[index]) != index + 1
            pivots.mutableAddress[matrix * size + index] = isExchanged ? 0 - pivot : pivot
        }
        return min(info, 0)
    }
    try outcome.check { info, matrix in .singular(operation: operation, position: info, matrix: matrix) }
    return pivots
}

/// The products along the last axis, 1 where it is empty.
private func products<Scalar: LinearAlgebraScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (length, source): (Int, Tensor<Scalar>) = (x.shape[-1], x.contiguous())
    return Tensor(uninitialized: Shape(x.shape.dimensions.dropLast())) { target in
        for row in target.indices {
            var product: Scalar = 1
            for index in 0 ..< length { product *= source.address[row * length + index] }
            target[row] = product
        }
    }
}

/// Every number over its absolute value; 0 where it is 0.
private func units<Scalar: LinearAlgebraScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let values: [Scalar] = x.scalars.map { value in
        let size: Scalar.Magnitude = value._absolute
        return size > 0 ? value / Scalar(_real: size) : 0
    }
    return Tensor(values, shape: x.shape)
}

extension Tensor where Scalar: LinearAlgebraScalar {
    /// One number for each matrix of a stack, with two axes of length 1, so that it multiplies them.
    var matrixFactor: Tensor { reshaped(to: Shape(shape.dimensions + [1, 1])) }
}
