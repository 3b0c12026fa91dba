#include "sort.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Sorting/sort_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_sort_scratch_bytes(synann_scalar_type scalar, long count) {
    (void)scalar;
    // Two arrays of keys and two of positions.
    return 4 * 8 * count + 8 * 8 * 256;
}

void synann_sort(synann_scalar_type scalar, int descending, long count, synann_strided x, void *out, long out_stride,
                 void *scratch) {
    DISPATCH_ANY(sort, scalar, descending, count, x, out, out_stride, scratch)
}

void synann_argsort(synann_scalar_type scalar, int descending, long count, synann_strided x, int64_t *positions,
                    long out_stride, void *scratch) {
    DISPATCH_ANY(argsort, scalar, descending, count, x, positions, out_stride, scratch)
}

void synann_search_sorted(synann_scalar_type scalar, int right, long length, const void *sorted, long count,
                          const void *values, int64_t *positions) {
    DISPATCH_ANY(search_sorted, scalar, right, length, sorted, count, values, positions)
}
