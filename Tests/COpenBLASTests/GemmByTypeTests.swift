import COpenBLAS
import Testing

/// `synann_gemm` computes the same product for every scalar type, with either operand transposed.
@Suite struct GemmByTypeTests {
    static let flags: [(Bool, Bool)] = [(false, false), (true, false), (false, true), (true, true)]

    @Test(arguments: flags) func productsOfRealNumbers(transposesA: Bool, transposesB: Bool) {
        checkReal(SYNANN_BLAS_S, Float.self, transposesA, transposesB)
        checkReal(SYNANN_BLAS_D, Double.self, transposesA, transposesB)
    }

    @Test(arguments: flags) func productsOfComplexNumbers(transposesA: Bool, transposesB: Bool) {
        checkComplex(SYNANN_BLAS_C, Float.self, transposesA, transposesB)
        checkComplex(SYNANN_BLAS_Z, Double.self, transposesA, transposesB)
    }

    /// Returns the elements of A in the order in memory, such that op(A) is [[1, 2, 3], [4, 5, 6]]. op(A) is Aᵀ if
    /// `isTransposed` is true, and A otherwise.
    private func left<Part: BinaryFloatingPoint & BitwiseCopyable>(_ isTransposed: Bool) -> [Part] {
        isTransposed ? [1, 4, 2, 5, 3, 6] : [1, 2, 3, 4, 5, 6]
    }

    /// Returns the elements of B in the order in memory, such that op(B) is [[7, 8], [9, 10], [11, 12]]. op(B) is Bᵀ if
    /// `isTransposed` is true, and B otherwise.
    private func right<Part: BinaryFloatingPoint & BitwiseCopyable>(_ isTransposed: Bool) -> [Part] {
        isTransposed ? [7, 9, 11, 8, 10, 12] : [7, 8, 9, 10, 11, 12]
    }

    /// Checks that `synann_gemm` computes 2·op(A)·op(B) + 3·C for real matrices. All elements of C are 1.
    private func checkReal<Part: BinaryFloatingPoint & BitwiseCopyable>(
        _ type: synann_blas_type, _: Part.Type, _ transposesA: Bool, _ transposesB: Bool
    ) {
        let (a, b): ([Part], [Part]) = (left(transposesA), right(transposesB))
        var (alpha, beta, c): (Part, Part, [Part]) = (2, 3, [1, 1, 1, 1])
        synann_gemm(
            type, transposesA ? 1 : 0, transposesB ? 1 : 0, 2, 2, 3, &alpha, a, transposesA ? 2 : 3, b,
            transposesB ? 3 : 2, &beta, &c, 2)
        #expect(c == [119, 131, 281, 311])
    }

    /// Checks that `synann_gemm` computes 2·op(i·A)·op(B) + 3·C for complex matrices. All elements of C are 1. A
    /// conjugate transpose instead of a transpose would change signs.
    private func checkComplex<Part: BinaryFloatingPoint & BitwiseCopyable>(
        _ type: synann_blas_type, _: Part.Type, _ transposesA: Bool, _ transposesB: Bool
    ) {
        let a: [Part] = (left(transposesA) as [Part]).flatMap { [0, $0] }
        let b: [Part] = (right(transposesB) as [Part]).flatMap { [$0, 0] }
        var (alpha, beta): ([Part], [Part]) = ([2, 0], [3, 0])
        var c: [Part] = [1, 0, 1, 0, 1, 0, 1, 0]
        synann_gemm(
            type, transposesA ? 1 : 0, transposesB ? 1 : 0, 2, 2, 3, &alpha, a, transposesA ? 2 : 3, b,
            transposesB ? 3 : 2, &beta, &c, 2)
        #expect(c == [3, 116, 3, 128, 3, 278, 3, 308])
    }
}
