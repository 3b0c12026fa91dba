#ifndef SYNANN_CONVERT_H
#define SYNANN_CONVERT_H

#include "../Dispatch/scalar_type.h"

/// The first i < count for which the integer type `to_type` cannot represent the real number from[i] truncated towards
/// zero: NaN, infinite or out of range. −1 if all can be converted, and for every other pair of types.
long synann_find_inconvertible(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from);

/// to[i] = from[i] converted to `to_type` by C's rules, for i < count: real numbers are truncated towards zero. Check
/// real numbers with synann_find_inconvertible first: C leaves the conversion of others undefined.
void synann_convert(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from, void *to);

#endif
