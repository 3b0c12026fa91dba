#ifndef SYNANN_LEVEL3_BY_TYPE_H
#define SYNANN_LEVEL3_BY_TYPE_H

// BLAS's operations with two matrices as single functions, for column-major matrices. The first argument of a function
// is the scalar type. The letters are those of LAPACK: 'N', 'T' or 'C' (conjugate transpose) for `trans`, 'L' or 'R' for
// `side`, 'U' or 'L' for `uplo`, and 'U' or 'N' for `diag`. Factors are real numbers.

#include "blas_type.h"
#include "shim.h"

static inline enum CBLAS_TRANSPOSE synann_cblas_transpose(char trans) {
    return trans == 'N' ? CblasNoTrans : trans == 'T' ? CblasTrans : CblasConjTrans;
}

/// Computes C ← α·op(A)·op(B) + β·C for column-major matrices: op(A) is m × k, op(B) is k × n, and C is m × n.
static inline void synann_column_gemm(synann_blas_type type, char trans_a, char trans_b, blasint m, blasint n, blasint k,
                                      double alpha, const void *a, blasint lda, const void *b, blasint ldb, double beta,
                                      void *c, blasint ldc) {
    enum CBLAS_TRANSPOSE op_a = synann_cblas_transpose(trans_a), op_b = synann_cblas_transpose(trans_b);
    const float alpha_c[2] = {(float)alpha, 0}, beta_c[2] = {(float)beta, 0};
    const double alpha_z[2] = {alpha, 0}, beta_z[2] = {beta, 0};
    switch (type) {
    case SYNANN_BLAS_S:
        cblas_sgemm(CblasColMajor, op_a, op_b, m, n, k, (float)alpha, (const float *)a, lda, (const float *)b, ldb,
                    (float)beta, (float *)c, ldc);
        return;
    case SYNANN_BLAS_D:
        cblas_dgemm(CblasColMajor, op_a, op_b, m, n, k, alpha, (const double *)a, lda, (const double *)b, ldb, beta,
                    (double *)c, ldc);
        return;
    case SYNANN_BLAS_C:
        cblas_cgemm(CblasColMajor, op_a, op_b, m, n, k, alpha_c, a, lda, b, ldb, beta_c, c, ldc);
        return;
    case SYNANN_BLAS_Z:
        cblas_zgemm(CblasColMajor, op_a, op_b, m, n, k, alpha_z, a, lda, b, ldb, beta_z, c, ldc);
        return;
    }
}

#define SYNANN_TRIANGULAR(NAME)                                                                                     \
    static inline void synann_column_##NAME(synann_blas_type type, char side, char uplo, char trans, char diag,     \
                                            blasint m, blasint n, const void *a, blasint lda, void *b,              \
                                            blasint ldb) {                                                          \
        enum CBLAS_SIDE cblas_side = side == 'L' ? CblasLeft : CblasRight;                                          \
        enum CBLAS_UPLO cblas_uplo = uplo == 'L' ? CblasLower : CblasUpper;                                         \
        enum CBLAS_TRANSPOSE op = synann_cblas_transpose(trans);                                                    \
        enum CBLAS_DIAG cblas_diag = diag == 'U' ? CblasUnit : CblasNonUnit;                                        \
        const float one_c[2] = {1, 0};                                                                              \
        const double one_z[2] = {1, 0};                                                                             \
        switch (type) {                                                                                             \
        case SYNANN_BLAS_S:                                                                                         \
            cblas_s##NAME(CblasColMajor, cblas_side, cblas_uplo, op, cblas_diag, m, n, 1, (const float *)a, lda,    \
                          (float *)b, ldb);                                                                         \
            return;                                                                                                 \
        case SYNANN_BLAS_D:                                                                                         \
            cblas_d##NAME(CblasColMajor, cblas_side, cblas_uplo, op, cblas_diag, m, n, 1, (const double *)a, lda,   \
                          (double *)b, ldb);                                                                        \
            return;                                                                                                 \
        case SYNANN_BLAS_C:                                                                                         \
            cblas_c##NAME(CblasColMajor, cblas_side, cblas_uplo, op, cblas_diag, m, n, one_c, a, lda, b, ldb);      \
            return;                                                                                                 \
        case SYNANN_BLAS_Z:                                                                                         \
            cblas_z##NAME(CblasColMajor, cblas_side, cblas_uplo, op, cblas_diag, m, n, one_z, a, lda, b, ldb);      \
            return;                                                                                                 \
        }                                                                                                           \
    }

/// Computes B ← op(A)⁻¹·B (side L) or B ← B·op(A)⁻¹ (side R) for a triangular matrix A and an m × n matrix B.
SYNANN_TRIANGULAR(trsm)
/// Computes B ← op(A)·B (side L) or B ← B·op(A) (side R) for a triangular matrix A and an m × n matrix B.
SYNANN_TRIANGULAR(trmm)

#endif
