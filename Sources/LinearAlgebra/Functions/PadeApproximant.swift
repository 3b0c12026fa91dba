/// A Padé approximant of the exponential. The approximant is accurate to rounding for matrices whose 1-norm is at most
/// `limit`.
struct Approximant: Sendable {
    let degree: Int
    let limit: Double
    let coefficients: [Double]

    private static let forDouble: [Approximant] = [
        Approximant(degree: 3, limit: 1.495585217958292e-2),
        Approximant(degree: 5, limit: 2.539398330063230e-1),
        Approximant(degree: 7, limit: 9.504178996162932e-1),
        Approximant(degree: 9, limit: 2.097847961257068),
        Approximant(degree: 13, limit: 5.371920351148152),
    ]
    private static let forFloat: [Approximant] = [
        Approximant(degree: 3, limit: 4.258730016922831e-1),
        Approximant(degree: 5, limit: 1.880152677804762),
        Approximant(degree: 7, limit: 3.925724783138660),
    ]

    /// The approximants for a precision, in ascending order of their limits.
    static func table<Scalar: LinearAlgebraScalar>(for type: Scalar.Type) -> [Approximant] {
        Scalar.epsilon > 1e-10 ? forFloat : forDouble
    }

    /// Computes the coefficients b_j = (2m − j)!·m! / ((2m)!·(m − j)!·j!) for j = 0, …, m with the degree m, and
    /// divides all coefficients by b_m, so that the last coefficient is 1.
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

/// The approximant for a matrix, as a position in the table of approximants, and the number of times that the matrix is
/// halved. After the halvings, the norm of the matrix does not exceed the limit of the approximant.
struct Scaling: Hashable {
    let approximant: Int
    let halvings: Int

    /// The exponent s of a factor 2^(−s) for a matrix of `size` rows. The 1-norm is a sum of `size` absolute values and
    /// may overflow although no element is infinite. The sum of the multiplied values does not overflow.
    static func shift(_ size: Int) -> Int { Double(size).exponent.advanced(by: 1) }

    /// Chooses the approximant and the number of halvings for a matrix.
    ///
    /// - Parameters:
    ///   - norm: The 1-norm of the matrix after multiplication by 2^(−shift).
    ///   - shift: The exponent s of the factor 2^(−s), which prevents an overflow of the norm.
    ///   - table: The approximants in ascending order of their limits.
    init(norm: Double, shift: Int, _ table: [Approximant]) {
        let last: Double = table[table.count - 1].limit
        let whole: Double = norm * Double(sign: .plus, exponent: shift, significand: 1)
        approximant = table.firstIndex { whole <= $0.limit } ?? table.count - 1
        halvings = whole <= last ? 0 : max(0, Int((norm / last).exponent) + 1 + shift)
    }
}
