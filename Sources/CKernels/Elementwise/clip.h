#ifndef SYNANN_CLIP_H
#define SYNANN_CLIP_H

#include "../Dispatch/scalar_type.h"

/// Writes out[i] = min(max(x[i], lower[i]), upper[i]) for i < count. The result is NaN if x[i], lower[i] or upper[i] is
/// NaN, and upper[i] if lower[i] > upper[i]. `out` may be `x.data` if `x.stride` is 1.
void synann_clip(synann_scalar_type scalar, long count, synann_strided x, synann_strided lower, synann_strided upper,
                 void *out);

#endif
