internal import CKernels
internal import COpenBLAS
public import ComplexModule
public import Tensors

/// The eigenvalues λ, right eigenvectors v and left eigenvectors u of a general square matrix A: A·v = λ·v and uᴴ·A =
/// λ·uᴴ.
///
/// The eigenvalues and eigenvectors are complex, also for a real matrix.
public struct EigenDecomposition<Scalar: LinearAlgebraScalar>: Sendable {
    /// The eigenvalues λ of n × n matrices in LAPACK's order: `[…, n]`. In a conjugate pair of a real matrix, the
    /// eigenvalue with the positive imaginary part comes first and the other eigenvalue follows it.
    public let eigenvalues: Tensor<Complex<Scalar.Magnitude>>
    /// The right eigenvectors v in columns, with Euclidean norm 1: `[…, n, n]`.
    public let rightVectors: Tensor<Complex<Scalar.Magnitude>>
    /// The left eigenvectors u in columns, with Euclidean norm 1: `[…, n, n]`. The property is `nil` unless the caller
    /// requested left eigenvectors.
    public let leftVectors: Tensor<Complex<Scalar.Magnitude>>?
}

/// Returns the eigenvalues and eigenvectors of a general square matrix, or of each matrix of a stack.
///
/// A defective matrix `[n, n]` has fewer than n linearly independent eigenvectors. Then some columns of the result are
/// parallel, apart from rounding. The function calls LAPACK's `geev`. The function has no derivative: a tracked input
/// traps.
///
/// - Parameters:
///   - a: A matrix or a stack of matrices: `[…, n, n]`. Another shape traps.
///   - leftVectors: Whether to compute the left eigenvectors too.
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func eigen<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, leftVectors: Bool = false
) throws(LinearAlgebraError) -> EigenDecomposition<Scalar> {
    let parts = try eigenpairs(a, right: true, left: leftVectors, "eigen")
    return EigenDecomposition(
        eigenvalues: parts.values, rightVectors: parts.right, leftVectors: leftVectors ? parts.left : nil)
}

/// Returns the eigenvalues of a general square matrix, or of each matrix of a stack: `[…, n, n]` → `[…, n]`. Another
/// shape traps.
///
/// The eigenvalues are in the order of `eigen`. The function calls LAPACK's `geev` without eigenvectors. The function
/// has no derivative: a tracked input traps.
///
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element is
///   NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func eigenvalues<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Complex<Scalar.Magnitude>> {
    try eigenpairs(a, right: false, left: false, "eigenvalues").values
}

/// Returns the eigenvalues `[…, n]`, the right eigenvectors and the left eigenvectors of the matrices of `a`,
/// `[…, n, n]`. The right (left) eigenvectors are computed if `right` (`left`) is true; otherwise their tensor is
/// empty. Traps if a matrix is not square or if `a` is tracked. Throws `noConvergence`, `notFinite` or `tooLarge`, as
/// `eigen` does.
private func eigenpairs<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, right hasRight: Bool, left hasLeft: Bool, _ operation: String
) throws(LinearAlgebraError) -> (
    values: Tensor<Complex<Scalar.Magnitude>>, right: Tensor<Complex<Scalar.Magnitude>>,
    left: Tensor<Complex<Scalar.Magnitude>>
) {
    try requireSquare(a, operation)
    requireConstant(a, operation)
    let copy: Tensor<Scalar> = try checkedCopy(a, transposed: true, for: operation)
    let (size, batch): (Int, [Int]) = (a.matrixRows, a.batchShape.dimensions)
    let values = EigenvalueParts<Scalar>(Shape(batch + [size]))
    let left = Tensor<Scalar>(uninitialized: hasLeft ? a.shape : [0, 0])
    let right = Tensor<Scalar>(uninitialized: hasRight ? a.shape : [0, 0])
    let n = Int32(size)
    func call(
        _ matrix: Int, _ work: UnsafeMutablePointer<Scalar>, _ length: Int32, _ reals: Workspace<Scalar.Magnitude>
    )
        -> Int32
    {
        let start: Int = matrix * size * size
        return synann_geev(
            Scalar.lapackType, hasLeft ? .vectors : .noVectors, hasRight ? .vectors : .noVectors, n,
            copy.mutableAddress + start, n, values.first(matrix), values.second(matrix),
            left.mutableAddress + (hasLeft ? start : 0), n, right.mutableAddress + (hasRight ? start : 0), n, work,
            length, reals.scalars)
    }
    guard size > 0 else { return (values.whole, asComplex(right), asComplex(left)) }
    let length: Int = workspaceSize(Scalar.self) { call(0, $0, -1, Workspace(1)) }
    // The number of multiplications is about 10·size³. But OpenBLAS's threads speed up `geev` only from 1024 rows on: with
    // 512 rows two threads take longer than one.
    let outcome: Outcome = forEachMatrix(
        copy.batchShape.elementCount, multiplications: size * size * size / 8,
        workspace: (work: Workspace<Scalar>(length), reals: Workspace<Scalar.Magnitude>(2 * size))
    ) { matrix, buffers in call(matrix, buffers.work.scalars, buffers.work.count, buffers.reals) }
    try outcome.check { info, matrix in .noConvergence(operation: operation, count: info, matrix: matrix) }
    let all: Tensor<Complex<Scalar.Magnitude>> = values.whole
    return (all, complexVectors(right, all), complexVectors(left, all))
}

