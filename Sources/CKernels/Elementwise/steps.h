#ifndef SYNANN_STEPS_H
#define SYNANN_STEPS_H

#include "../Dispatch/scalar_type.h"

/// Writes out[i] = start + (first + i) · step for i < count. For real types, first + i, the product and the sum are each
/// rounded to the type; integers wrap around. `start`, `step` and `out` point to numbers of the type `scalar`.
void synann_steps(synann_scalar_type scalar, long first, long count, const void *start, const void *step, void *out);

#endif
