#ifndef SYNANN_GATHER_H
#define SYNANN_GATHER_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Writes to[i] = from[positions[i]] for i < count. Elements have `size` bytes: 1, 2, 4, 8 or 16. The positions are not
/// checked.
void synann_gather(long size, long count, const int64_t *positions, const void *from, void *to);

/// Writes to[positions[i]] = from[i * from_stride] for i < count, in this order. If positions are equal, the last
/// element remains. Elements have `size` bytes: 1, 2, 4, 8 or 16. The stride counts elements, and a stride of 0 repeats
/// a single element. The positions are not checked.
void synann_scatter(long size, long count, const int64_t *positions, const void *from, long from_stride, void *to);

/// The operation that combines an element with the element at its position. SYNANN_SCATTER_GREATEST and
/// SYNANN_SCATTER_LEAST are NaN if one of the two elements is NaN.
typedef enum {
    SYNANN_SCATTER_ADD,
    SYNANN_SCATTER_MULTIPLY,
    SYNANN_SCATTER_GREATEST,
    SYNANN_SCATTER_LEAST,
} synann_scatter_operation;

/// Computes to[positions[i]] = operation(to[positions[i]], from[i]) for i < count, in this order. The positions are not
/// checked.
void synann_scatter_combine(synann_scalar_type scalar, synann_scatter_operation operation, long count,
                            const int64_t *positions, const void *from, void *to);

/// Writes the positions i < count with bytes[i] ≠ 0 in ascending order, and returns their number. If `positions` is
/// null, the function only counts.
long synann_find_nonzero(long count, const uint8_t *bytes, int64_t *positions);

/// Writes positions[i] = indices[i] for i < count, with `length` added to negative indices. Returns −1. If an index is
/// not in −length ..< length, the function stops at the first such index and returns its position.
long synann_normalize_indices(long count, long length, const int64_t *indices, int64_t *positions);

#endif
