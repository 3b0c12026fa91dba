#include "binary.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Elementwise/binary_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_binary(synann_scalar_type scalar, synann_binary_operation operation, long count, const void *a,
                   long a_stride, const void *b, long b_stride, void *out) {
    DISPATCH_ANY(binary, scalar, operation, count, a, a_stride, b, b_stride, out)
}

void synann_compare(synann_scalar_type scalar, synann_comparison comparison, long count, const void *a, long a_stride,
                    const void *b, long b_stride, uint8_t *out) {
    DISPATCH_ANY(compare, scalar, comparison, count, a, a_stride, b, b_stride, out)
}

void synann_select(synann_scalar_type scalar, long count, const uint8_t *mask, long mask_stride, const void *a,
                   long a_stride, const void *b, long b_stride, void *out) {
    DISPATCH_ANY(select, scalar, count, mask, mask_stride, a, a_stride, b, b_stride, out)
}
