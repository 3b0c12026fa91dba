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

/// Writes, for each line of x, the accumulation of the elements 0 … i of this line to element i of the same line of out.
/// If `reverse` is not 0, it is the accumulation of the elements i … length − 1. Real numbers are accumulated in double,
/// and integers in 64 bits with wraparound. The order of the additions depends only on the length.
void synann_cumulate(synann_scalar_type scalar, synann_cumulation cumulation, int reverse,
                     const synann_line_layout *layout, const void *x, void *out);

/// Writes, for each line of x, the position of the greatest of the elements 0 … i to element i of the same line of out. If
/// `greatest` is 0, it is the position of the least element. If `reverse` is not 0, it is the position among the elements
/// i … length − 1. Of several equal elements, the element that is accumulated first counts. If an element is NaN, the
/// function writes the position of the NaN that is accumulated first.
void synann_cumulate_position(synann_scalar_type scalar, int greatest, int reverse, const synann_line_layout *layout,
                              const void *x, int64_t *out);

/// Computes y[i] = b[i] + a[i] · y[i − 1] with y[0] = b[0] along every line. If `reverse` is not 0: y[i] = b[i]
/// + a[i] · y[i + 1] with y[length − 1] = b[length − 1]. Only for real types. The recurrence is computed in double.
void synann_linear_recurrence(synann_scalar_type scalar, int reverse, const synann_line_layout *layout, const void *a,
                              const void *b, void *y);

/// Computes the recurrence of synann_linear_recurrence for complex numbers. Their real and imaginary parts have the type
/// `scalar`, and the strides count complex numbers.
void synann_complex_recurrence(synann_scalar_type scalar, int reverse, const synann_line_layout *layout,
                               const void *a, const void *b, void *y);

#endif
