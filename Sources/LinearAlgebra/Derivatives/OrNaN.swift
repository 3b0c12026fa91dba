import ComplexModule
import Tensors

/// Returns the value of `body`. If `body` throws for a matrix, the elements of the value are NaN for this matrix.
///
/// A pullback cannot throw, so it returns NaN where no derivative exists. If `body` throws for a stack, the function
/// calls `body` again for each matrix alone. Only the matrices for which `body` throws again become NaN.
///
/// - Parameters:
///   - shape: A tensor with the shape of the value, `[…, m, n]`. Its elements are not read.
///   - inputs: The arguments of `body`. All have the leading axes of `shape`, and two more axes.
///   - body: Returns the value for a stack of matrices, or for a single matrix.
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

/// Returns the solutions that `body` computes, with NaN in the columns that have no solution.
///
/// `a` has shape `[…, n, n]`; `sides`, the right-hand sides, and the result have shape `[…, n, k]`. A column of the
/// result is NaN if the same column of `sides` contains NaN or infinity. All columns of the result for a matrix are NaN
/// if `body` throws for this matrix.
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

/// Returns the elements of `a` where the mask is true, and the elements of `b` where it is false. The function accepts
/// real and complex tensors.
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

/// Returns the matrices `a`, with NaN in every element of the matrices for which `isMissing` is true: `[…, m, n]` →
/// `[…, m, n]`. `isMissing` has shape `[…]`.
func nanWhere<Scalar: LinearAlgebraScalar>(_ isMissing: Tensor<Bool>, _ a: Tensor<Scalar>) -> Tensor<Scalar> {
    if !isMissing.any() { return a }
    return selectField(isMissing.matrixMask, Tensor(Scalar(_real: .nan)), a)
}

/// Returns the matrices `a`, with the identity in place of each matrix for which `isMissing` is true: `[…, n, n]` →
/// `[…, n, n]`. `isMissing` has shape `[…]`.
func identityWhere<Scalar: LinearAlgebraScalar>(_ isMissing: Tensor<Bool>, _ a: Tensor<Scalar>) -> Tensor<Scalar> {
    if !isMissing.any() { return a }
    return selectField(isMissing.matrixMask, Tensor(identity: a.matrixRows), a)
}

extension Tensor where Scalar == Bool {
    /// The mask reshaped from `[…]`, with one element for each matrix of a stack, to `[…, 1, 1]`.
    var matrixMask: Tensor<Bool> { Tensor(scalars, shape: Shape(shape.dimensions + [1, 1])) }
}
