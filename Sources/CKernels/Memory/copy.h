#ifndef SYNANN_COPY_H
#define SYNANN_COPY_H

#include "../Dispatch/scalar_type.h"

/// Writes to[i * to_stride] = from[i * from_stride] for i < count. Elements have `size` bytes: 1, 2, 4, 8 or 16.
/// Elements of another size are copied only if both strides are 1. The strides count elements. A from_stride of 0
/// repeats a single element. The arrays must not overlap.
void synann_copy(long size, long count, const void *from, long from_stride, void *to, long to_stride);

/// The distances between neighbouring rows and between neighbouring columns of a matrix, in elements.
typedef struct {
    long row, column;
} synann_matrix_strides;

/// Writes to[i * to_strides.row + j * to_strides.column] = from[i * from_strides.row + j * from_strides.column] for
/// i < rows and j < columns. Elements have `size` bytes: 1, 2, 4, 8 or 16. Strides of `from` may be 0 or negative. The
/// arrays must not overlap. Transposed and repeated elements are copied in tiles.
void synann_copy_matrix(long size, long rows, long columns, const void *from, synann_matrix_strides from_strides,
                        void *to, synann_matrix_strides to_strides);

/// Transposes a matrix: writes to[i * to_stride + j] = from[j * from_stride + i] for i < rows and j < columns. Elements
/// have `size` bytes: 1, 2, 4, 8 or 16. The strides count elements. The arrays must not overlap.
void synann_transpose(long size, long rows, long columns, const void *from, long from_stride, void *to, long to_stride);

/// The numbers of rows and columns that surround a matrix.
typedef struct {
    long above, below, left, right;
} synann_matrix_padding;

/// Writes a contiguous matrix surrounded by the element `filler`. The result is contiguous and has
/// above + rows + below rows of left + columns + right elements. Elements have `size` bytes: 1, 2, 4, 8 or 16. The arrays
/// must not overlap.
void synann_pad_matrix(long size, long rows, long columns, const void *from, synann_matrix_padding padding,
                       const void *filler, void *to);

/// Writes out[i] = element i of a if element i of the mask is not 0, and element i of b otherwise, for i < count. The
/// elements of the mask are bytes. The elements of a, b and out have `size` bytes: 1, 2, 4, 8 or 16.
void synann_select(long size, long count, synann_strided mask, synann_strided a, synann_strided b, void *out);

#endif
