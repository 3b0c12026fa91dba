#include "binary.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Elementwise/binary_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_binary(synann_scalar_type scalar, synann_binary_operation operation, long count, synann_strided a,
                   synann_strided b, void *out) {
    DISPATCH_ANY(binary, scalar, operation, count, a, b, out)
}

void synann_compare(synann_scalar_type scalar, synann_comparison comparison, long count, synann_strided a,
                    synann_strided b, uint8_t *out) {
    DISPATCH_ANY(compare, scalar, comparison, count, a, b, out)
}

int synann_equal(synann_scalar_type scalar, long count, const void *a, const void *b) {
    int are_equal = 0;
    DISPATCH_ANY(compare_all, scalar, count, a, b, &are_equal)
    return are_equal;
}
