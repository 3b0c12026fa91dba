#ifndef SYNANN_CUMULATE_H
#define SYNANN_CUMULATE_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// What accumulates along an axis. Greatest and least stay NaN from the first NaN on.
typedef enum {
    SYNANN_CUMULATE_SUM,
    SYNANN_CUMULATE_PRODUCT,
    SYNANN_CUMULATE_GREATEST,
    SYNANN_CUMULATE_LEAST,
    // Only for real types.
    SYNANN_CUMULATE_LOG_SUM_EXP,
} synann_cumulation;

/// A contiguous array [length, inner]. The kernels accumulate along the first axis, from the end if `reverse` is not 0.
typedef struct {
    long length, inner;
    int reverse;
} synann_cumulated_axis;

/// out[i][j] = the accumulation of x[0 … i][j], or of x[i … length − 1][j] if reversed, for the columns first ..< end.
/// Real numbers are accumulated in double. The order of additions depends only on the shape.
void synann_cumulate(synann_scalar_type scalar, synann_cumulation cumulation, synann_cumulated_axis axis, long first,
                     long end, const void *x, void *out);

/// out[i][j] = the position of the element that is the greatest (least if `greatest` is 0) of x[0 … i][j]: the first of
/// equal elements, or the first NaN.
void synann_cumulate_position(synann_scalar_type scalar, int greatest, synann_cumulated_axis axis, const void *x,
                              int64_t *out);

/// y[i][j] = b[i][j] + a[i][j] · y[i − 1][j], and y[0][j] = b[0][j]. Reversed: y[i][j] = b[i][j] + a[i][j] · y[i + 1][j].
/// Only for real types; computed in double.
void synann_linear_recurrence(synann_scalar_type scalar, synann_cumulated_axis axis, const void *a, const void *b,
                              void *y);

#endif
