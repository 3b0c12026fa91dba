#include "sort.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Sorting/top_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_sort_scratch_bytes(long length) {
    // Two arrays of keys and two arrays of positions, with 8 bytes for each element, and 256 counts for each byte of a
    // key.
    const long radix_sort = 4 * 8 * length + 8 * 8 * 256;
    // Two vectors of 64 bytes for each position.
    const long network = 2 * 64 * (length + BASE);
    return length <= NETWORK_LIMIT && network > radix_sort ? network : radix_sort;
}

void synann_sort_lines(synann_scalar_type scalar, int descending, const synann_line_layout *layout, const void *x,
                       void *out, void *scratch) {
    DISPATCH_ANY(sort_lines, scalar, descending, layout, x, out, scratch)
}

void synann_argsort_lines(synann_scalar_type scalar, int descending, const synann_line_layout *layout, const void *x,
                          int64_t *positions, void *scratch) {
    DISPATCH_ANY(argsort_lines, scalar, descending, layout, x, positions, scratch)
}

void synann_search_sorted(synann_scalar_type scalar, int right, long length, const void *sorted, long count,
                          const void *values, int64_t *positions) {
    DISPATCH_ANY(search_sorted, scalar, right, length, sorted, count, values, positions)
}

void synann_top_lines(synann_scalar_type scalar, int least, long count, const synann_line_layout *layout, const void *x,
                      synann_top_positions positions, void *scratch) {
    DISPATCH_ANY(top_lines, scalar, least, count, layout, x, positions, scratch)
}

long synann_find_runs(synann_scalar_type scalar, long count, const void *x, const int64_t *order, int64_t *starts,
                      int64_t *runs) {
    long found = 0;
    DISPATCH_ANY(find_runs, scalar, count, x, order, starts, runs, &found)
    return found;
}
