#ifndef SYNANN_BINARY_H
#define SYNANN_BINARY_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// Functions of two arguments, applied to each pair of elements.
typedef enum {
    SYNANN_ADD,
    SYNANN_SUBTRACT,
    SYNANN_MULTIPLY,
    SYNANN_MINIMUM,
    SYNANN_MAXIMUM,
    // Those below are for real types alone.
    SYNANN_DIVIDE,
    SYNANN_POWER,
    /// a where b > 0, else 0: the derivative of relu.
    SYNANN_RELU_GRADIENT,
    /// a (1 − b²): the derivative of tanh, b being its value.
    SYNANN_TANH_GRADIENT,
    /// a b (1 − b): the derivative of the sigmoid, b being its value.
    SYNANN_SIGMOID_GRADIENT,
} synann_binary_operation;

typedef enum {
    SYNANN_EQUAL,
    SYNANN_NOT_EQUAL,
    SYNANN_LESS,
    SYNANN_LESS_OR_EQUAL,
} synann_comparison;

/// out[i] = operation(a[i * a_stride], b[i * b_stride]) for i < count. out may be a or b where their stride is 1.
void synann_binary(synann_scalar_type scalar, synann_binary_operation operation, long count, const void *a,
                   long a_stride, const void *b, long b_stride, void *out);

/// out[i] = a[i * a_stride] compared with b[i * b_stride], as 0 or 1.
void synann_compare(synann_scalar_type scalar, synann_comparison comparison, long count, const void *a, long a_stride,
                    const void *b, long b_stride, uint8_t *out);

/// out[i] = mask[i * mask_stride] ? a[i * a_stride] : b[i * b_stride].
void synann_select(synann_scalar_type scalar, long count, const uint8_t *mask, long mask_stride, const void *a,
                   long a_stride, const void *b, long b_stride, void *out);

#endif
