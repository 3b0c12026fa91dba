#ifndef SYNANN_UNARY_H
#define SYNANN_UNARY_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Functions of a real argument x, applied to each element. The comment in vector_math.h states their errors and edge
/// cases. SYNANN_LOG1MEXP is log(1 − e⁻ˣ), SYNANN_SOFTPLUS is log(1 + eˣ), and SYNANN_ROUND rounds ties to even.
/// SYNANN_GELU is x Φ(x), where Φ is the standard normal distribution function, and SYNANN_SILU is x / (1 + e⁻ˣ); both
/// are −0 at −∞.
typedef enum {
    SYNANN_NEGATE,
    SYNANN_ABSOLUTE,
    SYNANN_SIGN,
    SYNANN_SQUARE,
    SYNANN_RECIPROCAL,
    SYNANN_SQUARE_ROOT,
    SYNANN_FLOOR,
    SYNANN_CEILING,
    SYNANN_ROUND,
    SYNANN_EXP,
    SYNANN_EXPM1,
    SYNANN_LOG,
    SYNANN_LOG1P,
    SYNANN_LOG1MEXP,
    SYNANN_TANH,
    SYNANN_SIGMOID,
    SYNANN_SOFTPLUS,
    SYNANN_ERF,
    SYNANN_SINE,
    SYNANN_COSINE,
    SYNANN_RELU,
    SYNANN_TRUNCATE,
    SYNANN_EXP2,
    SYNANN_LOG2,
    SYNANN_LOG10,
    SYNANN_TANGENT,
    SYNANN_ARC_SINE,
    SYNANN_ARC_COSINE,
    SYNANN_ARC_TANGENT,
    SYNANN_HYPERBOLIC_SINE,
    SYNANN_HYPERBOLIC_COSINE,
    SYNANN_AREA_SINE,
    SYNANN_AREA_COSINE,
    SYNANN_AREA_TANGENT,
    SYNANN_GELU,
    SYNANN_SILU,
} synann_unary_operation;

/// Properties of a real number. SYNANN_HAS_SIGN is true for negative numbers, for −0, and for NaN with the sign bit.
typedef enum {
    SYNANN_IS_NAN,
    SYNANN_IS_INFINITE,
    SYNANN_IS_FINITE,
    SYNANN_HAS_SIGN,
} synann_property;

/// Computes y[i] = operation(x[i]) for i < count. x and y may be the same array.
void synann_unary(synann_scalar_type scalar, synann_unary_operation operation, long count, const void *x, void *y);

/// Writes out[i] = 1 if element i of x has the property, and 0 otherwise, for i < count.
void synann_classify(synann_scalar_type scalar, synann_property property, long count, synann_strided x, uint8_t *out);

#endif
