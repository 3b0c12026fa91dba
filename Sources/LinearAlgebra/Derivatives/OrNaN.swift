import ComplexModule
import Tensors

/// Returns the value of `body`, or NaN if `body` throws.
///
/// A pullback cannot throw, so it returns NaN where there is no derivative. If `body` throws for a stack, it runs again
/// for each matrix alone. Only the matrices for which it throws again become NaN.
///
/// - Parameters:
///   - shape: A tensor of the value's shape.
///   - inputs: The arguments of `body`, all with the same leading axes.
///   - body: Computes the value for a stack, or for one matrix.
func orNaN<Scalar: LinearAlgebraScalar>(
    like shape: Tensor<Scalar>, _ inputs: [Tensor<Scalar>], _ body: ([Tensor<Scalar>]) throws -> Tensor<Scalar>
) -> Tensor<Scalar> {
    if let value = try? body(inputs) { return value }
    let count: Int = shape.batchShape.elementCount
    guard count > 1 else { return Tensor(repeating: Scalar(_real: .nan), shape: shape.shape) }
    func flat(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
        a.reshaped(to: Shape([count] + a.shape.dimensions.suffix(2)))
    }
    let (stacks, single): ([Tensor<Scalar>], Tensor<Scalar>) = (inputs.map(flat), flat(shape.asConstant()))
    var result = Tensor<Scalar>(repeating: Scalar(_real: .nan), shape: single.shape)
    for matrix in 0 ..< count {
        if let value = try? body(stacks.map { $0[matrix] }) { result[matrix] = value }
    }
    return result.reshaped(to: shape.shape)
}

/// Returns the solutions of a linear system, with NaN in the columns that have no solution.
///
/// A column is NaN if its right-hand side is not finite. All columns of a matrix are NaN if `body` throws for this
/// matrix.
func columnsOrNaN<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ sides: Tensor<Scalar>,
    _ body: (_ a: Tensor<Scalar>, _ sides: Tensor<Scalar>) throws -> Tensor<Scalar>
) -> Tensor<Scalar> {
    if let value = try? body(a, sides) { return value }
    // 0·x is 0 if x is finite, and NaN otherwise.
    let zeros: Tensor<Scalar.Magnitude> = columnSizes(sides * Tensor<Scalar>(0))
    let isFinite: Tensor<Bool> = zeros .== 0
    let safe: Tensor<Scalar> = selectField(isFinite, sides, Tensor(0))
    let value: Tensor<Scalar> = orNaN(like: sides, [a, safe]) { try body($0[0], $0[1]) }
    return selectField(isFinite, value, Tensor(Scalar(_real: .nan)))
}

/// Returns the elements of `a` where the mask is true, and those of `b` elsewhere, for real and complex tensors.
func selectField<Scalar: LinearAlgebraScalar>(
    _ mask: Tensor<Bool>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) -> Tensor<Scalar> {
    let real: Tensor<Scalar.Magnitude> = select(mask, a.realPart(), b.realPart())
    if let same = real as? Tensor<Scalar> { return same }
    let imaginary: Tensor<Scalar.Magnitude> = select(mask, a.imaginaryPart(), b.imaginaryPart())
    guard let complex = Tensor<Complex<Scalar.Magnitude>>(real, imaginary) as? Tensor<Scalar> else {
        fatalError("\(Scalar.self) is neither its magnitude nor Complex of it")
    }
    return complex
}

/// Returns the matrices, with NaN in every element of the matrices for which the mask `[…]` is true.
func nanWhere<Scalar: LinearAlgebraScalar>(_ isMissing: Tensor<Bool>, _ a: Tensor<Scalar>) -> Tensor<Scalar> {
    if !isMissing.any() { return a }
    return selectField(isMissing.matrixMask, Tensor(Scalar(_real: .nan)), a)
}

/// Returns the matrices, with the identity in place of the matrices for which the mask `[…]` is true.
func identityWhere<Scalar: LinearAlgebraScalar>(_ isMissing: Tensor<Bool>, _ a: Tensor<Scalar>) -> Tensor<Scalar> {
    if !isMissing.any() { return a }
    return selectField(isMissing.matrixMask, Tensor(identity: a.matrixRows), a)
}

extension Tensor where Scalar == Bool {
    /// The mask `[…]`, which has one element for each matrix of a stack, reshaped to `[…, 1, 1]`.
    var matrixMask: Tensor<Bool> { Tensor(scalars, shape: Shape(shape.dimensions + [1, 1])) }
}
