#include "gather.h"

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

#define SCATTER(type)                                                                  \
    for (long i = 0; i < count; i++)                                                   \
        ((type *)to)[positions[i]] = ((const type *)from)[i * from_stride];

void synann_scatter(long size, long count, const int64_t *positions, const void *from, long from_stride, void *to) {
    FOR_SIZE(SCATTER)
}

long synann_find_nonzero(long count, const uint8_t *bytes, int64_t *positions) {
    long found = 0;
    if (!positions) {
        for (long i = 0; i < count; i++)
            found += bytes[i] != 0;
        return found;
    }
    for (long i = 0; i < count; i++)
        if (bytes[i])
            positions[found++] = i;
    return found;
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

void synann_scatter_combine(synann_scalar_type scalar, synann_scatter_operation operation, long count,
                            const int64_t *positions, const void *from, void *to) {
    DISPATCH_ANY(scatter_combine, scalar, operation, count, positions, from, to)
}
