#ifndef SYNANN_COMPLEX_H
#define SYNANN_COMPLEX_H

#include "../Dispatch/scalar_type.h"

/// Functions of a complex number z. The branch cuts and special cases are the same as in C's complex.h. The results of
/// SYNANN_COMPLEX_MAGNITUDE and SYNANN_COMPLEX_ANGLE are real; all other results are complex. An "area" function is the
/// inverse of a hyperbolic function.
typedef enum {
    SYNANN_COMPLEX_MAGNITUDE,
    SYNANN_COMPLEX_ANGLE,
    SYNANN_COMPLEX_EXP,
    SYNANN_COMPLEX_EXPM1,
    SYNANN_COMPLEX_LOG,
    SYNANN_COMPLEX_LOG1P,
    SYNANN_COMPLEX_LOG2,
    SYNANN_COMPLEX_LOG10,
    SYNANN_COMPLEX_SQUARE_ROOT,
    SYNANN_COMPLEX_SINE,
    SYNANN_COMPLEX_COSINE,
    SYNANN_COMPLEX_TANGENT,
    SYNANN_COMPLEX_ARC_SINE,
    SYNANN_COMPLEX_ARC_COSINE,
    SYNANN_COMPLEX_ARC_TANGENT,
    SYNANN_COMPLEX_HYPERBOLIC_SINE,
    SYNANN_COMPLEX_HYPERBOLIC_COSINE,
    SYNANN_COMPLEX_HYPERBOLIC_TANGENT,
    SYNANN_COMPLEX_AREA_SINE,
    SYNANN_COMPLEX_AREA_COSINE,
    SYNANN_COMPLEX_AREA_TANGENT,
    /// z/|z|, and 0 at 0.
    SYNANN_COMPLEX_SIGN,
} synann_complex_operation;

/// Computes out[i] = operation(z[i]) for i < count. Complex numbers are pairs of the scalar type, with the real part
/// first. Real results are numbers of the scalar type.
void synann_complex(synann_scalar_type scalar, synann_complex_operation operation, long count, const void *z, void *out);

/// Computes the principal value of out[i] = base[i]^exponent[i] for i < count. All arrays contain complex numbers,
/// which are pairs of the scalar type.
void synann_complex_power(synann_scalar_type scalar, long count, const void *base, const void *exponent, void *out);

#endif
