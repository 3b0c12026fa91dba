public import Tensors

/// Returns the matrix exponential I + A + A²/2! + … of a square matrix A, or of each matrix of a stack: `[…, n, n]` →
/// `[…, n, n]`. Another shape traps.
///
/// The function corresponds to SciPy's `expm`. In contrast, `Tensor.exp()` computes the exponential of every element.
/// For a symmetric matrix `symmetricExponential` computes the matrix exponential.
///
/// The method is scaling and squaring with Padé approximants of degree 3 to 13 (Higham, "The scaling and squaring
/// method for the matrix exponential revisited", 2005). In `Double` the function takes at most 6 + s matrix products
/// and one call of `solve`, where s is log₂(‖A‖₁/5.4) rounded up, or 0 if this number is negative. ‖A‖₁ is the greatest
/// sum of absolute values in a column. If the exponential overflows, elements of the result are infinite or NaN.
///
/// The gradient is the Fréchet derivative of the exponential at Aᴴ in the direction of the cotangent. This derivative
/// is a block of the exponential of a matrix of size 2n × 2n.
///
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite, or `tooLarge` if the number of rows or
///   columns exceeds `Int32.max`.
public func matrixExponential<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "matrixExponential")
    return withDerivative(
        of: TensorOperation("matrixExponential", a), try padeExponential(a.asConstant()),
        .by(a) { cotangent in
            orNaN(like: a, [a.adjoint(), cotangent]) { try exponentialGradient($0[0], $0[1]) }
        })
}

/// Returns the Fréchet derivative of the exponential at Aᴴ in the direction G. This derivative is the upper right block
/// of exp([[Aᴴ, G], [0, Aᴴ]]). `adjoint` is Aᴴ, and `cotangent` is G; both have shape `[…, n, n]`.
private func exponentialGradient<Scalar: LinearAlgebraScalar>(
    _ adjoint: Tensor<Scalar>, _ cotangent: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let size: Int = adjoint.matrixRows
    // The code divides the cotangent by a power of 2, so that the greatest absolute value of the cotangent is at
    // least 1 and less than 2. `padeExponential` halves the block matrix until the norm of the matrix is small. A large
    // cotangent would increase the number of halvings, and the halved blocks Aᴴ would lose digits.
    let scales: [Scalar.Magnitude] = greatestMagnitude(cotangent).scalars.map { greatest in
        greatest > 0 && greatest.isFinite
            ? Scalar.Magnitude(sign: .plus, exponent: greatest.exponent, significand: 1) : 1
    }
    let scale: Tensor<Scalar> = asField(Tensor(scales, shape: adjoint.batchShape)).matrixFactor
    var block = Tensor<Scalar>(zeros: Shape(adjoint.batchShape.dimensions + [2 * size, 2 * size]))
    block[.ellipsis, 0 ..< size, 0 ..< size] = adjoint
    block[.ellipsis, size ..< 2 * size, size ..< 2 * size] = adjoint
    block[.ellipsis, 0 ..< size, size ..< 2 * size] = cotangent / scale
    return try matrixExponential(block)[.ellipsis, 0 ..< size, size ..< 2 * size] * scale
}

