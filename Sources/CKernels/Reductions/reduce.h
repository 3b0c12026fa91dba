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
    /// The sum Σ |x|. This reduction is supported only for real types.
    SYNANN_SUM_OF_ABSOLUTES,
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
/// Real numbers are summed and multiplied in double; blocks of numbers are first summed in the scalar type, except for a
/// repeated number. `out` has the scalar type, except for sums and products of integers: `out` is then an array of int64_t, and
/// overflow wraps around. The order of the operations depends only on `results` and `axes`. The sum of no elements is
/// 0, and their product is 1. SYNANN_GREATEST and SYNANN_LEAST need at least one element, and give NaN if an element is
/// NaN. Only SYNANN_SUM_OF_SQUARES reads `shift`, an array of results.count numbers. `shift` may be null; the shift is
/// then 0.
void synann_reduce(synann_scalar_type scalar, synann_reduction reduction, synann_results results,
                   synann_reduced_axes axes, const void *x, const void *shift, void *out);

/// A matrix of `rows` rows and `columns` columns. Row i starts at element i * stride, and the distance between its
/// elements is column_stride.
typedef struct {
    long rows, columns, stride, column_stride;
} synann_reduced_rows;

/// Writes out[j] = the reduction of x[i * stride + j * column_stride] over i < rows, for each j < columns. The types of
/// `out`, empty sums and NaN are as in synann_reduce. SYNANN_GREATEST and SYNANN_LEAST need at least one row. Only
/// SYNANN_SUM_OF_SQUARES reads `shift`, an array of shape [columns], or null for shifts of 0.
void synann_reduce_columns(synann_scalar_type scalar, synann_reduction reduction, synann_reduced_rows shape,
                           const void *x, const void *shift, void *out);

/// Writes to out[r] the position of the greatest of the elements x[r * results.stride + i * stride], i < count, for each
/// r < results.count, or the position of the least element if `greatest` is 0. Of several equal elements, the first
/// element counts. If an element is NaN, the result is the position of the first NaN. `count` must be at least 1.
void synann_find_extrema(synann_scalar_type scalar, int greatest, synann_results results, long count, long stride,
                         const void *x, int64_t *out);

/// Writes the row of the greatest element of column j to out[j], for each j < columns, or the row of the least element
/// if `greatest` is 0. Equal elements and NaN count as in synann_find_extrema. `shape.rows` must be at least 1, and
/// `shape.column_stride` must be 1.
void synann_find_column_extrema(synann_scalar_type scalar, int greatest, synann_reduced_rows shape, const void *x,
                                int64_t *out);

/// Writes Σ a[i] · b[i] over i < count to *out. Blocks of products are summed in the scalar type, and the sums of the
/// blocks in double. `scalar` is SYNANN_FLOAT or SYNANN_DOUBLE.
void synann_dot(synann_scalar_type scalar, long count, synann_strided a, synann_strided b, double *out);

#endif
