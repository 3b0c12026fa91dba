#ifndef SYNANN_NORMALIZE_LAYER_H
#define SYNANN_NORMALIZE_LAYER_H

#include "../Dispatch/scalar_type.h"

/// Operands of a layer normalization. `x` has shape [rows, length].
typedef struct {
    long length;
    const void *x;
    /// [length]: the scale and the shift of each column.
    const void *scale, *shift;
    /// The number ε that is added to the variance.
    double epsilon;
} synann_layer_normalization;

/// Normalizes the rows first ..< end. `mean` and `inverse`, [rows], receive the mean and 1 / √(variance + ε) of each
/// row. `out`, which has the shape of x, receives (x − mean) · inverse · scale + shift.
void synann_normalize_layer(synann_scalar_type scalar, const synann_layer_normalization *operands, long first,
                            long end, void *mean, void *inverse, void *out);

/// Operands and results of the derivatives of layer normalization.
typedef struct {
    /// [rows, length]: the gradient of the loss with respect to the result `out`.
    const void *cotangent;
    /// [rows]: the numbers from synann_normalize_layer.
    const void *mean, *inverse;
    /// [length]: the function adds the gradients with respect to the scale and the shift, summed over the rows.
    void *by_scale, *by_shift;
    /// [rows, length]: the array to which the function writes the gradient with respect to x. The pointer is null if
    /// this gradient is not needed.
    void *by_x;
} synann_layer_normalization_gradient;

/// Computes the derivatives of synann_normalize_layer for the rows first ..< end.
void synann_normalize_layer_gradient(synann_scalar_type scalar, const synann_layer_normalization *operands, long first,
                                     long end, const synann_layer_normalization_gradient *gradient);

#endif
