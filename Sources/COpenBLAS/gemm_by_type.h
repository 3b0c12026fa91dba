#ifndef SYNANN_GEMM_BY_TYPE_H
#define SYNANN_GEMM_BY_TYPE_H

// BLAS's matrix product (gemm) and dot product (dot) as single functions, whose first argument is the scalar type.

#include "blas_type.h"
#include "shim.h"

/// Computes C ← α·op(A)·op(B) + β·C for row-major matrices: op(A) is m × k, op(B) is k × n, and C is m × n. op
/// transposes A if `transposes_a` is not 0, and B if `transposes_b` is not 0. op never conjugates. `alpha` and `beta`
/// each point to a scalar. lda, ldb and ldc are the distances between rows, in elements.
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

/// Writes the dot product of two contiguous vectors of n real numbers to `result`. The type must be real.
static inline void synann_dot(synann_blas_type type, blasint n, const void *x, const void *y, void *result) {
    if (type == SYNANN_BLAS_S)
        *(float *)result = cblas_sdot(n, (const float *)x, 1, (const float *)y, 1);
    else
        *(double *)result = cblas_ddot(n, (const double *)x, 1, (const double *)y, 1);
}

#endif
