#ifndef SYNANN_GATHER_H
#define SYNANN_GATHER_H

#include <stdbool.h>
#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Writes to[i] = from[positions[i]] for i < count. Elements have `size` bytes: 1, 2, 4, 8 or 16. The positions are not
/// checked.
void synann_gather(long size, long count, const int64_t *positions, const void *from, void *to);

/// A tensor of the shape [outer, length, inner] from which slices along the second axis are selected. Element (o, p, j)
/// is data[o * outer_stride + p * axis_stride + j * inner_stride].
typedef struct {
    const void *data;
    long outer, outer_stride, axis_stride, inner, inner_stride;
} synann_slices;

/// Writes to[(o * to_count + i) * inner + j] = element (o, positions[i], j) of `from`, for o < outer, i < count and
/// j < inner. Elements have `size` bytes: 1, 2, 4, 8 or 16. Elements of another size are copied only if inner_stride is
/// 1. The positions are not checked.
void synann_gather_slices(long size, synann_slices from, long count, const int64_t *positions, void *to, long to_count);

/// The shapes of the tensors of a scatter: [outer, count, inner] for the slices, [outer, length, inner] for the sums.
typedef struct {
    long outer, count, length, inner;
} synann_scattered_shape;

/// Adds slices at positions: to[(o * length + positions[i]) * inner + j] += from[(o * count + i) * inner + j] for
/// o < outer, i < count and j < inner. The slices with equal positions are added in their order. The positions are not
/// checked. `scalar` is SYNANN_FLOAT or SYNANN_DOUBLE. The arrays must not overlap.
void synann_scatter_slices(synann_scalar_type scalar, synann_scattered_shape shape, const int64_t *positions,
                           const void *from, void *to);

/// Writes to[i * width + indices[i]] = *value for i < count. Elements have `size` bytes: 1, 2, 4, 8 or 16. Returns −1.
/// If an index is not in 0 ..< width, the function stops at the first such index and returns its position.
long synann_scatter_in_rows(long size, long count, long width, const int64_t *indices, const void *value, void *to);

/// An array of indices: index i is data[i * stride]. A stride of 0 repeats a single index.
typedef struct {
    const int64_t *data;
    long stride;
} synann_strided_indices;

/// A tensor from which elements are selected along one axis: element i of the result is data[i * stride + p *
/// axis_stride] for a position p in 0 ..< length.
typedef struct {
    const void *data;
    long stride;
    long axis_stride;
    long length;
} synann_indexed_axis;

/// Writes to[i * to_stride] = from.data[i * from.stride + p * from.axis_stride] for i < count, where p is index i of
/// `indices`, plus from.length if the index is negative. Elements have `size` bytes: 1, 2, 4, 8 or 16. Returns −1. If
/// an index is not in −length ..< length, the function returns the position of the first such index, and the result is
/// incomplete.
long synann_gather_along(long size, long count, synann_indexed_axis from, synann_strided_indices indices, void *to,
                         long to_stride);

/// Adds p · stride to offsets[i] for i < count, where p is indices[i], plus `length` if the index is negative. Returns
/// −1. If an index is not in −length ..< length, the function stops at the first such index and returns its position.
long synann_add_offsets(long count, long length, long stride, const int64_t *indices, int64_t *offsets);

/// Writes to[positions[i]] = from[i * from_stride] for i < count, in this order. If positions are equal, the last
/// element remains. Elements have `size` bytes: 1, 2, 4, 8 or 16. The stride counts elements, and a stride of 0 repeats
/// a single element. The positions are not checked.
void synann_scatter(long size, long count, const int64_t *positions, const void *from, long from_stride, void *to);

/// The operation that combines an element of `from` with the element of `to` at position positions[i].
/// SYNANN_SCATTER_GREATEST and SYNANN_SCATTER_LEAST give NaN if an element is NaN.
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

/// Writes the positions i < count with bytes[i] ≠ 0 in ascending order. `positions` needs space for one additional
/// element at the end, which the function may overwrite. The bytes are 0 or 1.
void synann_find_nonzero(long count, const uint8_t *bytes, int64_t *positions);

/// Writes the index of each position along each axis of a row-major tensor: along[axis][i] for i < count. The positions
/// are in ascending order, and `lengths` are the lengths of the `rank` axes.
void synann_unravel(long count, const int64_t *positions, long rank, const long *lengths, int64_t **along);

/// Returns whether all `count` indices are in 0 ..< length.
bool synann_are_positions(long count, long length, const int64_t *indices);

/// Writes positions[i] = indices[i] for i < count, with `length` added to negative indices. Returns −1. If an index is
/// not in −length ..< length, the function stops at the first such index and returns its position.
long synann_normalize_indices(long count, long length, const int64_t *indices, int64_t *positions);

#endif
