internal import CKernels
internal import COpenBLAS

/// `Float` or `Double`: a scalar with functions, random numbers, matrix products and derivatives.
public protocol RealScalar: NumericScalar, BinaryFloatingPoint {
    /// C ← α·op(A)·op(B) + β·C over row-major matrices, op(A) of `m × k`, op(B) of `k × n`: BLAS `gemm`, on this thread.
    static func _gemm(
        transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int,
        alpha: Self, a: UnsafePointer<Self>, lda: Int, b: UnsafePointer<Self>, ldb: Int,
        beta: Self, c: UnsafeMutablePointer<Self>, ldc: Int)
}

extension RealScalar {
    public static var _least: Self { -.infinity }
    public static var _greatest: Self { .infinity }
    public init(_converting value: Double) { self.init(value) }
    public var _double: Double { Double(self) }
}

private func transposition(_ isTransposed: Bool) -> CBLAS_TRANSPOSE { isTransposed ? CblasTrans : CblasNoTrans }

extension Float: RealScalar {
    public static var _kernelType: UInt32 { SYNANN_FLOAT.rawValue }

    public static func _gemm(
        transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int,
        alpha: Float, a: UnsafePointer<Float>, lda: Int, b: UnsafePointer<Float>, ldb: Int,
        beta: Float, c: UnsafeMutablePointer<Float>, ldc: Int
    ) {
        cblas_sgemm(
            CblasRowMajor, transposition(transposeA), transposition(transposeB), Int32(m), Int32(n), Int32(k),
            alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
    }
}

extension Double: RealScalar {
    public static var _kernelType: UInt32 { SYNANN_DOUBLE.rawValue }

    public static func _gemm(
        transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int,
        alpha: Double, a: UnsafePointer<Double>, lda: Int, b: UnsafePointer<Double>, ldb: Int,
        beta: Double, c: UnsafeMutablePointer<Double>, ldc: Int
    ) {
        cblas_dgemm(
            CblasRowMajor, transposition(transposeA), transposition(transposeB), Int32(m), Int32(n), Int32(k),
            alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
    }
}
