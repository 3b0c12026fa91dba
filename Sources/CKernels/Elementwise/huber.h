#ifndef SYNANN_HUBER_H
#define SYNANN_HUBER_H

#include "../Dispatch/scalar_type.h"

/// Writes the Huber loss of d = a[i] − b[i] to out[i], for i < count: c (d − c/2), where c is d limited to ±delta.
void synann_huber(synann_scalar_type scalar, double delta, long count, const void *a, const void *b, void *out);

/// Writes g[i] · c, the gradient with respect to a, to out[i], for i < count, with c as above.
void synann_huber_gradient(synann_scalar_type scalar, double delta, long count, synann_strided g, const void *a,
                           const void *b, void *out);

#endif
