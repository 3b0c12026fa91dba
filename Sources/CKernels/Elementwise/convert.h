#ifndef SYNANN_CONVERT_H
#define SYNANN_CONVERT_H

#include "../Dispatch/scalar_type.h"

/// Returns the first i < count for which the integer type `to_type` cannot represent the real number from[i] truncated
/// towards zero, because from[i] is NaN, infinite or out of range. Returns −1 if all numbers can be converted, and for
/// all other pairs of types.
long synann_find_inconvertible(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from);

/// Writes to[i] = from[i] converted to `to_type`, for i < count. Real numbers are truncated towards zero, and integers
/// wrap around. Call synann_find_inconvertible first if a real number may be out of range: C leaves the result of such
/// a conversion undefined.
void synann_convert(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from, void *to);

#endif
