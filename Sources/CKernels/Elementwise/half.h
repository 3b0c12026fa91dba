#ifndef SYNANN_HALF_H
#define SYNANN_HALF_H

#include "../Dispatch/scalar_type.h"

/// The floating-point types of 16 bits.
typedef enum {
    /// IEEE 754 binary16: 5 exponent bits, 10 fraction bits.
    SYNANN_FLOAT16 = 0,
    /// The upper half of a float: 8 exponent bits, 7 fraction bits.
    SYNANN_BFLOAT16 = 1,
} synann_half_type;

/// Writes from[i] as a float or double to to[i], for i < count. The conversion is exact. A NaN keeps its sign and its
/// payload and becomes quiet.
void synann_widen(synann_half_type from_type, synann_scalar_type to_type, long count, const void *from, void *to);

/// Rounds from[i], a float or double, once to the nearest 16-bit number, ties to even, and writes the result to to[i],
/// for i < count. If the absolute value exceeds the greatest finite 16-bit number by half a unit in the last place or
/// more, the result is infinite. A NaN keeps its sign and the first bits of its payload and becomes quiet.
void synann_narrow(synann_scalar_type from_type, synann_half_type to_type, long count, const void *from, void *to);

#endif
