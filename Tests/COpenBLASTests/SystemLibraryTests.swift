import COpenBLAS
import Testing

/// Swift can call the BLAS and LAPACK functions of the system library.
@Suite struct SystemLibraryTests {
    @Test func blasMultiplies() {
        let (a, b): ([Double], [Double]) = ([1, 2, 3, 4], [5, 6, 7, 8])
        var c = [Double](repeating: 0, count: 4)
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, 2, 2, 2, 1, a, 2, b, 2, 0, &c, 2)
        #expect(c == [19, 22, 43, 50])
    }

    @Test func lapackSolves() {
        var a: [Double] = [4, 1, 2, 3]
        var x: [Double] = [9, 13]
        var pivots = [Int32](repeating: 0, count: 2)
        #expect(LAPACKE_dgesv(Int32(LAPACK_ROW_MAJOR), 2, 1, &a, 2, &pivots, &x, 1) == 0)
        #expect(abs(x[0] - 1.4) < 1e-15 && abs(x[1] - 3.4) < 1e-15)
    }
}
