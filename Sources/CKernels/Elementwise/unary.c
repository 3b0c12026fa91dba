#include "unary.h"

#define KERNEL_SOURCE "../Elementwise/unary_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_unary(synann_scalar_type scalar, synann_unary_operation operation, long count, const void *x, void *y) {
    DISPATCH_REAL(unary, scalar, operation, count, x, y)
}

void synann_classify(synann_scalar_type scalar, synann_property property, long count, synann_strided x, uint8_t *out) {
    DISPATCH_REAL(classify, scalar, property, count, x, out)
}
