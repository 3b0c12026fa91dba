// Counts and finds bytes, each of which is 0 or 1. The kernel works on vectors of VECTOR_BYTES bytes, so it is compiled
// only once for each instruction set: for float, whose masks have the function any_lane.

#ifdef IS_FLOAT

#include "../Vector/vector_lanes.h"

// A byte of a sum counts at most MOST_ROWS vectors, so it does not overflow.
#ifndef MOST_ROWS
#define MOST_ROWS 255
#endif

typedef uint8_t NAME(vbytes) __attribute__((vector_size(VECTOR_BYTES)));
typedef uint64_t NAME(vlongs) __attribute__((vector_size(VECTOR_BYTES)));

INLINE NAME(vbytes) NAME(load_bytes)(const uint8_t *from) {
    NAME(vbytes) value;
    memcpy(&value, from, sizeof value);
    return value;
}

// Returns the sum of all bytes. The bytes are first added in pairs, so that the four sums in 64 bits do not overflow.
INLINE long NAME(sum_of_bytes)(NAME(vbytes) v) {
    const uint64_t low_bytes = 0x00ff00ff00ff00ff;
    const NAME(vlongs) pairs = ((NAME(vlongs))v & low_bytes) + (((NAME(vlongs))v >> 8) & low_bytes);
    uint64_t total = 0;
    for (int i = 0; i < VECTOR_BYTES / 8; i++)
        total += pairs[i] * 0x0001000100010001 >> 48;
    return (long)total;
}

static void NAME(count_true)(long count, const uint8_t *x, long *result) {
    const long step = 4 * VECTOR_BYTES;
    long total = 0, i = 0;
    while (i + step <= count) {
        const long end = i + step * MOST_ROWS;
        NAME(vbytes) sums[4] = {{0}};
        for (; i + step <= count && i < end; i += step)
            for (int part = 0; part < 4; part++)
                sums[part] += NAME(load_bytes)(x + i + part * VECTOR_BYTES);
        for (int part = 0; part < 4; part++)
            total += NAME(sum_of_bytes)(sums[part]);
    }
    for (; i < count; i++)
        total += x[i];
    *result = total;
}

// Inspects eight vectors at a time, so that the function stops soon after the first byte that it looks for.
static void NAME(contains)(long count, const uint8_t *x, int value, int *result) {
    const uint8_t other = !value;
    const NAME(vbytes) others = other - (NAME(vbytes)){0};
    const long step = 8 * VECTOR_BYTES;
    long i = 0;
    *result = 1;
    for (; i + step <= count; i += step) {
        NAME(vbytes) found = {0};
        for (int part = 0; part < 8; part++)
            found |= NAME(load_bytes)(x + i + part * VECTOR_BYTES) ^ others;
        if (NAME(any_lane)((vint)found))
            return;
    }
    for (; i < count; i++)
        if (x[i] != other)
            return;
    *result = 0;
}

#endif
