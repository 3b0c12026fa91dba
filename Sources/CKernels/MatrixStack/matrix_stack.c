#include "matrix_stack.h"

#include <float.h>

#define KERNEL_SOURCE "../MatrixStack/matrix_stack_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_matrix_stack_multiply(synann_scalar_type scalar, synann_matrix_stack stack, long inner,
                                  synann_matrix_stack_factor a, synann_matrix_stack_factor b, void *c) {
    DISPATCH_REAL(matrix_stack_multiply, scalar, stack, inner, a, b, c)
}

void synann_matrix_stack_solve(synann_scalar_type scalar, synann_matrix_stack stack, const void *a, const void *b,
                               void *x, int *info) {
    DISPATCH_REAL(matrix_stack_solve, scalar, stack, a, b, x, info)
}

void synann_matrix_stack_pivots(synann_scalar_type scalar, long n, long count, const void *a, void *pivots,
                                void *products, int *info) {
    DISPATCH_REAL(matrix_stack_pivots, scalar, n, count, a, pivots, products, info)
}

void synann_matrix_stack_cholesky(synann_scalar_type scalar, long n, long count, const void *a, void *l, int *info) {
    DISPATCH_REAL(matrix_stack_cholesky, scalar, n, count, a, l, info)
}

void synann_matrix_stack_qr(synann_scalar_type scalar, synann_matrix_stack stack, const void *a, void *q, void *r,
                            int *info) {
    DISPATCH_REAL(matrix_stack_qr, scalar, stack, a, q, r, info)
}

void synann_matrix_stack_symmetric_eigen(synann_scalar_type scalar, long n, long count, const void *a, void *values,
                                         void *vectors, int *info) {
    DISPATCH_REAL(matrix_stack_symmetric_eigen, scalar, n, count, a, values, vectors, info)
}

void synann_matrix_stack_svd(synann_scalar_type scalar, synann_matrix_stack stack, const void *a, void *values,
                             void *u, void *vt, int *info) {
    DISPATCH_REAL(matrix_stack_svd, scalar, stack, a, values, u, vt, info)
}
