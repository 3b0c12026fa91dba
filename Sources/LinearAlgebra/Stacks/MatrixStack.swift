import Tensors

/// The matrices in the last two axes of a tensor, with their addresses. The tensor must have at least two axes.
struct MatrixStack<Scalar: LinearAlgebraScalar> {
    private let tensor: Tensor<Scalar>
    /// The lengths of all axes except the last two.
    let batch: Shape
    let rows: Int
    let columns: Int
    let count: Int
    private let isDense: Bool

    init(_ tensor: Tensor<Scalar>) {
        self.tensor = tensor
        let dimensions: [Int] = tensor.shape.dimensions
        batch = Shape(Array(dimensions.dropLast(2)))
        (rows, columns) = (dimensions[dimensions.count - 2], dimensions[dimensions.count - 1])
        count = batch.elementCount
        isDense = tensor.isContiguous
    }

    /// The distance in elements from one row to the next.
    var rowStride: Int { tensor.strides[tensor.rank - 2] }
    /// The distance in elements from one column to the next.
    var columnStride: Int { tensor.strides[tensor.rank - 1] }

    /// Returns the address of the first element of the matrix at position `matrix` of the stack. The positions count
    /// the matrices in row-major order of the leading axes.
    func address(of matrix: Int) -> UnsafePointer<Scalar> {
        if isDense { return tensor.address + matrix * rows * columns }
        var (rest, offset): (Int, Int) = (matrix, 0)
        for axis in stride(from: batch.rank - 1, through: 0, by: -1) {
            let (quotient, position): (Int, Int) = rest.quotientAndRemainder(dividingBy: batch.dimensions[axis])
            offset += position * tensor.strides[axis]
            rest = quotient
        }
        return tensor.address + offset
    }
}

extension Tensor where Scalar: LinearAlgebraScalar {
    /// Whether the elements of each column are adjacent in memory, as LAPACK requires, and the elements of each row are
    /// not.
    var isColumnMajor: Bool { strides[rank - 2] == 1 && strides[rank - 1] != 1 }

    /// The number of rows of each matrix.
    var matrixRows: Int { shape[-2] }
    /// The number of columns of each matrix.
    var matrixColumns: Int { shape[-1] }
    /// The shape of the stack: the lengths of all axes except the last two.
    var batchShape: Shape { Shape(Array(shape.dimensions.dropLast(2))) }
}

/// Traps if `a` has fewer than two axes. Throws `tooLarge` if the number of rows or columns exceeds `Int32.max`, the
/// limit of LAPACK.
func requireMatrix<Scalar>(_ a: Tensor<Scalar>, _ operation: String) throws(LinearAlgebraError) {
    require(a.rank >= 2, "\(operation): shape \(a.shape) is neither a matrix nor a stack of matrices")
    for length in [a.shape[-2], a.shape[-1]] { try requireLAPACKLength(length, operation) }
}

/// Throws `tooLarge` if `length` exceeds `Int32.max`, the limit of LAPACK.
func requireLAPACKLength(_ length: Int, _ operation: String) throws(LinearAlgebraError) {
    if length > Int(Int32.max) { throw .tooLarge(operation: operation, length: length) }
}

/// Traps unless `a` is a square matrix or a stack of square matrices. Throws `tooLarge` if the number of rows exceeds
/// `Int32.max`, the limit of LAPACK.
func requireSquare<Scalar>(_ a: Tensor<Scalar>, _ operation: String) throws(LinearAlgebraError) {
    try requireMatrix(a, operation)
    require(a.shape[-2] == a.shape[-1], "\(operation): the matrix is not square: \(a.shape)")
}

/// Traps if `a` is tracked, for operations without a derivative. Without this trap, gradients would silently be 0.
func requireConstant<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ operation: String) {
    require(!a.isTracked, "\(operation) has no derivative; if you need no gradient, pass input.asConstant()")
}
