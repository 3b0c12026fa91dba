#ifndef SYNANN_HALF_H
#define SYNANN_HALF_H

#include "../Dispatch/scalar_type.h"

/// The floating-point types of 16 bits that arrays are stored in.
typedef enum {
    /// IEEE 754 binary16: 5 exponent bits, 10 fraction bits.
    SYNANN_FLOAT16 = 0,
    /// The upper half of a float: 8 exponent bits, 7 fraction bits.
    SYNANN_BFLOAT16 = 1,
} synann_half_type;

/// to[i] = from[i] as float or double, for i < count. Every value is exact. A NaN keeps its sign and its payload and
/// becomes quiet.
void synann_widen(synann_half_type from_type, synann_scalar_type to_type, long count, const void *from, void *to);

/// to[i] = from[i], a float or double, rounded once to the nearest value of 16 bits, ties to even, for i < count. A
/// value that exceeds the greatest finite one by half a unit or more becomes infinite. A NaN keeps its sign and the
/// first bits of its payload and becomes quiet.
void synann_narrow(synann_scalar_type from_type, synann_half_type to_type, long count, const void *from, void *to);

#endif
