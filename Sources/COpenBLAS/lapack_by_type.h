#ifndef SYNANN_LAPACK_BY_TYPE_H
#define SYNANN_LAPACK_BY_TYPE_H

// This header declares a single function for each LAPACK routine that the library uses. The first argument of the
// function is the scalar type.
//
// The functions call LAPACKE's `_work` routines for column-major matrices, with a workspace from the caller. These
// routines do not transpose, copy or search for NaN. Pointers to scalars, and to real numbers of the same precision,
// are `void *`. Some complex routines need a real workspace (`rwork`) that the real routines do not need; for real
// types the functions ignore `rwork`. All other arguments are those of LAPACK. The functions return LAPACKE's `info`.

#include "blas_type.h"
#include "shim.h"

#define SYNANN_BY_TYPE(REAL, REAL_ARGUMENTS, COMPLEX, COMPLEX_ARGUMENTS) \
    switch (type) {                                                      \
    case SYNANN_BLAS_S: return LAPACKE_s##REAL##_work REAL_ARGUMENTS;  \
    case SYNANN_BLAS_D: return LAPACKE_d##REAL##_work REAL_ARGUMENTS;  \
    case SYNANN_BLAS_C: return LAPACKE_c##COMPLEX##_work COMPLEX_ARGUMENTS; \
    case SYNANN_BLAS_Z: return LAPACKE_z##COMPLEX##_work COMPLEX_ARGUMENTS; \
    }                                                                    \
    return -1

#define SYNANN_SAME(NAME, ...) \
    SYNANN_BY_TYPE(NAME, (LAPACK_COL_MAJOR, __VA_ARGS__), NAME, (LAPACK_COL_MAJOR, __VA_ARGS__))

#define SYNANN_NAMED(REAL, COMPLEX, ...) \
    SYNANN_BY_TYPE(REAL, (LAPACK_COL_MAJOR, __VA_ARGS__), COMPLEX, (LAPACK_COL_MAJOR, __VA_ARGS__))

#define SYNANN_LAPACK(NAME, ...) static inline lapack_int synann_##NAME(synann_blas_type type, __VA_ARGS__)

typedef lapack_int synann_int;

// LU

SYNANN_LAPACK(getrf, synann_int m, synann_int n, void *a, synann_int lda, synann_int *pivots) {
    SYNANN_SAME(getrf, m, n, a, lda, pivots);
}

SYNANN_LAPACK(getrs, char trans, synann_int n, synann_int nrhs, const void *a, synann_int lda,
              const synann_int *pivots, void *b, synann_int ldb) {
    SYNANN_SAME(getrs, trans, n, nrhs, a, lda, pivots, b, ldb);
}

SYNANN_LAPACK(getri, synann_int n, void *a, synann_int lda, const synann_int *pivots, void *work, synann_int lwork) {
    SYNANN_SAME(getri, n, a, lda, pivots, work, lwork);
}

SYNANN_LAPACK(laswp, synann_int n, void *a, synann_int lda, synann_int k1, synann_int k2, const synann_int *pivots,
              synann_int incx) {
    SYNANN_SAME(laswp, n, a, lda, k1, k2, pivots, incx);
}

// Positive definite matrices, and symmetric (Hermitian) indefinite matrices

SYNANN_LAPACK(potrf, char uplo, synann_int n, void *a, synann_int lda) { SYNANN_SAME(potrf, uplo, n, a, lda); }

SYNANN_LAPACK(potrs, char uplo, synann_int n, synann_int nrhs, const void *a, synann_int lda, void *b, synann_int ldb) {
    SYNANN_SAME(potrs, uplo, n, nrhs, a, lda, b, ldb);
}

SYNANN_LAPACK(sytrf, char uplo, synann_int n, void *a, synann_int lda, synann_int *pivots, void *work,
              synann_int lwork) {
    SYNANN_NAMED(sytrf, hetrf, uplo, n, a, lda, pivots, work, lwork);
}

SYNANN_LAPACK(sytrs, char uplo, synann_int n, synann_int nrhs, const void *a, synann_int lda,
              const synann_int *pivots, void *b, synann_int ldb) {
    SYNANN_NAMED(sytrs, hetrs, uplo, n, nrhs, a, lda, pivots, b, ldb);
}

// Triangular, banded and tridiagonal matrices

SYNANN_LAPACK(trtrs, char uplo, char trans, char diag, synann_int n, synann_int nrhs, const void *a, synann_int lda,
              void *b, synann_int ldb) {
    SYNANN_SAME(trtrs, uplo, trans, diag, n, nrhs, a, lda, b, ldb);
}

