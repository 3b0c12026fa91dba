import Tensors

/// The matrices over the last two axes of a tensor, and where each of them lies.
struct MatrixStack<Scalar: LinearAlgebraScalar> {
    private let tensor: Tensor<Scalar>
    /// The leading axes.
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

    /// Distances between neighbours in a column and in a row.
    var rowStride: Int { tensor.strides[tensor.rank - 2] }
    var columnStride: Int { tensor.strides[tensor.rank - 1] }

    /// Where a matrix's first element lies.
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
    /// Whether the last axis but one is the dense one: LAPACK's own order.
    var isColumnMajor: Bool { strides[rank - 2] == 1 && strides[rank - 1] != 1 }

    /// The rows of a matrix, or of each of a stack.
    var matrixRows: Int { shape[-2] }
    /// Their columns.
    var matrixColumns: Int { shape[-1] }
    /// The leading axes, which number the matrices of a stack.
    var batchShape: Shape { Shape(Array(shape.dimensions.dropLast(2))) }
}

/// Traps where `a` is no matrix; throws where a length is beyond LAPACK's integers.
func requireMatrix<Scalar>(_ a: Tensor<Scalar>, _ operation: String) throws(LinearAlgebraError) {
    require(a.rank >= 2, "\(operation): shape \(a.shape) is no matrix and no stack of matrices")
    for length in [a.shape[-2], a.shape[-1]] where length > Int(Int32.max) {
        throw .tooLarge(operation: operation, length: length)
    }
}

/// Traps also where the matrix is not square.
func requireSquare<Scalar>(_ a: Tensor<Scalar>, _ operation: String) throws(LinearAlgebraError) {
    try requireMatrix(a, operation)
    require(a.shape[-2] == a.shape[-1], "\(operation): the matrix is not square: \(a.shape)")
}

/// Traps where the tape knows `a`: a derivative of 0 would be silently wrong.
func requireConstant<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ operation: String) {
    require(!a.isTracked, "\(operation): no derivative is known; take asConstant() of the input where none is wanted")
}
