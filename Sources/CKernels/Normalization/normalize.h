#ifndef SYNANN_NORMALIZE_H
#define SYNANN_NORMALIZE_H

#include "../Dispatch/scalar_type.h"

/// Operands of a normalization. `x` has shape [batch, channels, inner].
typedef struct {
    long batch, channels, inner;
    const void *x;
    /// [channels]: the scale and the shift of each channel.
    const void *scale, *shift;
    /// The number ε that is added to the variance.
    double epsilon;
    /// Whether ReLU is applied to the result (0 means no).
    int applies_relu;
} synann_normalization;

/// Computes out = (x − center) · scale + shift, followed by ReLU if `applies_relu` is not 0. `center` has shape
/// [channels], and `out` has the shape of x. The function does not read epsilon. NaN remains NaN, also after ReLU.
void synann_normalize(synann_scalar_type scalar, const synann_normalization *operands, const void *center, void *out);

/// Computes the batch normalization of the channels first ..< end. `mean` and `variance` [channels] receive the mean
/// and the population variance of each channel over batch and inner. The mean and the variance are NaN if batch or
/// inner is 0. `out`, which has the shape of x, receives
///
///     (x − mean) / √(variance + ε) · scale + shift
///
/// followed by ReLU if `applies_relu` is not 0. A channel that fits in the cache is read from memory only once.
void synann_normalize_batch(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                            void *mean, void *variance, void *out);

/// Operands and results of the derivatives of batch normalization, in addition to `synann_normalization`.
typedef struct {
    /// [batch, channels, inner]: the gradient of the loss with respect to the result `out`.
    const void *cotangent;
    /// [channels]: the mean and the variance from synann_normalize_batch.
    const void *mean, *variance;
    /// [channels]: the arrays to which the function writes the gradients with respect to scale and shift.
    void *by_scale, *by_shift;
    /// [batch, channels, inner]: the array to which the function writes the gradient with respect to x. The pointer is
    /// null if this gradient is not needed.
    void *by_x;
} synann_normalization_gradient;

/// Computes the derivatives of synann_normalize_batch for the channels first ..< end.
void synann_normalize_batch_gradient(synann_scalar_type scalar, const synann_normalization *operands, long first,
                                     long end, const synann_normalization_gradient *gradient);

// The four functions below compute batch normalization over a batch whose parts are computed by several threads or
// processes. `x` is a part of the batch. The caller combines the statistics and the sums of all parts.

/// Computes the mean and the population variance of the channels first ..< end over the part. `mean` and `variance`
/// have shape [channels]; both are NaN if batch or inner is 0.
void synann_part_statistics(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                            double *mean, double *variance);

/// Normalizes the channels first ..< end as synann_normalize_batch does, with the given mean and variance [channels] of
/// the whole batch.
void synann_normalize_part(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                           const void *mean, const void *variance, void *out);

/// Computes Σ g and Σ g (x − mean) over the part for the channels first ..< end, where g is the cotangent before ReLU.
/// `sum` and `product` have shape [channels]. `mean` and `variance` in `gradient` belong to the whole batch. Also
/// writes the part's gradients with respect to scale and shift; does not access by_x.
void synann_part_gradient_sums(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                               const synann_normalization_gradient *gradient, double *sum, double *product);

/// Computes the gradient with respect to x for the channels first ..< end. `count` is the number of pixels of a channel
/// in the whole batch; `sum` and `product` [channels] are the sums over the whole batch. Does not access by_scale and
/// by_shift.
void synann_part_gradient(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                          const synann_normalization_gradient *gradient, double count, const double *sum,
                          const double *product);

#endif
