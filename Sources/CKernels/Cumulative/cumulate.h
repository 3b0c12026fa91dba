#ifndef SYNANN_CUMULATE_H
#define SYNANN_CUMULATE_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// The quantity that is accumulated along an axis. SYNANN_CUMULATE_GREATEST and SYNANN_CUMULATE_LEAST are NaN from the
/// first NaN on.
typedef enum {
    SYNANN_CUMULATE_SUM,
    SYNANN_CUMULATE_PRODUCT,
    SYNANN_CUMULATE_GREATEST,
    SYNANN_CUMULATE_LEAST,
    // log Σ eˣ, only for real types.
    SYNANN_CUMULATE_LOG_SUM_EXP,
} synann_cumulation;

/// The shape of a contiguous array [length, inner]. The kernels accumulate along the first axis, from the last element
/// to the first if `reverse` is not 0.
typedef struct {
    long length, inner;
    int reverse;
} synann_cumulated_axis;

/// Writes out[i][j] = the accumulation of x[0 … i][j], or of x[i … length − 1][j] if `reverse` is not 0, for the
/// columns first ..< end. Real numbers are accumulated in double, and integers in 64 bits with wraparound. The order of
/// the additions depends only on the shape.
void synann_cumulate(synann_scalar_type scalar, synann_cumulation cumulation, synann_cumulated_axis axis, long first,
                     long end, const void *x, void *out);

/// Writes out[i][j] = the position of the greatest element of x[0 … i][j], or of x[i … length − 1][j] if `reverse` is
/// not 0. If `greatest` is 0, the function writes the position of the least element instead. Of several equal elements,
/// the element that is accumulated first counts. If an element is NaN, the function writes the position of the NaN that
/// is accumulated first.
void synann_cumulate_position(synann_scalar_type scalar, int greatest, synann_cumulated_axis axis, const void *x,
                              int64_t *out);

/// Computes y[i][j] = b[i][j] + a[i][j] · y[i − 1][j] with y[0][j] = b[0][j]. If `reverse` is not 0: y[i][j] = b[i][j]
/// + a[i][j] · y[i + 1][j] with y[length − 1][j] = b[length − 1][j]. Only for real types. The recurrence is computed in
/// double.
void synann_linear_recurrence(synann_scalar_type scalar, synann_cumulated_axis axis, const void *a, const void *b,
                              void *y);

#endif
