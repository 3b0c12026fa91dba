#ifndef SYNANN_CORRELATE_H
#define SYNANN_CORRELATE_H

#include "../Dispatch/scalar_type.h"

/// Writes y[i] = Σ x[i + k] · weights[k] for i < count, where k runs from 0 to length − 1. x has count + length − 1
/// elements. The products are added in the order of k, in the scalar type; integers wrap around.
void synann_correlate(synann_scalar_type scalar, long count, long length, const void *x, const void *weights, void *y);

#endif
