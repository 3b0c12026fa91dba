public import Tensors

/// A column of a matrix that is a linear combination of other columns. The column is the sum of the columns
/// `terms[i].column`, each multiplied by `terms[i].coefficient`.
public struct DependentColumn<Scalar: LinearAlgebraScalar>: Sendable {
    /// The position of the column, counted from 0.
    public let column: Int
    /// The other columns, by their positions in ascending order, with their coefficients. The columns in `terms` are
    /// linearly independent. The array is empty for a column of zeros.
    public let terms: [(column: Int, coefficient: Scalar)]
}

/// Returns the columns of a matrix `[m, n]` that are linear combinations of other columns of the matrix, with the
/// coefficients.
///
/// If the matrix has n columns, the function returns n − rank columns in ascending order of their positions. The array
/// is empty if the columns are linearly independent. If there is a choice, the function returns the last columns: for
/// the columns [1, a, b, 1 − a − b] the function returns the fourth column. Coefficients that are 0 to rounding are
/// omitted. A matrix without rows has n dependent columns without coefficients.
///
/// The function scales the columns to Euclidean norm 1 and factors them by QR with column pivoting (LAPACK's `geqp3`).
/// The rank is the order of the largest leading block of the triangular factor R whose reciprocal condition number is
/// greater than the tolerance. `leastSquares` uses the same criterion when it throws `singular` for a matrix with at
/// least as many rows as columns. For an m × n matrix the function takes about 4·m·n² arithmetic operations.
///
/// The function has no derivative: a tracked input traps. A stack of matrices traps too, because the matrices of a
/// stack may differ in rank, and so does a tensor with fewer than two axes.
///
///     let table = Tensor<Double>([[1, 1, 0], [1, 0, 1], [1, 0, 1]])
///     for dependence in try dependentColumns(of: table) {
///         print(dependence.column, dependence.terms)  // column 2 is 1·column 0 − 1·column 1
///     }
///
/// - Parameters:
///   - a: The matrix: `[m, n]`.
///   - tolerance: Columns are linearly dependent if the reciprocal condition number of the scaled columns in the 1-norm
///     is at most this number. The default is (8 + ½√m)·ε for a matrix with m rows, with ε = `ulpOfOne`.
/// - Throws: `LinearAlgebraError.notFinite` if an element is NaN or infinite, or `tooLarge` if the number of rows or
///   columns exceeds `Int32.max`.
public func dependentColumns<Scalar: LinearAlgebraScalar>(
    of a: Tensor<Scalar>, tolerance: Double? = nil
) throws(LinearAlgebraError) -> [DependentColumn<Scalar>] {
    let name = "dependentColumns"
    try requireMatrix(a, name)
    requireConstant(a, name)
    require(a.rank == 2, "\(name): the function takes a single matrix, not a stack: \(a.shape)")
    try requireFinite(a.contiguous(), for: name)
    let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
    if rows == 0 || columns == 0 { return (0 ..< columns).map { DependentColumn(column: $0, terms: []) } }
    let unit = UnitRows(transposing(a))
    let limit: Double = tolerance ?? dependenceTolerance(rows: rows, Scalar.self)
    let parts = try qrFactors(transposing(unit.rows), complete: false, pivoted: true, name)
    let order: [Int] = parts.permutation.scalars
    let rank: Int = leadingRank(parts.r, limit)
    if rank == columns { return [] }
    var dependent: [Int] = Array(order[rank...])
    // For n columns, of which d are dependent, the elimination takes n·d² operations. If this number is 2²⁶ or more,
    // the function returns the columns that `geqp3` chose.
    if rank > 0, columns * (columns - rank) * (columns - rank) < 1 << 26 {
        let leading: Tensor<Scalar> = parts.r[0 ..< rank, 0 ..< rank]
        let weights: Tensor<Scalar> = try solveTriangular(leading, parts.r[0 ..< rank, rank ..< columns], .upper)
        dependent = lastColumns(ofNullVectors: weights, order)
    }
    return try dependences(of: dependent.sorted(), unit, limit, name)
}

/// Returns the default tolerance (8 + ½√m)·ε for m rows, with ε = `ulpOfOne`.
///
/// The tolerance was chosen by measurements of many kinds of dependent columns, with up to 200 000 rows. Rounding
/// errors gave linearly dependent columns a reciprocal condition number of at most 2·ε in matrices of 200 rows, and of
/// at most 13·ε in matrices of 5000 rows.
func dependenceTolerance<Scalar: LinearAlgebraScalar>(rows: Int, _ type: Scalar.Type) -> Double {
    (8 + 0.5 * Double(rows).squareRoot()) * Double(Scalar.epsilon)
}

