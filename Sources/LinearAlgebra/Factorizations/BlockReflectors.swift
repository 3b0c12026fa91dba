internal import COpenBLAS
import Tensors

/// The unitary matrix Q of a product of Householder reflections, as LAPACK's `geqrf` and `sytrd` define it, in a form
/// that the library's threads multiply matrices by.
///
/// The product of the reflections of a block is I − V·T·Vᴴ, where the columns of V are the reflectors and T is upper
/// triangular. Q is the product of these matrices in ascending order. The threads multiply different columns of a matrix
/// at the same time. The blocks depend only on the shape, so the products have the same bits at every number of threads.
///
/// The caller must limit OpenBLAS to a single thread (`forEachMatrix` does).
final class BlockReflectors<Scalar: LinearAlgebraScalar> {
    /// The number of rows and columns of Q, and the number of reflections, which is at most `rows`.
    let rows, count: Int
    /// The number of reflections in a block.
    let width: Int
    /// V in column-major order, with ones on the diagonal. The elements above the diagonal are 0 in the rows of the block,
    /// and unspecified above them.
    private let vectors: Tensor<Scalar>
    /// The matrices T of the blocks, one after the other, with the leading dimension `width`.
    private let triangles: Tensor<Scalar>

    init(rows: Int, count: Int) {
        (self.rows, self.count) = (rows, count)
        width = count < 384 ? 24 : count < 768 ? 48 : 64
        vectors = Tensor(uninitialized: [rows * count])
        triangles = Tensor(uninitialized: [(count + width - 1) / width * width * width])
    }

    /// The positions of the reflections in the blocks.
    var blocks: [Range<Int>] {
        stride(from: 0, to: count, by: width).map { $0 ..< min($0 + width, count) }
    }

    /// The address of the matrix T of a block, whose columns are `width` elements apart.
    private func triangle(_ block: Range<Int>) -> UnsafeMutablePointer<Scalar> {
        triangles.mutableAddress + block.lowerBound * width
    }

    private func vectors(_ block: Range<Int>) -> UnsafeMutablePointer<Scalar> {
        vectors.mutableAddress + block.lowerBound * (rows + 1)
    }

    /// Copies the reflectors of all blocks, which LAPACK has written below the diagonal of the matrix at `source`, and
    /// computes T from LAPACK's factors `tau`. The columns of the matrix are `distance` elements apart.
    func copy(from source: UnsafePointer<Scalar>, distance: Int, tau: UnsafePointer<Scalar>) {
        let blocks: [Range<Int>] = blocks
        Parallelism.forEachChunk(blocks.count) { index in
            let block: Range<Int> = blocks[index]
            copyVectors(block, from: source + block.lowerBound * (distance + 1), distance: distance)
            formTriangle(block, tau: tau + block.lowerBound)
        }
    }

    /// Copies the reflectors of a block, which LAPACK has written below the diagonal of a matrix. `source` is the element
    /// on the diagonal in the first column of the block, and `distance` the distance of two columns.
    func copyVectors(_ block: Range<Int>, from source: UnsafePointer<Scalar>, distance: Int) {
        for column in 0 ..< block.count {
            let target: UnsafeMutablePointer<Scalar> = vectors(block) + column * rows
            clear(target, column)
            target[column] = 1
            (target + column + 1).update(
                from: source + column * (distance + 1) + 1, count: rows - block.lowerBound - column - 1)
        }
    }

    /// Computes the matrix T of a block from LAPACK's factors `tau` of the reflections of the block.
    func formTriangle(_ block: Range<Int>, tau: UnsafePointer<Scalar>) {
        _ = synann_larft(
            Scalar.lapackType, Int32(rows - block.lowerBound), Int32(block.count), vectors(block), Int32(rows),
            tau, triangle(block), Int32(width))
    }

    /// Overwrites `columns` columns C with (I − V·T·Vᴴ)·C, or with the product by the adjoint if `isAdjoint` is true. The
    /// columns are `distance` elements apart, and `c` is their first element, in row 0.
    func reflect(
        _ block: Range<Int>, isAdjoint: Bool, _ c: UnsafeMutablePointer<Scalar>, columns: Int, distance: Int
    ) {
        let type: synann_blas_type = Scalar.lapackType
        let (m, n, k) = (Int32(rows - block.lowerBound), Int32(columns), Int32(block.count))
        let (lda, ldc) = (Int32(rows), Int32(distance))
        let (v, target) = (vectors(block), c + block.lowerBound)
        withUnsafeTemporaryAllocation(of: Scalar.self, capacity: block.count * columns) { memory in
            guard let w = memory.baseAddress else { return }
            synann_column_gemm(type, .adjoint, .noTranspose, k, n, m, 1, v, lda, target, ldc, 0, w, k)
            synann_column_trmm(
                type, .left, .upper, isAdjoint ? .adjoint : .noTranspose, .nonUnitDiagonal, k, n, triangle(block),
                Int32(width), w, k)
            synann_column_gemm(type, .noTranspose, .noTranspose, m, n, k, -1, v, lda, w, k, 1, target, ldc)
        }
    }

    /// Overwrites a matrix C of `columns` columns with Q·C, or with Qᴴ·C if `isAdjoint` is true. The columns are
    /// `distance` elements apart.
    func multiply(_ c: UnsafeMutablePointer<Scalar>, columns: Int, distance: Int, isAdjoint: Bool) {
        let order: [Range<Int>] = isAdjoint ? blocks : blocks.reversed()
        let length: Int = columns < 128 ? 32 : 64
        Parallelism.forEachRange(of: columns, length: length) { range in
            for block in order {
                reflect(
                    block, isAdjoint: isAdjoint, c + range.lowerBound * distance, columns: range.count,
                    distance: distance)
            }
        }
    }

    /// Writes the first `columns` columns of Q to `q`, without gaps.
    func write(to q: UnsafeMutablePointer<Scalar>, columns: Int) {
        let blocks: [Range<Int>] = blocks
        Parallelism.forEachRange(of: columns, length: width) { range in
            let target: UnsafeMutablePointer<Scalar> = q + range.lowerBound * rows
            clear(target, range.count * rows)
            for column in range { q[column * rows + column] = 1 }
            // The reflections of later blocks do not change these columns of the identity.
            for block in blocks.reversed() where block.lowerBound < range.upperBound {
                reflect(block, isAdjoint: false, target, columns: range.count, distance: rows)
            }
        }
    }
}
