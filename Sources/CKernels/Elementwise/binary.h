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
    /// The quotient rounded down, Python's `//`, and the remainder of this division, whose sign is the divisor's. A
    /// real divisor of 0 gives what C's division and fmod give. An integer divisor must not be 0.
    SYNANN_FLOOR_DIVIDE,
    SYNANN_FLOOR_REMAINDER,
    /// The quotient rounded towards 0 and the remainder of this division, C's `/` and `%` of integers, whose sign is
    /// the dividend's.
    SYNANN_TRUNCATED_DIVIDE,
    SYNANN_TRUNCATED_REMAINDER,
    // The operations below are defined only for integers. A negative shift shifts the other way; a shift by the width
    // or more gives 0, or −1 for a negative number shifted right.
    SYNANN_BITWISE_AND,
    SYNANN_BITWISE_OR,
    SYNANN_BITWISE_XOR,
    SYNANN_SHIFT_LEFT,
    SYNANN_SHIFT_RIGHT,
    /// a to the power of b; overflow wraps around. b must not be negative.
    SYNANN_INTEGER_POWER,
    // The operations below are defined only for real types.
    SYNANN_DIVIDE,
    SYNANN_POWER,
    /// The derivative of ReLU: a, or 0 if b ≤ 0. a is the cotangent, b the argument. If b is NaN, the result is a.
    SYNANN_RELU_GRADIENT,
    /// The derivative of tanh: a (1 − b²). a is the cotangent, b the value of tanh.
    SYNANN_TANH_GRADIENT,
    /// The derivative of the sigmoid: a b (1 − b). a is the cotangent, b the value of the sigmoid.
    SYNANN_SIGMOID_GRADIENT,
    /// The angle of the point (b, a), in (−π, π]: C's atan2.
    SYNANN_ARC_TANGENT_2,
    SYNANN_HYPOTENUSE,
    /// The magnitude of a with the sign of b.
    SYNANN_COPY_SIGN,
    /// The next number after a towards b.
    SYNANN_NEXT_AFTER,
    /// log(eᵃ + eᵇ).
    SYNANN_LOG_ADD_EXP,
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

#endif