SYNANN_LAPACK(trcon, char norm, char uplo, char diag, synann_int n, const void *a, synann_int lda, void *rcond,
              void *work, void *rwork, synann_int *iwork) {
    SYNANN_BY_TYPE(trcon, (LAPACK_COL_MAJOR, norm, uplo, diag, n, a, lda, rcond, work, iwork), trcon,
                   (LAPACK_COL_MAJOR, norm, uplo, diag, n, a, lda, rcond, work, rwork));
}

// Solves the Sylvester equation op(A)·X + isgn·X·op(B) = scale·C for upper triangular A and B (quasi-triangular for real
// types). X overwrites C, and `scale` points to a real number.
SYNANN_LAPACK(trsyl, char trana, char tranb, synann_int isgn, synann_int m, synann_int n, const void *a,
              synann_int lda, const void *b, synann_int ldb, void *c, synann_int ldc, void *scale) {
    SYNANN_SAME(trsyl, trana, tranb, isgn, m, n, a, lda, b, ldb, c, ldc, scale);
}

SYNANN_LAPACK(gbsv, synann_int n, synann_int kl, synann_int ku, synann_int nrhs, void *ab, synann_int ldab,
              synann_int *pivots, void *b, synann_int ldb) {
    SYNANN_SAME(gbsv, n, kl, ku, nrhs, ab, ldab, pivots, b, ldb);
}

SYNANN_LAPACK(gtsv, synann_int n, synann_int nrhs, void *dl, void *d, void *du, void *b, synann_int ldb) {
    SYNANN_SAME(gtsv, n, nrhs, dl, d, du, b, ldb);
}

// QR and LQ

SYNANN_LAPACK(geqrf, synann_int m, synann_int n, void *a, synann_int lda, void *tau, void *work, synann_int lwork) {
    SYNANN_SAME(geqrf, m, n, a, lda, tau, work, lwork);
}

// Computes the triangular factor T of a product of reflections, whose vectors are in the columns of v.
SYNANN_LAPACK(larft, synann_int n, synann_int k, const void *v, synann_int ldv, const void *tau, void *t,
              synann_int ldt) {
    SYNANN_SAME(larft, 'F', 'C', n, k, v, ldv, tau, t, ldt);
}

SYNANN_LAPACK(geqp3, synann_int m, synann_int n, void *a, synann_int lda, synann_int *jpvt, void *tau, void *work,
              synann_int lwork, void *rwork) {
    SYNANN_BY_TYPE(geqp3, (LAPACK_COL_MAJOR, m, n, a, lda, jpvt, tau, work, lwork), geqp3,
                   (LAPACK_COL_MAJOR, m, n, a, lda, jpvt, tau, work, lwork, rwork));
}

SYNANN_LAPACK(orgqr, synann_int m, synann_int n, synann_int k, void *a, synann_int lda, const void *tau, void *work,
              synann_int lwork) {
    SYNANN_NAMED(orgqr, ungqr, m, n, k, a, lda, tau, work, lwork);
}

SYNANN_LAPACK(ormqr, char side, char trans, synann_int m, synann_int n, synann_int k, const void *a, synann_int lda,
              const void *tau, void *c, synann_int ldc, void *work, synann_int lwork) {
    SYNANN_NAMED(ormqr, unmqr, side, trans, m, n, k, a, lda, tau, c, ldc, work, lwork);
}

// Least squares

SYNANN_LAPACK(gels, char trans, synann_int m, synann_int n, synann_int nrhs, void *a, synann_int lda, void *b,
              synann_int ldb, void *work, synann_int lwork) {
    SYNANN_SAME(gels, trans, m, n, nrhs, a, lda, b, ldb, work, lwork);
}

SYNANN_LAPACK(gelsd, synann_int m, synann_int n, synann_int nrhs, void *a, synann_int lda, void *b, synann_int ldb,
              void *s, double rcond, synann_int *rank, void *work, synann_int lwork, void *rwork, synann_int *iwork) {
    SYNANN_BY_TYPE(gelsd, (LAPACK_COL_MAJOR, m, n, nrhs, a, lda, b, ldb, s, rcond, rank, work, lwork, iwork), gelsd,
                   (LAPACK_COL_MAJOR, m, n, nrhs, a, lda, b, ldb, s, rcond, rank, work, lwork, rwork, iwork));
}

// Eigenvalues

SYNANN_LAPACK(syevd, char jobz, char uplo, synann_int n, void *a, synann_int lda, void *w, void *work,
              synann_int lwork, void *rwork, synann_int lrwork, synann_int *iwork, synann_int liwork) {
    SYNANN_BY_TYPE(syevd, (LAPACK_COL_MAJOR, jobz, uplo, n, a, lda, w, work, lwork, iwork, liwork), heevd,
                   (LAPACK_COL_MAJOR, jobz, uplo, n, a, lda, w, work, lwork, rwork, lrwork, iwork, liwork));
}

