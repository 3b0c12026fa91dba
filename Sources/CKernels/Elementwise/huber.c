#include "huber.h"

#define KERNEL_SOURCE "../Elementwise/huber_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_huber(synann_scalar_type scalar, double delta, long count, const void *a, const void *b, void *out) {
    DISPATCH_REAL(huber, scalar, delta, count, a, b, out)
}

void synann_huber_gradient(synann_scalar_type scalar, double delta, long count, synann_strided g, const void *a,
                           const void *b, void *out) {
    DISPATCH_REAL(huber_gradient, scalar, delta, count, g, a, b, out)
}
