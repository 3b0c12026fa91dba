#ifndef SYNANN_NORMALIZE_GROUPS_H
#define SYNANN_NORMALIZE_GROUPS_H

#include "../Dispatch/scalar_type.h"

/// Operands of a group normalization. `x` has shape [batch, groups, channels, inner]: a sample has `groups` groups,
/// each with `channels` channels of `inner` pixels.
typedef struct {
    long groups, channels, inner;
    const void *x;
    /// [groups, channels]: the scale and the shift of each channel. Null pointers mean the scale 1 and the shift 0.
    const void *scale, *shift;
    /// The number ε that is added to the variance.
    double epsilon;
} synann_group_normalization;

/// Computes the group normalization of the groups first ..< end of all batch · groups groups. `mean` and `variance`,
/// [batch, groups], receive the mean and the population variance of each group; they are NaN for a group without
/// pixels. `out`, which has the shape of x, receives
///
///     (x − mean) / √(variance + ε) · scale + shift
void synann_normalize_groups(synann_scalar_type scalar, const synann_group_normalization *operands, long first,
                             long end, void *mean, void *variance, void *out);

/// Operands and results of the derivatives of group normalization, in addition to `synann_group_normalization`.
typedef struct {
    /// [batch, groups, channels, inner]: the gradient of the loss with respect to the result `out`.
    const void *cotangent;
    /// [batch, groups]: the mean and the variance from synann_normalize_groups.
    const void *mean, *variance;
    /// [batch, groups, channels]: the arrays to which the function writes the gradients with respect to scale and shift
    /// from each sample. The sum over the samples is the gradient.
    void *by_scale, *by_shift;
    /// The array, of the shape of x, to which the function writes the gradient with respect to x. The pointer is null
    /// if this gradient is not needed.
    void *by_x;
} synann_group_normalization_gradient;

/// Computes the derivatives of synann_normalize_groups for the groups first ..< end.
void synann_normalize_groups_gradient(synann_scalar_type scalar, const synann_group_normalization *operands,
                                      long first, long end, const synann_group_normalization_gradient *gradient);

#endif