/// The memory to which LAPACK writes the eigenvalues of the matrices of a stack.
///
/// For a real matrix, LAPACK writes the real parts to the array `first` and the imaginary parts to the array `second`.
/// For a complex matrix, LAPACK writes complex numbers to the array `first`.
struct EigenvalueParts<Scalar: LinearAlgebraScalar> {
    private let complex: Tensor<Scalar>
    private let imaginary: Tensor<Scalar>

    init(_ shape: Shape) {
        complex = Tensor(uninitialized: shape)
        imaginary = Tensor(zeros: shape)
    }

    /// Returns the address to which LAPACK writes the eigenvalues of a complex matrix, or the real parts of the
    /// eigenvalues of a real matrix. `matrix` is the position in the stack.
    func first(_ matrix: Int) -> UnsafeMutablePointer<Scalar> { complex.mutableAddress + matrix * complex.shape[-1] }
    /// Returns the address to which LAPACK writes the imaginary parts of the eigenvalues of a real matrix. `matrix` is
    /// the position in the stack.
    func second(_ matrix: Int) -> UnsafeMutablePointer<Scalar> { imaginary.mutableAddress + matrix * complex.shape[-1] }

    /// The eigenvalues of all matrices as complex numbers: `[…, n]`.
    var whole: Tensor<Complex<Scalar.Magnitude>> {
        if Scalar._isComplex { return asComplex(complex) }
        return Tensor(complex.realPart(), imaginary.realPart())
    }
}

/// Returns a real tensor as complex numbers with imaginary part 0, and a complex tensor unchanged.
func asComplex<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Complex<Scalar.Magnitude>> {
    if let complex = a as? Tensor<Complex<Scalar.Magnitude>> { return complex }
    return Tensor(a.realPart())
}

/// Returns LAPACK's column-major eigenvectors as complex eigenvectors in the columns of row-major matrices: `[…, n, n]`
/// → `[…, n, n]`. `values` are the eigenvalues.
///
/// For a conjugate pair of eigenvalues of a real matrix, LAPACK writes two real columns. The first column is the real
/// part of both eigenvectors. The second column is the imaginary part of the first eigenvector, and the negative
/// imaginary part of the second eigenvector.
func complexVectors<Scalar: LinearAlgebraScalar>(
    _ columns: Tensor<Scalar>, _ values: Tensor<Complex<Scalar.Magnitude>>
) -> Tensor<Complex<Scalar.Magnitude>> {
    if Scalar._isComplex || columns.count == 0 { return asComplex(transposing(columns)) }
    let (size, real): (Int, Tensor<Scalar.Magnitude>) = (columns.matrixRows, columns.realPart())
    let isPairStart: [Bool] = (values.imaginaryPart() .> Tensor(0)).scalars
    let negative: Tensor<Scalar.Magnitude> = isPairStart.contains(true) ? -real : real
    let result = Tensor<Complex<Scalar.Magnitude>>(uninitialized: columns.shape)
    let (width, zero): (Int, Tensor<Scalar.Magnitude>) = (MemoryLayout<Scalar.Magnitude>.stride, Tensor(0))
    let parts = UnsafeMutableRawPointer(result.mutableAddress)
    // A C kernel copies each column. A loop in generic Swift code is slower, because it calls a function for each
    // element.
    for column in isPairStart.indices {
        let isSecond: Bool = column > 0 && isPairStart[column - 1]
        let first: Int = isSecond ? column - 1 : column
        let target: UnsafeMutableRawPointer = parts + 2 * width * column * size
        synann_copy(width, size, real.address + first * size, 1, target, 2)
        switch (isPairStart[column], isSecond) {
        case (true, _): synann_copy(width, size, real.address + (column + 1) * size, 1, target + width, 2)
        case (_, true): synann_copy(width, size, negative.address + column * size, 1, target + width, 2)
        default: synann_copy(width, size, zero.address, 0, target + width, 2)
        }
    }
    return transposing(result)
}
