#ifndef SYNANN_COPY_H
#define SYNANN_COPY_H

/// to[i * to_stride] = from[i * from_stride] for i < count, elements of `size` bytes (1, 2, 4, 8 or 16), strides in
/// elements. The arrays do not overlap. A from_stride of 0 fills.
void synann_copy(long size, long count, const void *from, long from_stride, void *to, long to_stride);

/// A copy of a matrix that turns its axes: to[i * to_stride + j] = from[j * from_stride + i] for i < rows, j < columns.
void synann_transpose(long size, long rows, long columns, const void *from, long from_stride, void *to, long to_stride);

#endif