/// Returns the exponential of each matrix of `a`, `[…, n, n]`, as an untracked tensor. Throws `notFinite` if an element
/// is NaN or infinite.
private func padeExponential<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if a.count == 0 { return a }
    let (size, count): (Int, Int) = (a.matrixRows, a.batchShape.elementCount)
    let flat: Tensor<Scalar> = a.contiguous().reshaped(to: [count, size, size] as Shape)
    try requireFinite(flat, for: "matrixExponential")
    if SmallExponential<Scalar>.supports(size: size, count: count) {
        return SmallExponential.exponentials(flat).reshaped(to: a.shape)
    }
    let table: [Approximant] = Approximant.table(for: Scalar.self)
    let shift: Int = Scaling.shift(size)
    let norms: Tensor<Scalar.Magnitude> = try matrixNorm(flat * powerOfTwo(-shift), .one)
    let scalings: [Scaling] = norms.scalars.map { Scaling(norm: Double($0), shift: shift, table) }
    // The scaling of each matrix depends only on the norm of this matrix, so the other matrices of the stack do not
    // change its exponential.
    if Set(scalings).count == 1 {
        return try exponentials(flat, scalings, table[scalings[0].approximant]).reshaped(to: a.shape)
    }
    let result = Tensor<Scalar>(uninitialized: flat.shape)
    for approximant in table.indices {
        let members: [Int] = scalings.indices.filter { scalings[$0].approximant == approximant }
        if members.isEmpty { continue }
        let values = try exponentials(picked(flat, members), members.map { scalings[$0] }, table[approximant])
        for (index, member) in members.enumerated() { place(values[index], at: member, of: result) }
    }
    return result.reshaped(to: a.shape)
}

/// Returns 2^exponent as a tensor without axes. The number may be subnormal.
private func powerOfTwo<Scalar: LinearAlgebraScalar>(_ exponent: Int) -> Tensor<Scalar> {
    Tensor(Scalar(_real: Scalar.Magnitude(sign: .plus, exponent: .init(exponent), significand: 1)))
}

/// Returns the exponentials of matrices `[count, n, n]` that all use `approximant`. `scalings` has one element for each
/// matrix.
private func exponentials<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ scalings: [Scaling], _ approximant: Approximant
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let most: Int = scalings.map(\.halvings).max() ?? 0
    if most == 0 { return try quotient(a, approximant) }
    let scales: [Scalar.Magnitude] = scalings.map {
        Scalar.Magnitude(sign: .plus, exponent: .init(-$0.halvings), significand: 1)
    }
    let factors: Tensor<Scalar> = asField(Tensor(scales, shape: [scalings.count]))
    var result: Tensor<Scalar> = try quotient(a * factors.matrixFactor, approximant)
    for step in 0 ..< most {
        let due: [Int] = scalings.indices.filter { step < scalings[$0].halvings }
        if due.count == scalings.count {
            result = matmul(result, result)
        } else {
            let part: Tensor<Scalar> = picked(result, due)
            let squared: Tensor<Scalar> = matmul(part, part)
            result = result.contiguous()
            for (index, member) in due.enumerated() { place(squared[index], at: member, of: result) }
        }
    }
    return result
}

/// Returns the value (V − U)⁻¹·(V + U) of the approximant at each matrix A of `a`. U is the sum of the terms of the
/// numerator with odd powers of A, and V is the sum of the terms with even powers.
private func quotient<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ approximant: Approximant
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let b: [Tensor<Scalar>] = approximant.coefficients.map { Tensor(Scalar(_real: Scalar.Magnitude($0))) }
    let identity = Tensor<Scalar>(identity: a.matrixRows)
    let square: Tensor<Scalar> = matmul(a, a)
    var (odd, even): (Tensor<Scalar>, Tensor<Scalar>) = (identity * b[1], identity * b[0])
    if approximant.degree < 13 {
        var power: Tensor<Scalar> = identity
        for j in stride(from: 2, to: approximant.degree, by: 2) {
            power = j == 2 ? square : matmul(power, square)
            odd = odd + power * b[j + 1]
            even = even + power * b[j]
        }
    } else {
        let fourth: Tensor<Scalar> = matmul(square, square)
        let sixth: Tensor<Scalar> = matmul(fourth, square)
        let oddHigh: Tensor<Scalar> = sixth * b[13] + fourth * b[11] + square * b[9]
        let evenHigh: Tensor<Scalar> = sixth * b[12] + fourth * b[10] + square * b[8]
        odd = odd + matmul(sixth, oddHigh) + sixth * b[7] + fourth * b[5] + square * b[3]
        even = even + matmul(sixth, evenHigh) + sixth * b[6] + fourth * b[4] + square * b[2]
    }
    let u: Tensor<Scalar> = matmul(a, odd)
    return try solve(even - u, even + u)
}
