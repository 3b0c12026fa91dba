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

/// Element i of a line of out = the accumulation of the elements 0 … i of this line of x, or of the elements
/// i … length − 1 if `reverse` is not 0. Real numbers are accumulated in double. The order of additions depends only on
/// the length.
void synann_cumulate(synann_scalar_type scalar, synann_cumulation cumulation, int reverse,
                     const synann_line_layout *layout, const void *x, void *out);

/// Element i of a line of out = the position of the element that is the greatest (least if `greatest` is 0) of the
/// elements 0 … i of this line of x, or of the elements i … length − 1 if `reverse` is not 0: the one that is met first of
/// equal elements, or the NaN that is met first.
void synann_cumulate_position(synann_scalar_type scalar, int greatest, int reverse, const synann_line_layout *layout,
                              const void *x, int64_t *out);

/// y[i] = b[i] + a[i] · y[i − 1] with y[−1] = 0, along every line. Reversed: y[i] = b[i] + a[i] · y[i + 1] with
/// y[length] = 0. Only for real types; computed in double.
void synann_linear_recurrence(synann_scalar_type scalar, int reverse, const synann_line_layout *layout, const void *a,
                              const void *b, void *y);

/// The same for complex numbers, whose parts have the type `scalar`. The strides count complex numbers.
void synann_complex_recurrence(synann_scalar_type scalar, int reverse, const synann_line_layout *layout,
                               const void *a, const void *b, void *y);

#endif
