#ifndef SYNANN_UNARY_H
#define SYNANN_UNARY_H

#include "../Dispatch/scalar_type.h"

/// Functions of one real argument, applied to each element. vector_math.h states their errors and edge cases.
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
} synann_unary_operation;

/// y[i] = operation(x[i]) for i < count. x and y may be the same array.
void synann_unary(synann_scalar_type scalar, synann_unary_operation operation, long count, const void *x, void *y);

#endif
