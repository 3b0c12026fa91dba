#ifndef SYNANN_MATRIX_STACK_H
#define SYNANN_MATRIX_STACK_H

#include "../Dispatch/scalar_type.h"

// Linear algebra for stacks of `count` small real matrices, which are dense, row-major and contiguous. Each lane of a
// vector computes one matrix. LAPACK computes one matrix per call and checks the arguments of every call. No result
// depends on neighbouring matrices.
//
// `info` [count] receives 0 for success, −1 if an element that is read is NaN or infinite, or the value documented
// below.

/// The largest number of rows or columns.
enum { SYNANN_MATRIX_STACK_LIMIT = 16 };

/// A stack of `count` matrices with `rows` rows and `columns` columns.
typedef struct {
    long rows, columns, count;
} synann_matrix_stack;

/// A factor of a product. If `is_transpose` is not 0, `matrices` contains the transposes.
typedef struct {
    const void *matrices;
    int is_transpose;
} synann_matrix_stack_factor;

/// C = A·B with A rows × inner and B inner × columns. `stack` describes C.
void synann_matrix_stack_multiply(synann_scalar_type scalar, synann_matrix_stack stack, long inner,
                                  synann_matrix_stack_factor a, synann_matrix_stack_factor b, void *c);

/// Solves A·X = B by Gaussian elimination with partial pivoting. `stack` describes B and X; A is rows × rows. If `b` is
/// null, B is the identity, the matrices must be square, and `x` receives the inverse. info: the number of the first
/// pivot that is 0 (1 … rows).
void synann_matrix_stack_solve(synann_scalar_type scalar, synann_matrix_stack stack, const void *a, const void *b,
                               void *x, int *info);

/// The pivots of the same elimination, `[count, n]`, and their products, the determinants, `[count]`. A pivot is
/// negated if its step exchanged two rows. `pivots` and `products` may be null. info is 0 or −1.
void synann_matrix_stack_pivots(synann_scalar_type scalar, long n, long count, const void *a, void *pivots,
                                void *products, int *info);

/// The Cholesky factor L of A = L·Lᵀ, with zeros above the diagonal. Reads only the lower triangle of A. info: the
/// order of the first leading minor that is not positive.
void synann_matrix_stack_cholesky(synann_scalar_type scalar, long n, long count, const void *a, void *l, int *info);

/// The reduced QR factorization: Q (rows × k) and R (k × columns) of A = Q·R with k = min(rows, columns), by
/// Householder reflections with LAPACK's signs. info is 0 or −1.
void synann_matrix_stack_qr(synann_scalar_type scalar, synann_matrix_stack stack, const void *a, void *q, void *r,
                            int *info);

/// Eigenvalues of symmetric matrices in ascending order, `[count, n]`, and eigenvectors in columns, `[count, n, n]`,
/// by Jacobi rotations. Reads only the lower triangle. `vectors` may be null. info: 1 if the rotations did not
/// converge.
void synann_matrix_stack_symmetric_eigen(synann_scalar_type scalar, long n, long count, const void *a, void *values,
                                         void *vectors, int *info);

/// The reduced singular value decomposition by one-sided Jacobi rotations, with k = min(rows, columns): singular values
/// in descending order, `[count, k]`, U (rows × k) and Vᵀ (k × columns). `u` and `vt` may both be null. info: 1 if the
/// rotations did not converge, or if a value is so near 0 that its singular vector is not determined. Use LAPACK for
/// such a matrix.
void synann_matrix_stack_svd(synann_scalar_type scalar, synann_matrix_stack stack, const void *a, void *values,
                             void *u, void *vt, int *info);

#endif
