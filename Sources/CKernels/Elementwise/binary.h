#ifndef SYNANN_BINARY_H
#define SYNANN_BINARY_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Functions of two arguments a and b, applied to each pair of elements. The minimum and the maximum are NaN if a or b
/// is NaN. Sums, differences and products of integers wrap around.
typedef enum {
    SYNANN_ADD,
    SYNANN_SUBTRACT,
    SYNANN_MULTIPLY,
    SYNANN_MINIMUM,
    SYNANN_MAXIMUM,
    /// The quotient rounded down, which is Python's `//`, and the remainder of this division, which has the sign of the
    /// divisor b. For a real divisor 0, the quotient is a / b and the remainder is NaN, as in C's division and fmod. An
    /// integer divisor must not be 0.
    SYNANN_FLOOR_DIVIDE,
    SYNANN_FLOOR_REMAINDER,
    /// The quotient rounded towards 0, and the remainder of this division, which has the sign of the dividend a. For
    /// integers these are C's `/` and `%`. For a real divisor 0, the quotient is a / b and the remainder is NaN. An
    /// integer divisor must not be 0.
    SYNANN_TRUNCATED_DIVIDE,
    SYNANN_TRUNCATED_REMAINDER,
    // The operations below are defined only for integers. A negative shift shifts in the opposite direction. A shift by
    // the width of the type or more gives 0, or −1 for a negative number that is shifted to the right.
    SYNANN_BITWISE_AND,
    SYNANN_BITWISE_OR,
    SYNANN_BITWISE_XOR,
    SYNANN_SHIFT_LEFT,
    SYNANN_SHIFT_RIGHT,
    /// a to the power of b. Overflow wraps around. b must not be negative.
    SYNANN_INTEGER_POWER,
    // The operations below are defined only for real types.
    SYNANN_DIVIDE,
    SYNANN_POWER,
    /// The product of the cotangent a and the derivative of ReLU at b: 0 if b ≤ 0, and a otherwise, also if b is NaN.
    SYNANN_RELU_GRADIENT,
    /// The product of the cotangent a and the derivative of tanh, where b is the value of tanh: a (1 − b²).
    SYNANN_TANH_GRADIENT,
    /// The product of the cotangent a and the derivative of the sigmoid, where b is the value of the sigmoid: a b (1 −
    /// b).
    SYNANN_SIGMOID_GRADIENT,
    /// The angle of the point (x, y) = (b, a), in [−π, π], as C's atan2 returns it.
    SYNANN_ARC_TANGENT_2,
    SYNANN_HYPOTENUSE,
    /// The absolute value of a with the sign of b.
    SYNANN_COPY_SIGN,
    /// The next number of the scalar type after a in the direction of b.
    SYNANN_NEXT_AFTER,
    /// log(eᵃ + eᵇ).
    SYNANN_LOG_ADD_EXP,
    /// The product of the cotangent a and the derivative of GELU or SiLU at b. The derivative is 0 at −∞ and 1 at ∞.
    SYNANN_GELU_GRADIENT,
    SYNANN_SILU_GRADIENT,
    /// PReLU: a if a > 0, and a b otherwise, where b is the slope for negative numbers.
    SYNANN_PRELU,
    /// The derivative of PReLU with respect to a: 1 if a > 0, NaN if a is NaN, and b otherwise.
    SYNANN_PRELU_DERIVATIVE,
    /// The product of the cotangent a and the derivative b; 0 if b is 0, even if a is infinite or NaN.
    SYNANN_SCALED_COTANGENT,
    /// The product of the cotangent a and the derivative of PReLU at b with respect to the slope: 0 if b > 0, and a b
    /// otherwise.
    SYNANN_PRELU_SLOPE_GRADIENT,
} synann_binary_operation;

/// Comparisons of two elements. If an element is NaN, only SYNANN_NOT_EQUAL is true.
typedef enum {
    SYNANN_EQUAL,
    SYNANN_NOT_EQUAL,
    SYNANN_LESS,
    SYNANN_LESS_OR_EQUAL,
} synann_comparison;

/// Computes out[i] = operation(element i of a, element i of b) for i < count. `out` may be the memory of `a` or `b` if
/// the stride of this operand is 1.
void synann_binary(synann_scalar_type scalar, synann_binary_operation operation, long count, synann_strided a,
                   synann_strided b, void *out);

/// Writes out[i] = 1 if the comparison of element i of a with element i of b is true, and 0 otherwise, for i < count.
void synann_compare(synann_scalar_type scalar, synann_comparison comparison, long count, synann_strided a,
                    synann_strided b, uint8_t *out);

/// A matrix operand: element (i, j) is data[i * row_stride + j * stride].
typedef struct {
    const void *data;
    long row_stride, stride;
} synann_strided_rows;

/// Computes out[i * out_stride + j] = operation(element (i, j) of a, element (i, j) of b) for i < rows and j < columns.
/// `out` may be the memory of `a` or `b` if this operand has the same strides. A call for a matrix takes less time than
/// calls for its rows.
void synann_binary_rows(synann_scalar_type scalar, synann_binary_operation operation, long rows, long columns,
                        synann_strided_rows a, synann_strided_rows b, void *out, long out_stride);

/// Writes out[i * out_stride + j] = 1 if the comparison of element (i, j) of a with element (i, j) of b is true, and 0
/// otherwise, for i < rows and j < columns.
void synann_compare_rows(synann_scalar_type scalar, synann_comparison comparison, long rows, long columns,
                         synann_strided_rows a, synann_strided_rows b, uint8_t *out, long out_stride);

/// Returns 1 if a[i] equals b[i] for every i < count, and 0 otherwise. NaN equals no number. The function stops soon
/// after the first difference.
int synann_equal(synann_scalar_type scalar, long count, const void *a, const void *b);

#endif
