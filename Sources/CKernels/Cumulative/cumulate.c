#include "cumulate.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Cumulative/cumulate_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_cumulate(synann_scalar_type scalar, synann_cumulation cumulation, synann_cumulated_axis axis, long first,
                     long end, const void *x, void *out) {
    DISPATCH_ANY(cumulate, scalar, cumulation, axis, first, end, x, out)
}

void synann_cumulate_position(synann_scalar_type scalar, int greatest, synann_cumulated_axis axis, const void *x,
                              int64_t *out) {
    DISPATCH_ANY(cumulate_position, scalar, greatest, axis, x, out)
}

void synann_linear_recurrence(synann_scalar_type scalar, synann_cumulated_axis axis, const void *a, const void *b,
                              void *y) {
    DISPATCH_REAL(linear_recurrence, scalar, axis, a, b, y)
}
