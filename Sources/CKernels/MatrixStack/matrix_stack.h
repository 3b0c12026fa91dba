#ifndef SYNANN_MATRIX_STACK_H
#define SYNANN_MATRIX_STACK_H

#include "../Dispatch/scalar_type.h"

// Linear algebra for stacks of `count` small real matrices, which are dense, row-major and contiguous. Each lane of a
// vector processes a different matrix. LAPACK, in contrast, processes a single matrix in each call and checks the
// arguments of every call. The result for a matrix does not depend on the other matrices.
//
// `info` [count] receives a status code for each matrix: 0 for success, −1 if an element that the function reads is NaN
// or infinite, or a positive number that the comment of the function explains. If the code is not 0, the other results
// for this matrix are unspecified.

/// The greatest number of rows or columns of a matrix.
enum { SYNANN_MATRIX_STACK_LIMIT = 16 };

/// A stack of `count` matrices with `rows` rows and `columns` columns.
typedef struct {
    long rows, columns, count;
} synann_matrix_stack;

/// A factor of a product. If `is_transpose` is not 0, `matrices` contains the transposes of the factors.
typedef struct {
    const void *matrices;
    int is_transpose;
} synann_matrix_stack_factor;

/// Computes the products C = A·B, where A is rows × inner and B is inner × columns. `stack` describes C. There is no
/// status code; NaN and infinity follow the rules of arithmetic.
void synann_matrix_stack_multiply(synann_scalar_type scalar, synann_matrix_stack stack, long inner,
                                  synann_matrix_stack_factor a, synann_matrix_stack_factor b, void *c);

/// Solves A·X = B by Gaussian elimination with partial pivoting. `stack` describes B and X, and A is rows × rows. If
/// `b` is null, B is the identity, and `x` receives the inverses; then `rows` must equal `columns`. A positive `info`
/// is the number of the first pivot that is 0, counted from 1.
void synann_matrix_stack_solve(synann_scalar_type scalar, synann_matrix_stack stack, const void *a, const void *b,
                               void *x, int *info);

/// Computes the pivots of the elimination of `synann_matrix_stack_solve`, [count, n], and their products, which are the
/// determinants, [count]. A pivot is negated if its step exchanged two rows. `pivots` and `products` may be null.
/// `info` is 0 or −1.
void synann_matrix_stack_pivots(synann_scalar_type scalar, long n, long count, const void *a, void *pivots,
                                void *products, int *info);

/// Computes the Cholesky factor L of A = L·Lᵀ, with zeros above the diagonal. A and L are n × n. The function reads
/// only the elements on and below the diagonal of A. A positive `info` is the order of the first leading minor that is
/// not positive.
void synann_matrix_stack_cholesky(synann_scalar_type scalar, long n, long count, const void *a, void *l, int *info);

/// Computes the reduced QR factorization A = Q·R: Q is rows × k and R is k × columns with k = min(rows, columns).
/// `stack` describes A. The method is Householder reflections with the signs of LAPACK. `info` is 0 or −1.
void synann_matrix_stack_qr(synann_scalar_type scalar, synann_matrix_stack stack, const void *a, void *q, void *r,
                            int *info);

/// Computes the eigenvalues of symmetric n × n matrices in ascending order, [count, n], and the eigenvectors in
/// columns, [count, n, n], by Jacobi rotations. The function reads only the elements on and below the diagonal.
/// `vectors` may be null. `info` is 1 if the rotations did not converge.
void synann_matrix_stack_symmetric_eigen(synann_scalar_type scalar, long n, long count, const void *a, void *values,
                                         void *vectors, int *info);

/// Computes the reduced singular value decomposition A = U·Σ·Vᵀ by one-sided Jacobi rotations. With k = min(rows,
/// columns), the results are the singular values in descending order, [count, k], U (rows × k) and Vᵀ (k × columns).
/// `stack` describes A. `u` and `vt` may both be null. `info` is 1 if the rotations did not converge, or if `u` is not
/// null and a singular value is so near 0 that the rotations do not determine its singular vectors. LAPACK decomposes
/// such matrices.
void synann_matrix_stack_svd(synann_scalar_type scalar, synann_matrix_stack stack, const void *a, void *values,
                             void *u, void *vt, int *info);

#endif
