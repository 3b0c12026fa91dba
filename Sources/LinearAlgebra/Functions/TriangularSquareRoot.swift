internal import COpenBLAS
import ComplexModule
import Tensors

/// The principal square root of an upper triangular matrix T, computed in the memory of T by blocked recursion
/// (Deadman, Higham and Ralha, 2013). A real T may have 2 × 2 blocks on the diagonal, as `schur` returns them.
///
/// For T = [[A, C], [0, B]] the root is [[√A, X], [0, √B]], where X is the solution of the Sylvester equation
/// √A·X + X·√B = C. Nearly all operations are then matrix products.
///
/// T must have neither the eigenvalue 0 nor, if T is real, a negative eigenvalue.
struct TriangularSquareRoot<Scalar: LinearAlgebraScalar> {
    /// The first element of T in column-major order.
    private let first: UnsafeMutablePointer<Scalar>
    private let size: Int

    /// The greatest number of rows and columns of a Sylvester equation that LAPACK solves without further division.
    /// LAPACK computes a solution element by element.
    private static var leafSize: Int { 32 }

    /// Overwrites the matrix T of `size` rows, which is at `first` in column-major order, with its root. The elements
    /// below the diagonal of a triangular T remain unchanged.
    ///
    /// - Returns: Whether the root was computed. If a Sylvester equation is singular to rounding, or its solution may
    ///   overflow, the result is false, and the memory has unspecified contents.
    static func replace(_ first: UnsafeMutablePointer<Scalar>, size: Int) -> Bool {
        size == 0 || TriangularSquareRoot(first: first, size: size).formRoot(0 ..< size)
    }

    private func element(_ row: Int, _ column: Int) -> UnsafeMutablePointer<Scalar> { first + column * size + row }

    /// Replaces the block with the rows and columns `range` with its root.
    private func formRoot(_ range: Range<Int>) -> Bool {
        let (start, end): (Int, Int) = (range.lowerBound, range.upperBound)
        if range.count == 1 {
            formRootOfElement(element(start, start))
            return true
        }
        if range.count == 2, isInsideBlock(start + 1) {
            formRootOfBlock(start)
            return true
        }
        let middle: Int = division(of: range)
        return formRoot(start ..< middle) && formRoot(middle ..< end) && solve(start ..< middle, middle ..< end)
    }

    /// Returns whether a division before row `row` would cut a 2 × 2 block on the diagonal.
    private func isInsideBlock(_ row: Int) -> Bool { !Scalar._isComplex && element(row, row - 1).pointee != 0 }

    /// Returns a row in the middle of `range` at which no 2 × 2 block is cut. The range must have at least two rows, and
    /// must not be a single block.
    private func division(of range: Range<Int>) -> Int {
        let middle: Int = range.lowerBound + range.count / 2
        if !isInsideBlock(middle) { return middle }
        return middle + 1 < range.upperBound ? middle + 1 : middle - 1
    }

    private func formRootOfElement(_ element: UnsafeMutablePointer<Scalar>) {
        let raw = UnsafeMutableRawPointer(element)
        if Scalar._isComplex {
            let value = raw.assumingMemoryBound(to: Complex<Scalar.Magnitude>.self)
            value.pointee = .sqrt(value.pointee)
        } else {
            let value = raw.assumingMemoryBound(to: Scalar.Magnitude.self)
            value.pointee = value.pointee.squareRoot()
        }
    }

    /// Replaces the real 2 × 2 block that starts in row `row` with its root.
    ///
    /// LAPACK's block is [[a, b], [c, a]] with b·c < 0 and the eigenvalues λ = a ± i·μ, where μ² = −b·c. The root is
    /// r·I + (block − a·I)/(2·r), where r is the real part of √λ (Higham, 1987).
    private func formRootOfBlock(_ row: Int) {
        func part(_ i: Int, _ j: Int) -> UnsafeMutablePointer<Scalar.Magnitude> {
            UnsafeMutableRawPointer(element(row + i, row + j)).assumingMemoryBound(to: Scalar.Magnitude.self)
        }
        let (a, b, c): (Scalar.Magnitude, Scalar.Magnitude, Scalar.Magnitude) = (
            part(0, 0).pointee, part(0, 1).pointee, part(1, 0).pointee
        )
        let root: Complex<Scalar.Magnitude> = .sqrt(Complex(a, b.magnitude.squareRoot() * c.magnitude.squareRoot()))
        let r: Scalar.Magnitude = root.real
        part(0, 0).pointee = r
        part(1, 1).pointee = r
        part(0, 1).pointee = b / (2 * r)
        part(1, 0).pointee = c / (2 * r)
    }

    /// Replaces C with the solution X of A·X + X·B = C. A is the block of the rows and columns `rows`, B is the block of
    /// the rows and columns `columns`, and C is the block of the rows `rows` and the columns `columns`.
    private func solve(_ rows: Range<Int>, _ columns: Range<Int>) -> Bool {
        if max(rows.count, columns.count) <= Self.leafSize { return solveByLAPACK(rows, columns) }
        if rows.count >= columns.count {
            let middle: Int = division(of: rows)
            let (upper, lower): (Range<Int>, Range<Int>) = (rows.lowerBound ..< middle, middle ..< rows.upperBound)
            guard solve(lower, columns) else { return false }
            subtractProduct(rows: upper, inner: lower, columns: columns)
            return solve(upper, columns)
        }
        let middle: Int = division(of: columns)
        let (left, right): (Range<Int>, Range<Int>) = (columns.lowerBound ..< middle, middle ..< columns.upperBound)
        guard solve(rows, left) else { return false }
        subtractProduct(rows: rows, inner: left, columns: right)
        return solve(rows, right)
    }

    private func solveByLAPACK(_ rows: Range<Int>, _ columns: Range<Int>) -> Bool {
        var scale: Scalar.Magnitude = 1
        let (a, b): (Int, Int) = (rows.lowerBound, columns.lowerBound)
        let info: Int32 = withUnsafeMutablePointer(to: &scale) { scale in
            synann_trsyl(
                Scalar.lapackType, .noTranspose, .noTranspose, 1, Int32(rows.count), Int32(columns.count),
                element(a, a), Int32(size), element(b, b), Int32(size), element(a, b), Int32(size), scale)
        }
        return info == 0 && scale == 1
    }

    /// Subtracts M·N from P. The matrices are blocks of T: M has the rows `rows` and the columns `inner`, N has the rows
    /// `inner` and the columns `columns`, and P has the rows `rows` and the columns `columns`.
    private func subtractProduct(rows: Range<Int>, inner: Range<Int>, columns: Range<Int>) {
        // The function takes row-major matrices. It therefore gets the transposes of the factors in reverse order.
        let (minusOne, one): (Scalar, Scalar) = (Scalar(_real: -1), 1)
        withUnsafePointer(to: minusOne) { minusOne in
            withUnsafePointer(to: one) { one in
                synann_gemm(
                    Scalar.lapackType, 0, 0, Int32(columns.count), Int32(rows.count), Int32(inner.count), minusOne,
                    element(inner.lowerBound, columns.lowerBound), Int32(size),
                    element(rows.lowerBound, inner.lowerBound), Int32(size), one,
                    element(rows.lowerBound, columns.lowerBound), Int32(size))
            }
        }
    }
}
