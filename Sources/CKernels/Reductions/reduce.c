#include "reduce.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Reductions/reduce_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_reduce(synann_scalar_type scalar, synann_reduction reduction, synann_results results,
                   synann_reduced_axes axes, const void *x, const void *shift, void *out) {
    DISPATCH_ANY(reduce, scalar, reduction, results, axes, x, shift, out)
}

void synann_reduce_columns(synann_scalar_type scalar, synann_reduction reduction, synann_reduced_rows shape,
                           const void *x, const void *shift, void *out) {
    DISPATCH_ANY(reduce_columns, scalar, reduction, shape, x, shift, out)
}

void synann_find_extrema(synann_scalar_type scalar, int greatest, synann_results results, long count, long stride,
                         const void *x, int64_t *out) {
    DISPATCH_ANY(find_extrema, scalar, greatest, results, count, stride, x, out)
}

void synann_find_column_extrema(synann_scalar_type scalar, int greatest, synann_reduced_rows shape, const void *x,
                                int64_t *out) {
    DISPATCH_ANY(find_column_extrema, scalar, greatest, shape, x, out)
}

void synann_dot(synann_scalar_type scalar, long count, synann_strided a, synann_strided b, double *out) {
    DISPATCH_REAL(dot, scalar, count, a, b, out)
}