/// Returns the order of the largest leading block of the upper triangular matrix R whose reciprocal condition number is
/// greater than `limit`.
///
/// The reciprocal condition number decreases as the block grows, so bisection finds the order.
private func leadingRank<Scalar: LinearAlgebraScalar>(_ r: Tensor<Scalar>, _ limit: Double) -> Int {
    var (known, beyond): (Int, Int) = (0, min(r.matrixRows, r.matrixColumns) + 1)
    while known + 1 < beyond {
        let middle: Int = (known + beyond) / 2
        let block: Tensor<Scalar> = transposing(r[0 ..< middle, 0 ..< middle]).contiguous()
        if reciprocalConditions(block, size: block.matrixRows)[0] > limit { known = middle } else { beyond = middle }
    }
    return known
}

/// Returns the positions of the dependent columns. The function chooses them by Gaussian elimination of a basis of the
/// null space, from the last column to the first column.
///
/// The function chooses a column if the absolute value of a basis vector's element in this column is at least a tenth
/// of the greatest absolute value in the vector. Then it subtracts multiples of this vector from the remaining basis
/// vectors, so that their elements in this column become 0.
///
/// - Parameters:
///   - weights: The matrix C with A₁·C = A₂, where A·P = [A₁ A₂] is the matrix with permuted columns. The columns of
///     [−C; I] are a basis of the null space of A·P.
///   - order: The permutation P as column positions: column j of A·P is column `order[j]` of A.
private func lastColumns<Scalar: LinearAlgebraScalar>(
    ofNullVectors weights: Tensor<Scalar>, _ order: [Int]
) -> [Int] {
    let (rank, count): (Int, Int) = (weights.matrixRows, weights.matrixColumns)
    let values: [Scalar] = weights.scalars
    var vectors: [[Scalar]] = (0 ..< count).map { index in
        var vector = [Scalar](repeating: 0, count: order.count)
        for row in 0 ..< rank { vector[order[row]] = 0 - values[row * count + index] }
        vector[order[rank + index]] = 1
        return vector
    }
    var chosen: [Int] = []
    for column in order.indices.reversed() where !vectors.isEmpty {
        let best: Int =
            vectors.indices.max {
                vectors[$0][column]._absolute < vectors[$1][column]._absolute
            } ?? 0
        let pivot: [Scalar] = vectors[best]
        let greatest: Scalar.Magnitude = pivot.map(\._absolute).max() ?? 0
        // Without this condition, a division by a small element would make the coefficients of the other columns large.
        guard pivot[column]._absolute * 10 >= greatest, greatest > 0 else { continue }
        chosen.append(column)
        vectors.remove(at: best)
        for index in vectors.indices {
            let factor: Scalar = vectors[index][column] / pivot[column]
            if factor._absolute == 0 { continue }
            for place in order.indices { vectors[index][place] -= factor * pivot[place] }
            vectors[index][column] = 0
        }
    }
    // If rounding errors left a basis vector without a column, the function returns the columns that `geqp3` chose.
    return chosen.count == count ? chosen : Array(order[rank...])
}

/// Returns the columns at the positions `dependent` as linear combinations of the other columns. The coefficients are
/// computed by least squares.
///
/// `unit` contains the columns of the matrix as rows with Euclidean norm 1. A coefficient is omitted if a relative
/// change of the columns by `limit` could make it 0.
private func dependences<Scalar: LinearAlgebraScalar>(
    of dependent: [Int], _ unit: UnitRows<Scalar>, _ limit: Double, _ name: String
) throws(LinearAlgebraError) -> [DependentColumn<Scalar>] {
    let isDependent = Set(dependent)
    let basis: [Int] = (0 ..< unit.rows.matrixRows).filter { !isDependent.contains($0) }
    if basis.isEmpty { return dependent.map { DependentColumn(column: $0, terms: []) } }
    let parts = try qrFactors(transposing(unit.selected(basis)), complete: false, pivoted: false, name)
    let sides: Tensor<Scalar> = matmul(parts.q.adjoint(), transposing(unit.selected(dependent)))
    let weights: [Scalar] = try solveTriangular(parts.r, sides, .upper).scalars
    // Let R be `parts.r`, and let c be the coefficients of a dependent column. A relative change of the columns by
    // `limit` changes coefficient i by at most `limit`·‖row i of R⁻¹‖·(1 + Σ|c|).
    let inverse: Tensor<Scalar> = try solveTriangular(parts.r, Tensor(identity: basis.count), .upper)
    let spread: [Double] = vectorNorm(inverse).scalars.map { Double($0) }
    return dependent.indices.map { index in
        let own: [Scalar] = basis.indices.map { weights[$0 * dependent.count + index] }
        let total: Double = own.reduce(1) { $0 + Double($1._absolute) }
        let terms: [(column: Int, coefficient: Scalar)] = basis.indices.compactMap { place in
            guard Double(own[place]._absolute) > limit * total * spread[place] else { return nil }
            let ratio: Scalar.Magnitude = unit.ratio(dependent[index], basis[place])
            return (basis[place], own[place] * Scalar(_real: ratio))
        }
        return DependentColumn(column: dependent[index], terms: terms)
    }
}
