#include "count.h"

#include <stdint.h>

// A lane is a byte, so it counts at most ROWS = 255 rows without overflow.
enum { LANES = 64, ROWS = 255 };

static long count_rows(long rows, const uint8_t *x) {
    uint8_t lanes[LANES] = {0};
    for (long row = 0; row < rows; row++)
        for (long lane = 0; lane < LANES; lane++)
            lanes[lane] += x[row * LANES + lane];
    long total = 0;
    for (long lane = 0; lane < LANES; lane++)
        total += lanes[lane];
    return total;
}

long synann_count_true(long count, const void *bytes) {
    const uint8_t *x = bytes;
    long total = 0;
    while (count >= LANES) {
        long rows = count / LANES < ROWS ? count / LANES : ROWS;
        total += count_rows(rows, x);
        x += rows * LANES;
        count -= rows * LANES;
    }
    for (long i = 0; i < count; i++)
        total += x[i];
    return total;
}
