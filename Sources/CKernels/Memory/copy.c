#include "copy.h"

#include <stdint.h>
#include <string.h>

typedef struct {
    uint64_t words[2];
} pair;

#define FILL(type)                                                                              \
    {                                                                                           \
        type value = *(const type *)from;                                                       \
        for (long i = 0; i < count; i++)                                                        \
            ((type *)to)[i] = value;                                                            \
    }                                                                                           \
    return;

static void fill(long size, long count, const void *from, void *to) {
    switch (size) {
    case 1: FILL(uint8_t)
    case 2: FILL(uint16_t)
    case 4: FILL(uint32_t)
    case 8: FILL(uint64_t)
    case 16: FILL(pair)
    }
}

#define COPY_STRIDED(type)                                                                      \
    for (long i = 0; i < count; i++)                                                            \
        ((type *)to)[i * to_stride] = ((const type *)from)[i * from_stride];                    \
    break;

void synann_copy(long size, long count, const void *from, long from_stride, void *to,
                      long to_stride) {
    if (from_stride == 1 && to_stride == 1) {
        memcpy(to, from, (size_t)(size * count));
        return;
    }
    if (from_stride == 0 && to_stride == 1 && count > 0) {
        fill(size, count, from, to);
        return;
    }
    switch (size) {
    case 1: COPY_STRIDED(uint8_t)
    case 2: COPY_STRIDED(uint16_t)
    case 4: COPY_STRIDED(uint32_t)
    case 8: COPY_STRIDED(uint64_t)
    case 16: COPY_STRIDED(pair)
    }
}

// The side of the square tiles in which a matrix is transposed. A tile is so small that its cache lines stay in the
// first-level cache until all their elements are read.
enum { TILE = 16 };

#define COPY_TILE(type, height, width)                                                          \
    for (long i = i0; i < i0 + (height); i++)                                                   \
        for (long j = j0; j < j0 + (width); j++)                                                \
            ((type *)to)[i * to_stride + j] = ((const type *)from)[j * from_stride + i];

// The sides of a whole tile are constants, so that the compiler unrolls the loops.
#define TRANSPOSE(type)                                                                         \
    for (long i0 = 0; i0 < rows; i0 += TILE)                                                    \
        for (long j0 = 0; j0 < columns; j0 += TILE) {                                           \
            const long height = rows - i0 < TILE ? rows - i0 : TILE;                            \
            const long width = columns - j0 < TILE ? columns - j0 : TILE;                       \
            if (height == TILE && width == TILE) {                                              \
                COPY_TILE(type, TILE, TILE)                                                     \
            } else {                                                                            \
                COPY_TILE(type, height, width)                                                  \
            }                                                                                   \
        }                                                                                       \
    break;

void synann_transpose(long size, long rows, long columns, const void *from, long from_stride, void *to,
                      long to_stride) {
    switch (size) {
    case 1: TRANSPOSE(uint8_t)
    case 2: TRANSPOSE(uint16_t)
    case 4: TRANSPOSE(uint32_t)
    case 8: TRANSPOSE(uint64_t)
    case 16: TRANSPOSE(pair)
    }
}

#define SELECT_LOOP(type, mask_stride, a_stride, b_stride)                                      \
    for (long i = 0; i < count; i++)                                                            \
        ((type *)out)[i] = takes_first[i * (mask_stride)] ? ((const type *)a.data)[i * (a_stride)] \
                                                          : ((const type *)b.data)[i * (b_stride)];

// With constant strides the compiler vectorizes the loop.
#define SELECT(type)                                                                            \
    if (mask.stride == 1 && a.stride == 1 && b.stride == 1)                                     \
        SELECT_LOOP(type, 1, 1, 1)                                                              \
    else if (mask.stride == 1 && a.stride == 1 && b.stride == 0)                                \
        SELECT_LOOP(type, 1, 1, 0)                                                              \
    else if (mask.stride == 1 && a.stride == 0 && b.stride == 1)                                \
        SELECT_LOOP(type, 1, 0, 1)                                                              \
    else                                                                                        \
        SELECT_LOOP(type, mask.stride, a.stride, b.stride)                                      \
    break;

void synann_select(long size, long count, synann_strided mask, synann_strided a, synann_strided b, void *out) {
    const uint8_t *takes_first = mask.data;
    switch (size) {
    case 1: SELECT(uint8_t)
    case 2: SELECT(uint16_t)
    case 4: SELECT(uint32_t)
    case 8: SELECT(uint64_t)
    case 16: SELECT(pair)
    }
}
