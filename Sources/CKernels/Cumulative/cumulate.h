#ifndef SYNANN_CUMULATE_H
#define SYNANN_CUMULATE_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// The quantity that is accumulated along an axis. If an element is NaN, every result that includes this element is
/// NaN.
typedef enum {
    SYNANN_CUMULATE_SUM,
    SYNANN_CUMULATE_PRODUCT,
    SYNANN_CUMULATE_GREATEST,
    SYNANN_CUMULATE_LEAST,
    /// The logarithm log Σ eˣ, which is supported only for real types.
    SYNANN_CUMULATE_LOG_SUM_EXP,
} synann_cumulation;

/// Writes the accumulation of the elements 0 … i of each line of x to element i of the same line of `out`. If `reverse`
/// is not 0, the elements i … length − 1 are accumulated instead. Real numbers are accumulated in double, and integers
/// in 64 bits; the results have the type `scalar`. The order of the operations depends only on the layout.
void synann_cumulate(synann_scalar_type scalar, synann_cumulation cumulation, int reverse,
                     const synann_line_layout *layout, const void *x, void *out);

/// Writes the position of the greatest of the elements 0 … i of each line of x to element i of the same line of `out`.
/// If `greatest` is 0, the position of the least element is written instead. If `reverse` is not 0, the function
/// searches the elements i … length − 1 instead, from the last element to the first. If several elements are equal, the
/// function writes the position of the element that the search meets first. After the search has met a NaN, the
/// function writes the position of the first NaN that it met.
void synann_cumulate_position(synann_scalar_type scalar, int greatest, int reverse, const synann_line_layout *layout,
                              const void *x, int64_t *out);

/// Writes y[i] = b[i] + a[i] · y[i − 1] along every line, for i = 1 … length − 1, and y[0] = b[0]. If `reverse` is not
/// 0, writes y[i] = b[i] + a[i] · y[i + 1] for i = length − 2 … 0, and y[length − 1] = b[length − 1]. `scalar` must be
/// a real type. The numbers are computed in double and rounded to this type.
void synann_linear_recurrence(synann_scalar_type scalar, int reverse, const synann_line_layout *layout, const void *a,
                              const void *b, void *y);

/// Writes the recurrence of synann_linear_recurrence for complex numbers. `scalar` is the type of the real and
/// imaginary parts, and the strides of the layout count complex numbers.
void synann_complex_recurrence(synann_scalar_type scalar, int reverse, const synann_line_layout *layout,
                               const void *a, const void *b, void *y);

#endif
