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

void synann_binary_rows(synann_scalar_type scalar, synann_binary_operation operation, long rows, long columns,
                        synann_strided_rows a, synann_strided_rows b, void *out, long out_stride) {
    DISPATCH_ANY(binary_rows, scalar, operation, rows, columns, a, b, out, out_stride)
}

void synann_compare_rows(synann_scalar_type scalar, synann_comparison comparison, long rows, long columns,
                         synann_strided_rows a, synann_strided_rows b, uint8_t *out, long out_stride) {
    DISPATCH_ANY(compare_rows, scalar, comparison, rows, columns, a, b, out, out_stride)
}

int synann_equal(synann_scalar_type scalar, long count, const void *a, const void *b) {
    int are_equal = 0;
    DISPATCH_ANY(compare_all, scalar, count, a, b, &are_equal)
    return are_equal;
}
