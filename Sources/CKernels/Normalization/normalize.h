#ifndef SYNANN_NORMALIZE_H
#define SYNANN_NORMALIZE_H

#include "../Dispatch/scalar_type.h"

// Arrays of shape [batch, channels, inner]; `mean`, `scale` and so on hold one number per channel. Where `rectifies` is not 0,
// the result goes through ReLU.

/// out = (x − center) · scale + shift.
void synann_normalize(synann_scalar_type scalar, long batch, long channels, long inner, const void *x,
                      const void *center, const void *scale, const void *shift, int rectifies, void *out);

/// Batch normalisation of the channels first ..< end: their mean and population variance over batch and inner, and
/// out = (x − mean) / √(variance + ε) · scale + shift. A channel is read from memory once, if all of it fits the cache.
void synann_normalize_batch(synann_scalar_type scalar, long batch, long channels, long inner, long first, long end,
                            const void *x, double epsilon, const void *scale, const void *shift, int rectifies,
                            void *mean, void *variance, void *out);

/// Its derivatives, given g, that by the result: by scale and shift, and by x unless `by_x` is null.
void synann_normalize_batch_gradient(synann_scalar_type scalar, long batch, long channels, long inner, long first,
                                     long end, const void *g, const void *x, double epsilon, const void *scale,
                                     const void *shift, int rectifies, const void *mean, const void *variance,
                                     void *by_scale, void *by_shift, void *by_x);

#endif
