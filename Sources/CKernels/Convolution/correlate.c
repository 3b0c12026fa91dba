#include "correlate.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Convolution/correlate_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_correlate(synann_scalar_type scalar, long count, long length, const void *x, const void *weights, void *y) {
    DISPATCH_ANY(correlate, scalar, count, length, x, weights, y)
}
