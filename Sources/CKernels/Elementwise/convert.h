#ifndef SYNANN_CONVERT_H
#define SYNANN_CONVERT_H

#include "../Dispatch/scalar_type.h"

/// The first i < count for which the real number from[i], truncated towards zero, is not of the integer type `to_type`: NaN,
/// infinite or out of range. −1 where there is none, and for every other pair of types.
long synann_find_inconvertible(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from);

/// to[i] = (type of to) from[i] for i < count, as C converts: towards zero from real to integer.
void synann_convert(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from, void *to);

#endif
