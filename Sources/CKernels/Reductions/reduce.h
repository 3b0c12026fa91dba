#ifndef SYNANN_REDUCE_H
#define SYNANN_REDUCE_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Reductions of real and integer elements. Integers are summed and multiplied in int64_t, where overflow wraps around,
/// and the result is converted to the scalar type.
typedef enum {
    SYNANN_SUM,
    SYNANN_GREATEST,
    SYNANN_LEAST,
    /// The sum Σ (x − shift)², for example the second pass of a variance. Only for real types.
    SYNANN_SUM_OF_SQUARES,
    /// The product. Only for integers.
    SYNANN_PRODUCT,
} synann_reduction;

/// The axes that a reduction removes, as two nested loops. The strides count elements.
typedef struct {
    long outer, outer_stride, inner, inner_stride;
} synann_reduced_axes;

/// The results of a reduction. The elements of result r start at element r * stride.
typedef struct {
    long count, stride;
} synann_results;

/// Writes out[r] = the reduction of the elements x[r * results.stride + i * outer_stride + j * inner_stride], i < outer,
/// j < inner, for r < results.count. Real numbers are summed and multiplied in double; contiguous numbers are first summed
/// in short blocks in the scalar type. Sums and products of integers have the type int64_t and wrap around. The order of
/// the operations depends only on the shape and the strides. The sum of no elements is 0, and their product is 1.
/// SYNANN_GREATEST and SYNANN_LEAST need at least one element, and give NaN if an element is NaN. Only
/// SYNANN_SUM_OF_SQUARES reads shift[r]; for the other reductions `shift` may be null.
void synann_reduce(synann_scalar_type scalar, synann_reduction reduction, synann_results results,
                   synann_reduced_axes axes, const void *x, const void *shift, void *out);

/// A matrix of `rows` rows and `columns` columns. Row i starts at element i * stride, and its elements are contiguous.
typedef struct {
    long rows, columns, stride;
} synann_reduced_rows;

/// Writes out[j] = the reduction of x[i * stride + j] over i < rows, for j < columns. `shift` has shape [columns]; only
/// SYNANN_SUM_OF_SQUARES reads it. Sums, products and NaN behave as in synann_reduce. SYNANN_GREATEST and SYNANN_LEAST
/// need at least one row.
void synann_reduce_columns(synann_scalar_type scalar, synann_reduction reduction, synann_reduced_rows shape,
                           const void *x, const void *shift, void *out);

/// Writes the position of the greatest element of x[i * stride], i < count, to *out, or of the least element if
/// `greatest` is 0. Of several equal elements, the first element counts. If an element is NaN, the function writes the
/// position of the first NaN. `count` must be at least 1.
void synann_find_extremum(synann_scalar_type scalar, int greatest, long count, long stride, const void *x,
                          int64_t *out);

/// Writes out[j] = the position that synann_find_extremum writes for column j, for j < columns. There must be at least
/// one row.
void synann_find_column_extrema(synann_scalar_type scalar, int greatest, synann_reduced_rows shape, const void *x,
                                int64_t *out);

#endif
