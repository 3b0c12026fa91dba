#ifndef SYNANN_REDUCE_H
#define SYNANN_REDUCE_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

typedef enum {
    SYNANN_SUM,
    SYNANN_GREATEST,
    SYNANN_LEAST,
    /// Σ (x − shift)², the second pass of a variance. For real types alone.
    SYNANN_SUM_OF_SQUARES,
} synann_reduction;

/// *out = the reduction of the elements x[i * outer_stride + j * inner_stride], i < outer, j < inner. Sums of real
/// numbers are carried in double, in an order that depends on the arguments alone. The sum of nothing is 0; greatest
/// and least need an element, and are NaN where one is.
void synann_reduce(synann_scalar_type scalar, synann_reduction reduction, long outer, long outer_stride, long inner,
                   long inner_stride, const void *x, const void *shift, void *out);

/// out[j] = the reduction of x[i * stride + j] over i < rows, for j < columns. `shift` holds one value per column.
void synann_reduce_columns(synann_scalar_type scalar, synann_reduction reduction, long rows, long stride, long columns,
                           const void *x, const void *shift, void *out);

/// *out = the first position of the greatest (or least) of x[i * stride], i < count; that of the first NaN if any.
void synann_find_extremum(synann_scalar_type scalar, int greatest, long count, long stride, const void *x, int64_t *out);

#endif
