#include "gather.h"

#include "../Dispatch/wide.h"

#include <string.h>

typedef struct {
    uint64_t low, high;
} element_of_16;

#define FOR_SIZE(statement)                                                            \
    switch (size) {                                                                    \
    case 1: statement(uint8_t) break;                                                  \
    case 2: statement(uint16_t) break;                                                 \
    case 4: statement(uint32_t) break;                                                 \
    case 8: statement(uint64_t) break;                                                 \
    case 16: statement(element_of_16) break;                                           \
    }

#define GATHER(type)                                                                   \
    for (long i = 0; i < count; i++)                                                   \
        ((type *)to)[i] = ((const type *)from)[positions[i]];

void synann_gather(long size, long count, const int64_t *positions, const void *from, void *to) {
    FOR_SIZE(GATHER)
}

// Slices of at least this number of bytes are copied by memcpy. A loop is faster for shorter slices.
enum { SHORTEST_COPY = 64 };

#define GATHER_SLICES(type)                                                            \
    if (from.inner == 1 && from.axis_stride == 1)                                      \
        for (long i = 0; i < count; i++)                                               \
            ((type *)target)[i] = ((const type *)source)[positions[i]];                \
    else if (from.inner == 1)                                                          \
        for (long i = 0; i < count; i++)                                               \
            ((type *)target)[i] = ((const type *)source)[positions[i] * from.axis_stride]; \
    else                                                                               \
        for (long i = 0; i < count; i++)                                               \
            for (long j = 0; j < from.inner; j++)                                      \
                ((type *)target)[i * from.inner + j] =                                 \
                    ((const type *)source)[positions[i] * from.axis_stride + j * from.inner_stride];

// The number of slices between a prefetched slice and the slice that is copied at the same time.
enum { SLICES_AHEAD = 6, CACHE_LINE = 64, LONGEST_PREFETCH = 512 };

// Copies `bytes` bytes, at least 16. A call of memcpy would take longer than the copy of a short slice.
static inline __attribute__((always_inline)) void copy_slice(const char *from, char *to, long bytes) {
    typedef uint64_t pair __attribute__((vector_size(16), aligned(1), may_alias));
    if (bytes > LONGEST_PREFETCH) {
        memcpy(to, from, (size_t)bytes);
        return;
    }
    long i = 0;
    for (; i + 64 <= bytes; i += 64)
        memcpy(to + i, from + i, 64);
    for (; i + 16 <= bytes; i += 16)
        *(pair *)(to + i) = *(const pair *)(from + i);
    if (i < bytes)
        *(pair *)(to + bytes - 16) = *(const pair *)(from + bytes - 16);
}

// Copies slices at the positions. The processor cannot foresee the addresses of short slices, so the loop prefetches
// them.
#define GATHER_BYTES                                                                   \
    for (long i = 0; i < count; i++) {                                                 \
        if (i + SLICES_AHEAD < count && bytes <= LONGEST_PREFETCH) {                   \
            const char *next = from + positions[i + SLICES_AHEAD] * step;              \
            for (long line = 0; line < bytes; line += CACHE_LINE)                      \
                __builtin_prefetch(next + line);                                       \
        }                                                                              \
        copy_slice(from + positions[i] * step, to + i * bytes, bytes);                 \
    }

static void gather_bytes_portable(long count, const int64_t *positions, const char *from, long step, char *to,
                                  long bytes) {
    GATHER_BYTES
}

#if defined(__x86_64__)
WIDE static void gather_bytes_wide(long count, const int64_t *positions, const char *from, long step, char *to,
                                   long bytes) {
    GATHER_BYTES
}
#endif

static void gather_bytes(long count, const int64_t *positions, const char *from, long step, char *to, long bytes) {
    CALL_WIDE(gather_bytes, count, positions, from, step, to, bytes)
}

static int is_copied_by_bytes(long size, synann_slices from) {
    const int has_loop = size == 1 || size == 2 || size == 4 || size == 8 || size == 16;
    return from.inner_stride == 1 && (!has_loop || from.inner * size >= SHORTEST_COPY);
}

void synann_gather_slices(long size, synann_slices from, long count, const int64_t *positions, void *to, long to_count) {
    const int by_bytes = is_copied_by_bytes(size, from);
    for (long o = 0; o < from.outer; o++) {
        const char *source = (const char *)from.data + o * from.outer_stride * size;
        char *target = (char *)to + o * to_count * from.inner * size;
        if (by_bytes && from.inner * size >= SHORTEST_COPY)
            gather_bytes(count, positions, source, from.axis_stride * size, target, from.inner * size);
        else if (by_bytes)
            for (long i = 0; i < count; i++)
                memcpy(target + i * from.inner * size, source + positions[i] * from.axis_stride * size,
                       (size_t)(from.inner * size));
        else
            FOR_SIZE(GATHER_SLICES)
    }
}

#define SCATTER_IN_ROWS(type)                                                          \
    for (long i = 0; i < count; i++) {                                                 \
        if (indices[i] < 0 || indices[i] >= width)                                     \
            return i;                                                                  \
        ((type *)to)[i * width + indices[i]] = *(const type *)value;                   \
    }

long synann_scatter_in_rows(long size, long count, long width, const int64_t *indices, const void *value, void *to) {
    FOR_SIZE(SCATTER_IN_ROWS)
    return -1;
}

#define SCATTER(type)                                                                  \
    for (long i = 0; i < count; i++)                                                   \
        ((type *)to)[positions[i]] = ((const type *)from)[i * from_stride];

void synann_scatter(long size, long count, const int64_t *positions, const void *from, long from_stride, void *to) {
    FOR_SIZE(SCATTER)
}

