public import Tensors

/// The matrix exponential I + A + A²/2! + …, of a matrix or of each of a stack.
///
/// Scaling and squaring with Padé approximants of degree 3 to 13 (Higham, "The scaling and squaring method for the matrix
/// exponential revisited", 2005). Cost: up to 6 + s products and a `solve`, with s = log₂(‖A‖₁/5.4). The derivative is the
/// Fréchet derivative in the direction of G at Aᴴ, from the exponential of a matrix of twice the size.
///
/// - Throws: `notFinite`, `tooLarge`.
public func exponential<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "exponential")
    return withDerivative(
        try plainExponential(a.asConstant()),
        .by(a) { cotangent in
            // exp of [[Aᴴ, G], [0, Aᴴ]] has the Fréchet derivative in its upper right corner.
            let size: Int = a.matrixRows
            let adjoint: Tensor<Scalar> = a.adjoint()
            var block = Tensor<Scalar>(zeros: Shape(a.batchShape.dimensions + [2 * size, 2 * size]))
            block[.ellipsis, 0 ..< size, 0 ..< size] = adjoint
            block[.ellipsis, size ..< 2 * size, size ..< 2 * size] = adjoint
            block[.ellipsis, 0 ..< size, size ..< 2 * size] = cotangent
            return orNaN(like: a) { try exponential(block)[.ellipsis, 0 ..< size, size ..< 2 * size] }
        })
}

/// A Padé approximant: its degree, up to which norm it is exact to rounding, and its coefficients.
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

    /// b_j = (2m − j)!·m! / ((2m)!·(m − j)!·j!), scaled so that the last one is 1.
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

private func plainExponential<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    if a.count == 0 { return a }
    try requireFinite(a.contiguous(), for: "exponential")
    let norms: [Double] = try matrixNorm(a, .one).scalars.map { Double($0) }
    let greatest: Double = norms.max() ?? 0
    let table: [Approximant] = Scalar.epsilon > 1e-10 ? Approximant.forFloat : Approximant.forDouble
    if let fitting = table.first(where: { greatest <= $0.limit }) { return try quotient(a, fitting) }
    // Each matrix is halved as often as its own norm wants, and squared as often.
    let last: Approximant = table[table.count - 1]
    let halvings: [Int] = norms.map { norm in
        norm > last.limit && norm.isFinite ? Int((norm / last.limit).exponent) + 1 : 0
    }
    let scales: [Scalar.Magnitude] = halvings.map {
        1 / Scalar.Magnitude(sign: .plus, exponent: .init($0), significand: 1)
    }
    let factors: Tensor<Scalar> = asField(Tensor(scales, shape: a.batchShape))
    var result: Tensor<Scalar> = try quotient(a * factors.matrixFactor, last)
    for step in 0 ..< (halvings.max() ?? 0) {
        let squared: Tensor<Scalar> = matmul(result, result)
        let isDue: [Scalar.Magnitude] = halvings.map { step < $0 ? 1 : 0 }
        if isDue.allSatisfy({ $0 == 1 }) {
            result = squared
        } else {
            let share: Tensor<Scalar> = asField(Tensor(isDue, shape: a.batchShape)).matrixFactor
            result = squared * share + result * (Tensor(1) - share)
        }
    }
    return result
}

/// (V − U)⁻¹·(V + U), U of the odd and V of the even powers.
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
