#include "matrix_stack.h"

#include <float.h>

#define KERNEL_SOURCE "../MatrixStack/matrix_stack_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_matrix_stack_multiply(synann_scalar_type scalar, long rows, long inner, long columns, long count,
                                  const void *a, int a_is_transpose, const void *b, int b_is_transpose, void *c) {
    DISPATCH_REAL(stack_multiply, scalar, rows, inner, columns, count, a, a_is_transpose, b, b_is_transpose, c)
}

void synann_matrix_stack_solve(synann_scalar_type scalar, long n, long columns, long count, const void *a, const void *b,
                               void *x, int *info) {
    DISPATCH_REAL(stack_solve, scalar, n, columns, count, a, b, x, info)
}

void synann_matrix_stack_pivots(synann_scalar_type scalar, long n, long count, const void *a, void *pivots,
                                void *products, int *info) {
    DISPATCH_REAL(stack_pivots, scalar, n, count, a, pivots, products, info)
}

void synann_matrix_stack_cholesky(synann_scalar_type scalar, long n, long count, const void *a, void *l, int *info) {
    DISPATCH_REAL(stack_cholesky, scalar, n, count, a, l, info)
}

void synann_matrix_stack_qr(synann_scalar_type scalar, long rows, long columns, long count, const void *a, void *q,
                            void *r, int *info) {
    DISPATCH_REAL(stack_qr, scalar, rows, columns, count, a, q, r, info)
}

void synann_matrix_stack_symmetric_eigen(synann_scalar_type scalar, long n, long count, const void *a, void *values,
                                         void *vectors, int *info) {
    DISPATCH_REAL(stack_symmetric_eigen, scalar, n, count, a, values, vectors, info)
}

void synann_matrix_stack_svd(synann_scalar_type scalar, long rows, long columns, long count, const void *a, void *values,
                             void *u, void *vt, int *info) {
    DISPATCH_REAL(stack_svd, scalar, rows, columns, count, a, values, u, vt, info)
}
