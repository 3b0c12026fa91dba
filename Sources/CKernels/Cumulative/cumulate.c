#include "cumulate.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Cumulative/cumulate_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_cumulate(synann_scalar_type scalar, synann_cumulation cumulation, int reverse,
                     const synann_line_layout *layout, const void *x, void *out) {
    DISPATCH_ANY(cumulate, scalar, cumulation, reverse, layout, x, out)
}

void synann_cumulate_position(synann_scalar_type scalar, int greatest, int reverse, const synann_line_layout *layout,
                              const void *x, int64_t *out) {
    DISPATCH_ANY(cumulate_position, scalar, greatest, reverse, layout, x, out)
}

void synann_linear_recurrence(synann_scalar_type scalar, int reverse, const synann_line_layout *layout, const void *a,
                              const void *b, void *y) {
    DISPATCH_REAL(linear_recurrence, scalar, reverse, layout, a, b, y)
}

void synann_complex_recurrence(synann_scalar_type scalar, int reverse, const synann_line_layout *layout,
                               const void *a, const void *b, void *y) {
    DISPATCH_REAL(complex_recurrence, scalar, reverse, layout, a, b, y)
}
