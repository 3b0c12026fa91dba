#ifndef SYNANN_GEMM_BY_TYPE_H
#define SYNANN_GEMM_BY_TYPE_H

// BLAS's matrix product (gemm) as one function, which takes the scalar type as its first argument.

#include "blas_type.h"
#include "shim.h"

/// C ← α·op(A)·op(B) + β·C over row-major matrices: op(A) is m × k, op(B) is k × n, C is m × n. op transposes if its
/// flag is not 0; it never conjugates. `alpha` and `beta` point to one scalar each. lda, ldb and ldc are the distances
/// between rows.
static inline void synann_gemm(synann_blas_type type, int transposes_a, int transposes_b, blasint m, blasint n,
                               blasint k, const void *alpha, const void *a, blasint lda, const void *b, blasint ldb,
                               const void *beta, void *c, blasint ldc) {
    enum CBLAS_TRANSPOSE op_a = transposes_a ? CblasTrans : CblasNoTrans;
    enum CBLAS_TRANSPOSE op_b = transposes_b ? CblasTrans : CblasNoTrans;
    switch (type) {
    case SYNANN_BLAS_S:
        cblas_sgemm(CblasRowMajor, op_a, op_b, m, n, k, *(const float *)alpha, (const float *)a, lda,
                    (const float *)b, ldb, *(const float *)beta, (float *)c, ldc);
        return;
    case SYNANN_BLAS_D:
        cblas_dgemm(CblasRowMajor, op_a, op_b, m, n, k, *(const double *)alpha, (const double *)a, lda,
                    (const double *)b, ldb, *(const double *)beta, (double *)c, ldc);
        return;
    case SYNANN_BLAS_C: cblas_cgemm(CblasRowMajor, op_a, op_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc); return;
    case SYNANN_BLAS_Z: cblas_zgemm(CblasRowMajor, op_a, op_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc); return;
    }
}

#endif
