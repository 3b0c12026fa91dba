#include "softmax.h"

#define KERNEL_SOURCE "../Reductions/softmax_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_softmax(synann_scalar_type scalar, synann_softmax_operation operation, long rows, long columns,
                    const void *x, void *out) {
    DISPATCH_REAL(softmax, scalar, operation, rows, columns, x, out)
}

void synann_softmax_gradient(synann_scalar_type scalar, synann_softmax_operation operation, long rows, long columns,
                             const void *g, const void *y, void *out) {
    DISPATCH_REAL(softmax_gradient, scalar, operation, rows, columns, g, y, out)
}
