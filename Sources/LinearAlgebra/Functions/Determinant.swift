internal import COpenBLAS
public import Tensors

/// Returns the determinant of a square matrix A, or of each matrix of a stack: `[…, n, n]` → `[…]`. Another shape
/// traps.
///
/// The determinant of a matrix without elements (n = 0) is 1. The determinant of a large matrix may overflow to
/// infinity or underflow to 0; `logDeterminant` avoids overflow and underflow. The function calls LAPACK's `getrf`. For
/// a stack of 16 or more real matrices with at most 16 rows and columns, the function uses the library's own kernels
/// instead. For an n × n matrix the function takes ⅔·n³ arithmetic operations.
///
/// The gradient is G·conj(det A)·A⁻ᴴ, where G is the cotangent. If a determinant is exactly 0, the gradient is G times
/// the conjugated matrix of cofactors, which is computed from the singular value decomposition. The cofactors have no
/// derivative: a second derivative traps if any matrix of the stack has determinant 0.
///
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite, or `tooLarge` if the number of rows or
///   columns exceeds `Int32.max`.
public func determinant<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "determinant")
    if SmallMatrices.supports(a) {
        return determinant(try SmallMatrices.determinants(a, "determinant"), of: a) { isSingular in
            orNaN(like: a, [identityWhere(isSingular, a)]) { try inverse($0[0]) }
        }
    }
    let pivots = try Pivots(of: a, "determinant")
    return determinant(products(pivots.values), of: a) { pivots.inverse($0) }
}

/// Returns `value`, the determinant of A, with its derivatives. A is `a`. `inverse` returns A⁻¹, with derivatives, where
/// its argument is false.
private func determinant<Scalar: LinearAlgebraScalar>(
    _ value: Tensor<Scalar>, of a: Tensor<Scalar>, inverse: @escaping (Tensor<Bool>) -> Tensor<Scalar>
) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("determinant", a), value,
        .by(a) { cotangent, determinant in
            let factor: Tensor<Scalar> = cotangent.matrixFactor
            let isSingular: Tensor<Bool> = absoluteValue(determinant) .== 0
            let adjoint: Tensor<Scalar> = inverse(isSingular).adjoint()
            let regular: Tensor<Scalar> = factor * (determinant.conjugated().matrixFactor * adjoint)
            if !isSingular.any() { return regular }
            let singular: Tensor<Scalar> = factor * cofactors(of: a).conjugated()
            return selectField(isSingular.matrixMask, singular, regular)
        })
}

/// The sign and the logarithm of a determinant, as NumPy's `slogdet` returns them.
public struct LogDeterminant<Scalar: LinearAlgebraScalar>: Sendable {
    /// The sign det A / |det A|: `[…]`.
    ///
    /// The sign is 1 or −1 for a real matrix, and has absolute value 1 for a complex matrix. The sign is 0 if a pivot
    /// is exactly 0. The sign has no derivative and is not tracked.
    public let sign: Tensor<Scalar>
    /// The logarithm log |det A|: `[…]`. The logarithm is −∞ if a pivot is exactly 0.
    public let logMagnitude: Tensor<Scalar.Magnitude>
}

/// Returns the sign and the logarithm of the determinant of a square matrix A, or of each matrix of a stack:
/// `[…, n, n]` → `[…]`. Another shape traps.
///
/// Unlike the determinant, the logarithm neither overflows nor underflows. If the matrix has no elements (n = 0), the
/// sign is 1 and the logarithm is 0. The function calls LAPACK's `getrf`. For a stack of 16 or more real matrices with
/// at most 16 rows and columns, the function uses the library's own kernels instead. The gradient of `logMagnitude` is
/// G·A⁻ᴴ, where G is the cotangent. The gradient is NaN if a pivot is exactly 0.
///
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite, or `tooLarge` if the number of rows or
///   columns exceeds `Int32.max`.
public func logDeterminant<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> LogDeterminant<Scalar> {
    try requireSquare(a, "logDeterminant")
    let pivots = try Pivots(of: a, "logDeterminant")
    let logMagnitude: Tensor<Scalar> = withDerivative(
        of: TensorOperation("logDeterminant", a), asField(absoluteValue(pivots.values).log().sum(axis: -1)),
        .by(a) { cotangent, logarithm in
            let isSingular: Tensor<Bool> = logarithm.asConstant().realPart() .== -.infinity
            return nanWhere(isSingular, cotangent.matrixFactor * pivots.inverse(isSingular).adjoint())
        })
    return LogDeterminant(sign: products(units(pivots.values)), logMagnitude: logMagnitude.realPart())
}

/// The pivots of matrices A, and the factors of A for the derivative.
private struct Pivots<Scalar: LinearAlgebraScalar>: Sendable {
    /// The pivots of the LU decomposition: `[…, n]`. A pivot is negated if its step exchanged two rows, so the product of
    /// these numbers is the determinant.
    let values: Tensor<Scalar>
    private let a: Tensor<Scalar>
    /// The factored matrices, or `nil` if a kernel of the library has computed the pivots.
    private let system: LinearSystem<Scalar>?

    /// Throws `notFinite` if an element of `a` is NaN or infinite.
    init(of a: Tensor<Scalar>, _ operation: String) throws(LinearAlgebraError) {
        self.a = a
        if SmallMatrices.supports(a) {
            (values, system) = (try SmallMatrices.pivots(a.asConstant(), operation), nil)
            return
        }
        let factored = try LinearSystem(copying: a.asConstant(), for: operation)
        values = factored.factorAndReadPivots().reshaped(to: Shape(a.shape.dimensions.dropLast()))
        system = factored
    }

    /// Returns A⁻¹, with derivatives. The inverse of a matrix for which `isSingular` is true is not specified.
    func inverse(_ isSingular: Tensor<Bool>) -> Tensor<Scalar> {
        if let system, !isSingular.any(), !values.scalars.contains(0) {
            return LinearAlgebra.inverse(system.inverse(), of: a)
        }
        return orNaN(like: a, [identityWhere(isSingular, a)]) { try LinearAlgebra.inverse($0[0]) }
    }
}

/// Returns the products along the last axis, or 1 if the axis is empty.
private func products<Scalar: LinearAlgebraScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let (length, source): (Int, Tensor<Scalar>) = (x.shape[-1], x.contiguous())
    return Tensor(uninitialized: Shape(x.shape.dimensions.dropLast())) { target in
        var row: UnsafePointer<Scalar> = source.address
        for index in target.indices {
            var product: Scalar = 1
            for step in 0 ..< length { product *= row[step] }
            target[index] = product
            row += length
        }
        withExtendedLifetime(source) {}
    }
}

/// Returns every element divided by its absolute value, and 0 where the element is 0.
private func units<Scalar: LinearAlgebraScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let values: [Scalar] = x.scalars.map { value in
        let size: Scalar.Magnitude = value._absolute
        return size > 0 ? value / Scalar(_real: size) : 0
    }
    return Tensor(values, shape: x.shape)
}

extension Tensor where Scalar: LinearAlgebraScalar {
    /// The tensor reshaped from `[…]` to `[…, 1, 1]`, so that a product multiplies each matrix of a stack by one
    /// number.
    var matrixFactor: Tensor { reshaped(to: Shape(shape.dimensions + [1, 1])) }
}
