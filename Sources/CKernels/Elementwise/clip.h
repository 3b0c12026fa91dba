#ifndef SYNANN_CLIP_H
#define SYNANN_CLIP_H

#include "../Dispatch/scalar_type.h"

/// Writes out[i] = min(max(x[i], lower[i]), upper[i]) for i < count. The result is NaN if one of the three numbers is NaN,
/// and the upper bound if the lower bound is above it. `out` may be `x.data` if `x.stride` is 1.
void synann_clip(synann_scalar_type scalar, long count, synann_strided x, synann_strided lower, synann_strided upper,
                 void *out);

#endif
