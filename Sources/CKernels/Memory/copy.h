#ifndef SYNANN_COPY_H
#define SYNANN_COPY_H

#include "../Dispatch/scalar_type.h"

/// to[i * to_stride] = from[i * from_stride] for i < count. Elements have `size` bytes (1, 2, 4, 8 or 16; other sizes
/// are copied only if both strides are 1). Strides count elements. A from_stride of 0 fills. The arrays must not
/// overlap.
void synann_copy(long size, long count, const void *from, long from_stride, void *to, long to_stride);

/// Transposes a matrix: to[i * to_stride + j] = from[j * from_stride + i] for i < rows, j < columns, with elements of
/// `size` bytes (1, 2, 4, 8 or 16). Strides count elements. The arrays must not overlap.
void synann_transpose(long size, long rows, long columns, const void *from, long from_stride, void *to, long to_stride);

/// out[i] = element i of a if element i of the mask, a byte, is not 0, else element i of b, for i < count. Elements have
/// `size` bytes (1, 2, 4, 8 or 16).
void synann_select(long size, long count, synann_strided mask, synann_strided a, synann_strided b, void *out);

#endif