long synann_add_offsets(long count, long length, long stride, const int64_t *indices, int64_t *offsets) {
    for (long i = 0; i < count; i++) {
        const int64_t position = indices[i] < 0 ? indices[i] + length : indices[i];
        if (position < 0 || position >= length)
            return i;
        offsets[i] += position * stride;
    }
    return -1;
}

void synann_find_nonzero(long count, const uint8_t *bytes, int64_t *positions) {
    // Each step writes a position, and the next step overwrites this position if the byte at this position is 0. The
    // loop therefore has no branch that the processor could predict wrongly.
    long found = 0;
    for (long i = 0; i < count; i++) {
        positions[found] = i;
        found += bytes[i];
    }
}

void synann_unravel(long count, const int64_t *positions, long rank, const long *lengths, int64_t **along) {
    // A row consists of the elements along the last axis. The positions are in ascending order, so successive positions
    // are often in the same row, and a division is rarely necessary.
    const long width = rank > 0 ? lengths[rank - 1] : 1;
    int64_t row = 0, row_end = width;
    for (long i = 0; i < count; i++) {
        const int64_t position = positions[i];
        if (position >= row_end) {
            row = position / width;
            row_end = (row + 1) * width;
        }
        if (rank > 0)
            along[rank - 1][i] = position - (row_end - width);
        if (rank == 2)
            along[0][i] = row;
        if (rank > 2) {
            int64_t rest = row;
            for (long axis = rank - 2; axis >= 0; axis--)
                along[axis][i] = rest % lengths[axis], rest /= lengths[axis];
        }
    }
}

long synann_normalize_indices(long count, long length, const int64_t *indices, int64_t *positions) {
    for (long i = 0; i < count; i++) {
        const int64_t position = indices[i] < 0 ? indices[i] + length : indices[i];
        if (position < 0 || position >= length)
            return i;
        positions[i] = position;
    }
    return -1;
}

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../Indexing/gather_kernel.h"
#include "../Dispatch/instantiate.h"

bool synann_are_positions(long count, long length, const int64_t *indices) {
    int has_negative = 0, is_out_of_range = 0;
    const synann_strided_indices all = {indices, 1};
    DISPATCH_SET(inspect_indices, int64, count, length, all, &has_negative, &is_out_of_range)
    return !has_negative && !is_out_of_range;
}

// The code inspects all indices of a block in one loop, and then reads the elements of the block in a second loop. The
// second loop needs no check.
enum { INDEX_BLOCK = 1024 };

#define GATHER_ALONG_LOOP(type, to_step, from_step, axis_step, position)               \
    for (long i = start; i < end; i++) {                                               \
        const int64_t index = indices.data[i * indices.stride];                        \
        ((type *)to)[i * (to_step)] =                                                  \
            ((const type *)from.data)[i * (from_step) + (position) * (axis_step)];     \
    }

// Gathers elements at neighbouring indices, and fetches the indices and the elements of the next line meanwhile: the
// indices of this line are in the cache, since the first loop has read them.
#define GATHER_LINE(type)                                                              \
    {                                                                                  \
        const int64_t *line = indices.data;                                            \
        const type *source = from.data;                                                \
        long i = start;                                                                \
        for (; i + 8 <= end; i += 8) {                                                 \
            __builtin_prefetch(line + i + count);                                      \
            __builtin_prefetch(source + i + from.length);                              \
            for (long j = i; j < i + 8; j++)                                           \
                ((type *)to)[j] = source[line[j]];                                     \
        }                                                                              \
        for (; i < end; i++)                                                           \
            ((type *)to)[i] = source[line[i]];                                         \
    }

#define GATHER_ALONG(type)                                                             \
    if (is_regular && !has_negative && indices.stride == 1)                            \
        GATHER_LINE(type)                                                              \
    else if (is_regular && !has_negative)                                              \
        GATHER_ALONG_LOOP(type, 1, 0, 1, index)                                        \
    else if (is_regular)                                                               \
        GATHER_ALONG_LOOP(type, 1, 0, 1, index + (index >> 63 & from.length))          \
    else                                                                               \
        GATHER_ALONG_LOOP(                                                             \
            type, to_stride, from.stride, from.axis_stride, index + (index >> 63 & from.length))

long synann_gather_along(long size, long count, synann_indexed_axis from, synann_strided_indices indices, void *to,
                         long to_stride) {
    const int is_regular = from.stride == 0 && from.axis_stride == 1 && to_stride == 1;
    for (long start = 0; start < count; start += INDEX_BLOCK) {
        const long end = count - start < INDEX_BLOCK ? count : start + INDEX_BLOCK;
        int has_negative = 0, is_out_of_range = 0;
        const synann_strided_indices block = {indices.data + start * indices.stride, indices.stride};
        DISPATCH_SET(inspect_indices, int64, end - start, from.length, block, &has_negative, &is_out_of_range)
        if (is_out_of_range) {
            for (long i = start;; i++) {
                const int64_t index = indices.data[i * indices.stride];
                if (index < -from.length || index >= from.length)
                    return i;
            }
        }
        FOR_SIZE(GATHER_ALONG)
    }
    return -1;
}

void synann_scatter_combine(synann_scalar_type scalar, synann_scatter_operation operation, long count,
                            const int64_t *positions, const void *from, void *to) {
    DISPATCH_ANY(scatter_combine, scalar, operation, count, positions, from, to)
}

void synann_scatter_slices(synann_scalar_type scalar, synann_scattered_shape shape, const int64_t *positions,
                           const void *from, void *to) {
    DISPATCH_REAL(scatter_slices, scalar, shape, positions, from, to)
}
