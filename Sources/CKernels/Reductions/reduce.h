#ifndef SYNANN_REDUCE_H
#define SYNANN_REDUCE_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Reductions of real and integer elements. Integers are summed in int64_t.
typedef enum {
    SYNANN_SUM,
    SYNANN_GREATEST,
    SYNANN_LEAST,
    /// Σ (x − shift)², the second pass of a variance. Only for real types.
    SYNANN_SUM_OF_SQUARES,
    SYNANN_PRODUCT,
} synann_reduction;

/// The axes that a reduction removes, as two nested loops.
typedef struct {
    long outer, outer_stride, inner, inner_stride;
} synann_reduced_axes;

/// `count` results. The elements of each begin `stride` elements after those of the result before it.
typedef struct {
    long count, stride;
} synann_results;

/// out[r] = the reduction of the elements x[r * results.stride + i * outer_stride + j * inner_stride], i < outer,
/// j < inner. Sums and products of integers are of type int64_t and wrap around. Real numbers are summed and multiplied
/// in double; contiguous ones are first summed in short blocks of their own type. The order depends only on the
/// arguments. The sum of no elements is 0, their product is 1. Greatest and least need at least one element; they are NaN
/// if any element is NaN. shift[r] is read only by the sum of squares; otherwise `shift` may be null.
void synann_reduce(synann_scalar_type scalar, synann_reduction reduction, synann_results results,
                   synann_reduced_axes axes, const void *x, const void *shift, void *out);

/// `rows` rows of `columns` elements. Row i starts at element i * stride.
typedef struct {
    long rows, columns, stride;
} synann_reduced_rows;

/// out[j] = the reduction of x[i * stride + j] over i < rows, for j < columns. `shift` [columns] is read only by the
/// sum of squares. Greatest and least need at least one row. Sums and products of integers are of type int64_t.
void synann_reduce_columns(synann_scalar_type scalar, synann_reduction reduction, synann_reduced_rows shape,
                           const void *x, const void *shift, void *out);

/// *out = the first position of the greatest element (least if `greatest` is 0) of x[i * stride], i < count. If any
/// element is NaN, the position of the first NaN. `count` must be at least 1.
void synann_find_extremum(synann_scalar_type scalar, int greatest, long count, long stride, const void *x,
                          int64_t *out);

/// out[j] = the first row of the greatest element (least if `greatest` is 0) of column j, for j < columns: the same as
/// `synann_find_extremum` of each column. There must be at least one row.
void synann_find_column_extrema(synann_scalar_type scalar, int greatest, synann_reduced_rows shape, const void *x,
                                int64_t *out);

#endif
