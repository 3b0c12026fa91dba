#ifndef SYNANN_GATHER_H
#define SYNANN_GATHER_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// to[i] = from[positions[i]] for i < count, with elements of `size` bytes (1, 2, 4, 8 or 16).
void synann_gather(long size, long count, const int64_t *positions, const void *from, void *to);

/// to[positions[i]] = from[i * from_stride] for i < count in order, so the last of equal positions wins. A stride of 0
/// repeats one element.
void synann_scatter(long size, long count, const int64_t *positions, const void *from, long from_stride, void *to);

/// How an element joins the element at its position. Greatest and least are NaN if either is NaN.
typedef enum {
    SYNANN_SCATTER_ADD,
    SYNANN_SCATTER_MULTIPLY,
    SYNANN_SCATTER_GREATEST,
    SYNANN_SCATTER_LEAST,
} synann_scatter_operation;

/// to[positions[i]] = operation(to[positions[i]], from[i]) for i < count, in order.
void synann_scatter_combine(synann_scalar_type scalar, synann_scatter_operation operation, long count,
                            const int64_t *positions, const void *from, void *to);

/// Writes the positions i < count with bytes[i] ≠ 0, in order, and returns their number. `positions` may be null.
long synann_find_nonzero(long count, const uint8_t *bytes, int64_t *positions);

/// Adds `length` to the negative ones of `count` indices. Returns the position of the first index that is not in
/// −length ..< length, or −1.
long synann_normalize_indices(long count, long length, const int64_t *indices, int64_t *positions);

#endif
