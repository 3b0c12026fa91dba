#ifndef SYNANN_NORMALIZE_H
#define SYNANN_NORMALIZE_H

#include "scalar_type.h"

// Arrays of shape [batch, channels, inner]; `center`, `scale` and so on hold one number per channel.

/// out = (x − center) · scale + shift.
void synann_normalize(synann_scalar_type scalar, long batch, long channels, long inner, const void *x,
                      const void *center, const void *scale, const void *shift, void *out);

/// The derivative of a normalisation by its input: out = a · g + b · (x − center) + d.
void synann_normalize_gradient(synann_scalar_type scalar, long batch, long channels, long inner, const void *g,
                               const void *x, const void *center, const void *a, const void *b, const void *d,
                               void *out);

/// sums[c] = Σ g and products[c] = Σ g · (x − center) over batch and inner, for the channels first ..< end, of arrays
/// with `channels` in all.
void synann_normalize_sums(synann_scalar_type scalar, long batch, long channels, long inner, long first, long end,
                           const void *g, const void *x, const void *center, void *sums, void *products);

#endif
