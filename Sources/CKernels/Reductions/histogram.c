#include "histogram.h"

#include <string.h>

// Successive elements are counted in different tables. So an increment does not wait for the increment before it, even
// if both elements are in the same bin. Tables with more than TABLE_LIMIT bins would not fit in the first-level cache.
enum { TABLES = 4, TABLE_LIMIT = 512 };

static void add_tables(long bins, int64_t tables[TABLES][TABLE_LIMIT], int64_t *counts) {
    for (long bin = 0; bin < bins; bin++)
        for (long table = 0; table < TABLES; table++)
            counts[bin] += tables[table][bin];
}

void synann_count_positions(long count, const int64_t *positions, long bins, int64_t *counts) {
    if (bins > TABLE_LIMIT) {
        for (long i = 0; i < count; i++)
            counts[positions[i]]++;
        return;
    }
    int64_t tables[TABLES][TABLE_LIMIT];
    memset(tables, 0, sizeof tables);
    for (long i = 0; i < count; i++)
        tables[i % TABLES][positions[i]]++;
    add_tables(bins, tables, counts);
}

#define KERNEL_SOURCE "../Reductions/histogram_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_histogram(synann_scalar_type scalar, long count, const void *x, long bins, const void *edges,
                      int64_t *counts) {
    DISPATCH_REAL(histogram, scalar, count, x, bins, edges, counts)
}