SYNANN_LAPACK(sytrd, char uplo, synann_int n, void *a, synann_int lda, void *d, void *e, void *tau, void *work,
              synann_int lwork) {
    SYNANN_NAMED(sytrd, hetrd, uplo, n, a, lda, d, e, tau, work, lwork);
}

SYNANN_LAPACK(stedc, char compz, synann_int n, void *d, void *e, void *z, synann_int ldz, void *work,
              synann_int lwork, void *rwork, synann_int lrwork, synann_int *iwork, synann_int liwork) {
    SYNANN_BY_TYPE(stedc, (LAPACK_COL_MAJOR, compz, n, d, e, z, ldz, work, lwork, iwork, liwork), stedc,
                   (LAPACK_COL_MAJOR, compz, n, d, e, z, ldz, work, lwork, rwork, lrwork, iwork, liwork));
}

// The step of `stedc` that joins the halves of a tridiagonal matrix, for real numbers. LAPACKE does not have this routine,
// so the functions call LAPACK. The symbols are weak, because LAPACK may be in a library that is not linked directly.
extern void slaed1_(const lapack_int *n, float *d, float *q, const lapack_int *ldq, lapack_int *indxq, const float *rho,
                    const lapack_int *cutpnt, float *work, lapack_int *iwork, lapack_int *info) __attribute__((weak));
extern void dlaed1_(const lapack_int *n, double *d, double *q, const lapack_int *ldq, lapack_int *indxq,
                    const double *rho, const lapack_int *cutpnt, double *work, lapack_int *iwork, lapack_int *info)
    __attribute__((weak));

/// Returns 1 if `synann_laed1` works, otherwise 0.
static inline int synann_has_laed1(void) { return slaed1_ && dlaed1_; }

SYNANN_LAPACK(laed1, synann_int n, void *d, void *q, synann_int ldq, synann_int *indxq, const void *rho,
              synann_int cutpnt, void *work, synann_int *iwork) {
    lapack_int info = -1;
    if (type == SYNANN_BLAS_S)
        slaed1_(&n, (float *)d, (float *)q, &ldq, indxq, (const float *)rho, &cutpnt, (float *)work, iwork, &info);
    else if (type == SYNANN_BLAS_D)
        dlaed1_(&n, (double *)d, (double *)q, &ldq, indxq, (const double *)rho, &cutpnt, (double *)work, iwork, &info);
    return info;
}

SYNANN_LAPACK(syevr, char jobz, char range, char uplo, synann_int n, void *a, synann_int lda, double vl, double vu,
              synann_int il, synann_int iu, synann_int *found, void *w, void *z, synann_int ldz, synann_int *isuppz,
              void *work, synann_int lwork, void *rwork, synann_int lrwork, synann_int *iwork, synann_int liwork) {
    SYNANN_BY_TYPE(syevr,
                   (LAPACK_COL_MAJOR, jobz, range, uplo, n, a, lda, vl, vu, il, iu, 0, found, w, z, ldz, isuppz, work,
                    lwork, iwork, liwork),
                   heevr,
                   (LAPACK_COL_MAJOR, jobz, range, uplo, n, a, lda, vl, vu, il, iu, 0, found, w, z, ldz, isuppz, work,
                    lwork, rwork, lrwork, iwork, liwork));
}

SYNANN_LAPACK(sygvd, synann_int itype, char jobz, char uplo, synann_int n, void *a, synann_int lda, void *b,
              synann_int ldb, void *w, void *work, synann_int lwork, void *rwork, synann_int lrwork,
              synann_int *iwork, synann_int liwork) {
    SYNANN_BY_TYPE(sygvd, (LAPACK_COL_MAJOR, itype, jobz, uplo, n, a, lda, b, ldb, w, work, lwork, iwork, liwork),
                   hegvd,
                   (LAPACK_COL_MAJOR, itype, jobz, uplo, n, a, lda, b, ldb, w, work, lwork, rwork, lrwork, iwork,
                    liwork));
}

SYNANN_LAPACK(gehrd, synann_int n, synann_int ilo, synann_int ihi, void *a, synann_int lda, void *tau, void *work,
              synann_int lwork) {
    SYNANN_SAME(gehrd, n, ilo, ihi, a, lda, tau, work, lwork);
}

