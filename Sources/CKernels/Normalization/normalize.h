#ifndef SYNANN_NORMALIZE_H
#define SYNANN_NORMALIZE_H

#include "../Dispatch/scalar_type.h"

/// Arrays of shape [batch, channels, inner], with one scale and one shift for each channel.
typedef struct {
    long batch, channels, inner;
    const void *x;
    /// [channels].
    const void *scale, *shift;
    /// Added to the variance.
    double epsilon;
    /// Whether ReLU is applied to the result.
    int applies_relu;
} synann_normalization;

/// out = (x − center) · scale + shift, then ReLU if `applies_relu`. `center` is [channels], `out` has the shape of x.
/// Does not read epsilon.
void synann_normalize(synann_scalar_type scalar, const synann_normalization *operands, const void *center, void *out);

/// Batch normalization of the channels first ..< end. `mean` and `variance` [channels] receive the mean and the
/// population variance over batch and inner; both are NaN for an empty channel. `out` receives
///
///     (x − mean) / √(variance + ε) · scale + shift
///
/// followed by ReLU if `applies_relu`. A channel is read from memory only once if it fits in the cache.
void synann_normalize_batch(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                            void *mean, void *variance, void *out);

/// Operands and results of the derivatives of batch normalization.
typedef struct {
    /// The gradient with respect to the result, [batch, channels, inner].
    const void *cotangent;
    /// [channels], from synann_normalize_batch.
    const void *mean, *variance;
    /// [channels].
    void *by_scale, *by_shift;
    /// [batch, channels, inner], or null if the gradient with respect to x is not needed.
    void *by_x;
} synann_normalization_gradient;

/// The derivatives of synann_normalize_batch for the channels first ..< end.
void synann_normalize_batch_gradient(synann_scalar_type scalar, const synann_normalization *operands, long first,
                                     long end, const synann_normalization_gradient *gradient);

#endif
