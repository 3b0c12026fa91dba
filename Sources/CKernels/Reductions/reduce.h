#ifndef SYNANN_REDUCE_H
#define SYNANN_REDUCE_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Reductions of real and integer elements.
typedef enum {
    SYNANN_SUM,
    SYNANN_GREATEST,
    SYNANN_LEAST,
    /// The sum Σ (x − shift)², for example for the second pass of a variance. This reduction is supported only for real
    /// types.
    SYNANN_SUM_OF_SQUARES,
    SYNANN_PRODUCT,
} synann_reduction;

/// The axes that a reduction removes, as two nested loops. The strides count elements.
typedef struct {
    long outer, outer_stride, inner, inner_stride;
} synann_reduced_axes;

/// The number of results, and the distance in x between the first elements of two successive results.
typedef struct {
    long count, stride;
} synann_results;

/// Writes to out[r] the reduction of the elements x[r * results.stride + i * outer_stride + j * inner_stride], where
/// i < outer and j < inner, for each r < results.count. `axes` contains the other numbers.
///
/// Real numbers are summed and multiplied in double; contiguous numbers are first summed in short blocks in the scalar
/// type. `out` has the scalar type, except for sums and products of integers: `out` is then an array of int64_t, and
/// overflow wraps around. The order of the operations depends only on `results` and `axes`. The sum of no elements is
/// 0, and their product is 1. SYNANN_GREATEST and SYNANN_LEAST need at least one element, and give NaN if an element is
/// NaN. Only SYNANN_SUM_OF_SQUARES reads `shift`, an array of results.count numbers; otherwise `shift` may be null.
void synann_reduce(synann_scalar_type scalar, synann_reduction reduction, synann_results results,
                   synann_reduced_axes axes, const void *x, const void *shift, void *out);

/// A matrix of `rows` rows and `columns` columns. Row i starts at element i * stride, and its elements are contiguous.
typedef struct {
    long rows, columns, stride;
} synann_reduced_rows;

/// Writes out[j] = the reduction of x[i * stride + j] over i < rows, for each j < columns. The types of `out`, empty
/// sums and NaN are as in synann_reduce. SYNANN_GREATEST and SYNANN_LEAST need at least one row. Only
/// SYNANN_SUM_OF_SQUARES reads `shift`, an array of shape [columns]; otherwise `shift` may be null.
void synann_reduce_columns(synann_scalar_type scalar, synann_reduction reduction, synann_reduced_rows shape,
                           const void *x, const void *shift, void *out);

/// Writes the position of the greatest element of x[i * stride], i < count, to *out, or of the least element if
/// `greatest` is 0. Of several equal elements, the first element counts. If an element is NaN, the function writes the
/// position of the first NaN. `count` must be at least 1.
void synann_find_extremum(synann_scalar_type scalar, int greatest, long count, long stride, const void *x,
                          int64_t *out);

/// Writes the row of the greatest element of column j to out[j], for each j < columns, or the row of the least element
/// if `greatest` is 0. Equal elements and NaN count as in synann_find_extremum. `shape.rows` must be at least 1.
void synann_find_column_extrema(synann_scalar_type scalar, int greatest, synann_reduced_rows shape, const void *x,
                                int64_t *out);

#endif