SYNANN_LAPACK(orghr, synann_int n, synann_int ilo, synann_int ihi, void *a, synann_int lda, const void *tau,
              void *work, synann_int lwork) {
    SYNANN_NAMED(orghr, unghr, n, ilo, ihi, a, lda, tau, work, lwork);
}

// The next three routines compute eigenvalues of general matrices. For real types, `w` receives the real parts and `wi`
// the imaginary parts of the eigenvalues. For complex types, `w` receives the eigenvalues and `wi` is ignored.

SYNANN_LAPACK(geev, char jobvl, char jobvr, synann_int n, void *a, synann_int lda, void *w, void *wi, void *vl,
              synann_int ldvl, void *vr, synann_int ldvr, void *work, synann_int lwork, void *rwork) {
    SYNANN_BY_TYPE(geev, (LAPACK_COL_MAJOR, jobvl, jobvr, n, a, lda, w, wi, vl, ldvl, vr, ldvr, work, lwork), geev,
                   (LAPACK_COL_MAJOR, jobvl, jobvr, n, a, lda, w, vl, ldvl, vr, ldvr, work, lwork, rwork));
}

SYNANN_LAPACK(gees, char jobvs, synann_int n, void *a, synann_int lda, void *w, void *wi, void *vs, synann_int ldvs,
              void *work, synann_int lwork, void *rwork) {
    lapack_int none = 0;
    SYNANN_BY_TYPE(gees,
                   (LAPACK_COL_MAJOR, jobvs, 'N', 0, n, a, lda, &none, w, wi, vs, ldvs, work, lwork, 0), gees,
                   (LAPACK_COL_MAJOR, jobvs, 'N', 0, n, a, lda, &none, w, vs, ldvs, work, lwork, rwork, 0));
}

SYNANN_LAPACK(ggev, char jobvl, char jobvr, synann_int n, void *a, synann_int lda, void *b, synann_int ldb, void *w,
              void *wi, void *beta, void *vl, synann_int ldvl, void *vr, synann_int ldvr, void *work,
              synann_int lwork, void *rwork) {
    SYNANN_BY_TYPE(ggev,
                   (LAPACK_COL_MAJOR, jobvl, jobvr, n, a, lda, b, ldb, w, wi, beta, vl, ldvl, vr, ldvr, work, lwork),
                   ggev,
                   (LAPACK_COL_MAJOR, jobvl, jobvr, n, a, lda, b, ldb, w, beta, vl, ldvl, vr, ldvr, work, lwork,
                    rwork));
}

// Singular values

SYNANN_LAPACK(gebrd, synann_int m, synann_int n, void *a, synann_int lda, void *d, void *e, void *tauq, void *taup,
              void *work, synann_int lwork) {
    SYNANN_SAME(gebrd, m, n, a, lda, d, e, tauq, taup, work, lwork);
}

// LAPACK has this routine for real numbers only. The function returns −1 for complex types.
SYNANN_LAPACK(bdsdc, char uplo, char compq, synann_int n, void *d, void *e, void *u, synann_int ldu, void *vt,
              synann_int ldvt, void *work, synann_int *iwork) {
    if (type == SYNANN_BLAS_S)
        return LAPACKE_sbdsdc_work(LAPACK_COL_MAJOR, uplo, compq, n, (float *)d, (float *)e, (float *)u, ldu,
                                   (float *)vt, ldvt, 0, 0, (float *)work, iwork);
    if (type == SYNANN_BLAS_D)
        return LAPACKE_dbdsdc_work(LAPACK_COL_MAJOR, uplo, compq, n, (double *)d, (double *)e, (double *)u, ldu,
                                   (double *)vt, ldvt, 0, 0, (double *)work, iwork);
    return -1;
}

SYNANN_LAPACK(gesdd, char jobz, synann_int m, synann_int n, void *a, synann_int lda, void *s, void *u, synann_int ldu,
              void *vt, synann_int ldvt, void *work, synann_int lwork, void *rwork, synann_int *iwork) {
    SYNANN_BY_TYPE(gesdd, (LAPACK_COL_MAJOR, jobz, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, iwork), gesdd,
                   (LAPACK_COL_MAJOR, jobz, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, rwork, iwork));
}

SYNANN_LAPACK(gesvd, char jobu, char jobvt, synann_int m, synann_int n, void *a, synann_int lda, void *s, void *u,
              synann_int ldu, void *vt, synann_int ldvt, void *work, synann_int lwork, void *rwork) {
    SYNANN_BY_TYPE(gesvd, (LAPACK_COL_MAJOR, jobu, jobvt, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork), gesvd,
                   (LAPACK_COL_MAJOR, jobu, jobvt, m, n, a, lda, s, u, ldu, vt, ldvt, work, lwork, rwork));
}

#endif
