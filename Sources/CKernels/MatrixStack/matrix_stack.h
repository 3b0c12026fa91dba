#ifndef SYNANN_MATRIX_STACK_H
#define SYNANN_MATRIX_STACK_H

#include "../Dispatch/scalar_type.h"

// Stacks of small real matrices, one matrix in each lane of the vectors: `count` dense matrices, row-major, one after the
// other. What LAPACK does one matrix at a time, with a call and its checks for each, is done here for as many as there are
// lanes. No matrix depends on its neighbours. `info` gets one number for each matrix: 0 where all went well, −1 where an
// element that is read is NaN or infinite, what else is said below.

/// The largest rows or columns that these take.
enum { SYNANN_MATRIX_STACK_LIMIT = 16 };

/// C = A·B: rows × inner times inner × columns. A stored transpose is one that lies in memory as inner × rows, or columns ×
/// inner.
void synann_matrix_stack_multiply(synann_scalar_type scalar, long rows, long inner, long columns, long count,
                                  const void *a, int a_is_transpose, const void *b, int b_is_transpose, void *c);

/// X of A·X = B by elimination with partial pivoting; `a` is n × n, `b` and `x` n × columns. Where `b` is null it is the
/// identity (columns = n), and x the inverse. info: the first pivot that is 0, counted from 1.
void synann_matrix_stack_solve(synann_scalar_type scalar, long n, long columns, long count, const void *a, const void *b,
                               void *x, int *info);

/// The pivots of the same elimination, `[count, n]`, negative for each exchange of rows, and their products, the
/// determinants, `[count]`. Either may be null.
void synann_matrix_stack_pivots(synann_scalar_type scalar, long n, long count, const void *a, void *pivots,
                                void *products, int *info);

/// L of L·Lᵀ = A, with zeros above the diagonal; reads the lower triangle alone. info: the order of the first minor that is not
/// positive.
void synann_matrix_stack_cholesky(synann_scalar_type scalar, long n, long count, const void *a, void *l, int *info);

/// Q (rows × k) and R (k × columns) of A, k = min(rows, columns), by Householder reflections with LAPACK's signs.
void synann_matrix_stack_qr(synann_scalar_type scalar, long rows, long columns, long count, const void *a, void *q,
                            void *r, int *info);

/// Eigenvalues, ascending, `[count, n]`, and vectors in columns of symmetric matrices by Jacobi's rotations; reads the
/// lower triangle alone. `vectors` may be null. info: 1 where it did not converge.
void synann_matrix_stack_symmetric_eigen(synann_scalar_type scalar, long n, long count, const void *a, void *values,
                                         void *vectors, int *info);

/// Singular values, descending, `[count, k]`, U (rows × k) and Vᵀ (k × columns) by one-sided Jacobi rotations; `u` and
/// `vt` may be null together. info: 1 where it did not converge, or where a value is so near 0 that its vector is not
/// determined: LAPACK has to do that matrix.
void synann_matrix_stack_svd(synann_scalar_type scalar, long rows, long columns, long count, const void *a, void *values,
                             void *u, void *vt, int *info);

#endif
