#ifndef SYNANN_NORMALIZE_RMS_H
#define SYNANN_NORMALIZE_RMS_H

#include "../Dispatch/scalar_type.h"

/// Operands of a normalization of rows by their root mean square. `x` has shape [rows, length].
typedef struct {
    long length;
    const void *x;
    /// [length]: the scale of each column. A null pointer means the scale 1.
    const void *scale;
    /// The number ε that is added to the mean square.
    double epsilon;
} synann_rms_normalization;

/// Normalizes the rows first ..< end. `inverse`, [rows], receives 1 / √(mean(x²) + ε) of each row. `out`, which has the
/// shape of x, receives x · inverse · scale. The squares of large or small numbers do not overflow or underflow.
void synann_normalize_rms(synann_scalar_type scalar, const synann_rms_normalization *operands, long first, long end,
                          void *inverse, void *out);

/// Operands and results of the derivatives of the normalization by the root mean square.
typedef struct {
    /// [rows, length]: the gradient of the loss with respect to the result `out`.
    const void *cotangent;
    /// [rows]: the numbers from synann_normalize_rms.
    const void *inverse;
    /// [length]: the function adds the gradient with respect to the scale, summed over the rows. The pointer is null if
    /// this gradient is not needed.
    void *by_scale;
    /// [rows, length]: the array to which the function writes the gradient with respect to x. The pointer is null if
    /// this gradient is not needed.
    void *by_x;
} synann_rms_normalization_gradient;

/// Computes the derivatives of synann_normalize_rms for the rows first ..< end.
void synann_normalize_rms_gradient(synann_scalar_type scalar, const synann_rms_normalization *operands, long first,
                                   long end, const synann_rms_normalization_gradient *gradient);

#endif
