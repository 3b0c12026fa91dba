public import Tensors

/// The matrix exponential I + A + A²/2! + … of a square matrix, or of each matrix of a stack: `[…, n, n]` →
/// `[…, n, n]`. SciPy's `expm`. For the exponential of every element see `Tensor.exp()`, for a symmetric matrix
/// `symmetricExponential`.
///
/// Scaling and squaring with Padé approximants of degree 3 to 13 (Higham, "The scaling and squaring method for the
/// matrix exponential revisited", 2005). Cost: up to 6 + s matrix products and a `solve`, with s = log₂(‖A‖₁/5.4). An
/// element that overflows is infinite or NaN.
///
/// The derivative is the Fréchet derivative at Aᴴ in the direction of the cotangent, from the exponential of a matrix
/// of twice the size.
///
/// - Throws: `notFinite`, `tooLarge`.
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

/// exp([[Aᴴ, G], [0, Aᴴ]]) has the Fréchet derivative in its upper right block.
private func exponentialGradient<Scalar: LinearAlgebraScalar>(
    _ adjoint: Tensor<Scalar>, _ cotangent: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let size: Int = adjoint.matrixRows
    // Scales G to about 1. A large G would decide how often the block matrix is halved, and A would lose its digits.
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

/// A Padé approximant: its degree, the 1-norm up to which it is exact to rounding, and its coefficients.
private struct Approximant: Sendable {
    let degree: Int
    let limit: Double
    let coefficients: [Double]

    static let forDouble: [Approximant] = [
        Approximant(degree: 3, limit: 1.495585217958292e-2),
        Approximant(degree: 5, limit: 2.539398330063230e-1),
        Approximant(degree: 7, limit: 9.504178996162932e-1),
        Approximant(degree: 9, limit: 2.097847961257068),
        Approximant(degree: 13, limit: 5.371920351148152),
    ]
    static let forFloat: [Approximant] = [
        Approximant(degree: 3, limit: 4.258730016922831e-1),
        Approximant(degree: 5, limit: 1.880152677804762),
        Approximant(degree: 7, limit: 3.925724783138660),
    ]

    /// b_j = (2m − j)!·m! / ((2m)!·(m − j)!·j!), scaled so that the last coefficient is 1.
    init(degree: Int, limit: Double) {
        self.degree = degree
        self.limit = limit
        var values: [Double] = [1]
        for j in stride(from: degree, to: 0, by: -1) {
            values.append(values[degree - j] * Double(j * (2 * degree - j + 1)) / Double(degree - j + 1))
        }
        coefficients = values.reversed()
    }
}

/// The approximant for a matrix, by its place in the table, and how often the matrix is halved to bring its norm below
/// the approximant's limit.
private struct Scaling: Hashable {
    let approximant: Int
    let halvings: Int

    /// - Parameters:
    ///   - norm: The 1-norm of the matrix times 2^(−shift).
    ///   - shift: Great enough that the norm does not overflow.
    ///   - table: The approximants, by rising limit.
    init(norm: Double, shift: Int, _ table: [Approximant]) {
        let last: Double = table[table.count - 1].limit
        let whole: Double = norm * Double(sign: .plus, exponent: shift, significand: 1)
        approximant = table.firstIndex { whole <= $0.limit } ?? table.count - 1
        halvings = whole <= last ? 0 : max(0, Int((norm / last).exponent) + 1 + shift)
    }
}

/// The exponential of each matrix, as a constant.
private func padeExponential<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if a.count == 0 { return a }
    let (size, count): (Int, Int) = (a.matrixRows, a.batchShape.elementCount)
    let flat: Tensor<Scalar> = a.contiguous().reshaped(to: [count, size, size] as Shape)
    try requireFinite(flat, for: "matrixExponential")
    let table: [Approximant] = Scalar.epsilon > 1e-10 ? Approximant.forFloat : Approximant.forDouble
    // The norm is a sum of n elements, which may overflow where no element does.
    let shift: Int = Double(size).exponent.advanced(by: 1)
    let norms: Tensor<Scalar.Magnitude> = try matrixNorm(flat * powerOfTwo(-shift), .one)
    let scalings: [Scaling] = norms.scalars.map { Scaling(norm: Double($0), shift: shift, table) }
    // Each matrix gets the scaling for its own norm, so that no matrix depends on its neighbours.
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

/// 2^exponent, which may be subnormal.
private func powerOfTwo<Scalar: LinearAlgebraScalar>(_ exponent: Int) -> Tensor<Scalar> {
    Tensor(Scalar(_real: Scalar.Magnitude(sign: .plus, exponent: .init(exponent), significand: 1)))
}

/// The exponentials of matrices `[count, n, n]` that share an approximant.
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

/// (V − U)⁻¹·(V + U), where U has the odd and V the even powers.
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
