#ifndef SYNANN_BINARY_H
#define SYNANN_BINARY_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Functions of two arguments, applied to each pair of elements. Minimum and maximum are NaN if either argument is NaN.
typedef enum {
    SYNANN_ADD,
    SYNANN_SUBTRACT,
    SYNANN_MULTIPLY,
    SYNANN_MINIMUM,
    SYNANN_MAXIMUM,
    // The operations below are defined only for real types.
    SYNANN_DIVIDE,
    SYNANN_POWER,
    /// The derivative of ReLU: a, or 0 if b ≤ 0. a is the cotangent, b the argument. If b is NaN, the result is a.
    SYNANN_RELU_GRADIENT,
    /// The derivative of tanh: a (1 − b²). a is the cotangent, b the value of tanh.
    SYNANN_TANH_GRADIENT,
    /// The derivative of the sigmoid: a b (1 − b). a is the cotangent, b the value of the sigmoid.
    SYNANN_SIGMOID_GRADIENT,
} synann_binary_operation;

/// Comparisons of two elements. With NaN only SYNANN_NOT_EQUAL is true.
typedef enum {
    SYNANN_EQUAL,
    SYNANN_NOT_EQUAL,
    SYNANN_LESS,
    SYNANN_LESS_OR_EQUAL,
} synann_comparison;

/// out[i] = operation(element i of a, element i of b) for i < count. `out` may be the memory of `a` or `b` if that
/// operand's stride is 1.
void synann_binary(synann_scalar_type scalar, synann_binary_operation operation, long count, synann_strided a,
                   synann_strided b, void *out);

/// out[i] = 1 if the comparison is true for element i of a and of b, else 0, for i < count.
void synann_compare(synann_scalar_type scalar, synann_comparison comparison, long count, synann_strided a,
                    synann_strided b, uint8_t *out);

/// out[i] = element i of a if element i of the mask, a byte, is not 0, else element i of b, for i < count.
void synann_select(synann_scalar_type scalar, long count, synann_strided mask, synann_strided a, synann_strided b,
                   void *out);

#endif
