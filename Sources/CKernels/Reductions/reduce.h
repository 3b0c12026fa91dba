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
    /// Only for integers.
    SYNANN_PRODUCT,
} synann_reduction;

/// The axes that a reduction removes, as two nested loops.
typedef struct {
    long outer, outer_stride, inner, inner_stride;
} synann_reduced_axes;

/// *out = the reduction of the elements x[i * outer_stride + j * inner_stride], i < outer, j < inner. Real numbers are
/// summed in double; contiguous ones first in short blocks of their own type. The order depends only on the arguments.
/// The sum of no elements is 0. Greatest and least need at least one element; they are NaN if any element is NaN.
/// `shift` points to one value and is read only by the sum of squares.
void synann_reduce(synann_scalar_type scalar, synann_reduction reduction, synann_reduced_axes axes, const void *x,
                   const void *shift, void *out);

/// `rows` rows of `columns` elements. Row i starts at element i * stride.
typedef struct {
    long rows, columns, stride;
} synann_reduced_rows;

/// out[j] = the reduction of x[i * stride + j] over i < rows, for j < columns. `shift` [columns] is read only by the
/// sum of squares. Greatest and least need at least one row.
void synann_reduce_columns(synann_scalar_type scalar, synann_reduction reduction, synann_reduced_rows shape,
                           const void *x, const void *shift, void *out);

/// *out = the first position of the greatest element (least if `greatest` is 0) of x[i * stride], i < count. If any
/// element is NaN, the position of the first NaN. `count` must be at least 1.
void synann_find_extremum(synann_scalar_type scalar, int greatest, long count, long stride, const void *x,
                          int64_t *out);

#endif
