#include "../Vector/vector_gaps.h"
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#include "../Vector/vector_math.h"
#include "real_division.h"
#include "binary_short.h"
#define MINIMUM(a, b) NAME(vmin)(a, b)
#define MAXIMUM(a, b) NAME(vmax)(a, b)
#else
#include "integer_arithmetic.h"
#define MINIMUM(a, b) choose((vint)((a) < (b)), a, b)
#define MAXIMUM(a, b) choose((vint)((a) > (b)), a, b)
#endif

// Within a row, each operand is contiguous (stride 1) or a single repeated value (stride 0). Whole vectors and the shorter
// last vector use the same expression, so a result does not depend on its position.
#define FOR_EACH(expression)                                                           \
    for (long row = 0; row < rows; row++) {                                            \
        const REAL *a = first + row * a_row, *b = second + row * b_row;                \
        REAL *to = out + row * out_row;                                                \
        vreal va = broadcast(a[0]), vb = broadcast(b[0]);                              \
        FOR_EACH_VECTOR(i, length, columns, {                                          \
            if (a_stride) va = load_some(a + i, length);                               \
            if (b_stride) vb = load_some(b + i, length);                               \
            store_some(to + i, expression, length);                                    \
        })                                                                             \
    }                                                                                  \
    break;

// The rows of an operand are a_row, b_row or out_row apart.
static void NAME(binary_dense)(synann_binary_operation operation, long rows, long columns, const REAL *first,
                               long a_row, long a_stride, const REAL *second, long b_row, long b_stride, REAL *out,
                               long out_row) {
    switch (operation) {
    case SYNANN_ADD: FOR_EACH(va + vb)
    case SYNANN_SUBTRACT: FOR_EACH(va - vb)
    case SYNANN_MULTIPLY: FOR_EACH(va * vb)
    case SYNANN_MINIMUM: FOR_EACH(MINIMUM(va, vb))
    case SYNANN_MAXIMUM: FOR_EACH(MAXIMUM(va, vb))
    case SYNANN_FLOOR_DIVIDE: FOR_EACH(NAME(floor_divide)(va, vb))
    case SYNANN_FLOOR_REMAINDER: FOR_EACH(NAME(floor_remainder)(va, vb))
    case SYNANN_TRUNCATED_DIVIDE: FOR_EACH(NAME(truncated_divide)(va, vb))
    case SYNANN_TRUNCATED_REMAINDER: FOR_EACH(NAME(truncated_remainder)(va, vb))
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    case SYNANN_DIVIDE: FOR_EACH(va / vb)
    case SYNANN_POWER: FOR_EACH(NAME(vpow)(va, vb))
    case SYNANN_RELU_GRADIENT: FOR_EACH(choose(vb <= broadcast(0), broadcast(0), va))
    case SYNANN_TANH_GRADIENT: FOR_EACH(va * (broadcast(1) - vb * vb))
    case SYNANN_SIGMOID_GRADIENT: FOR_EACH(va * vb * (broadcast(1) - vb))
    case SYNANN_ARC_TANGENT_2: FOR_EACH(NAME(vatan2)(va, vb))
    case SYNANN_HYPOTENUSE: FOR_EACH(NAME(vhypot)(va, vb))
    case SYNANN_COPY_SIGN: FOR_EACH(NAME(vcopysign)(va, vb))
    case SYNANN_NEXT_AFTER: FOR_EACH(NAME(vnextafter)(va, vb))
    case SYNANN_LOG_ADD_EXP: FOR_EACH(NAME(vlogaddexp)(va, vb))
    case SYNANN_GELU_GRADIENT: FOR_EACH(NAME(gelu_gradient)(va, vb))
    case SYNANN_SILU_GRADIENT: FOR_EACH(NAME(silu_gradient)(va, vb))
    case SYNANN_PRELU: FOR_EACH(choose(va > 0, va, va * vb))
    case SYNANN_PRELU_DERIVATIVE: FOR_EACH(choose(va != va, va, choose(va > 0, broadcast(1), vb)))
    case SYNANN_SCALED_COTANGENT: FOR_EACH(NAME(scaled_cotangent)(va, vb))
    case SYNANN_PRELU_SLOPE_GRADIENT: FOR_EACH(choose(vb > 0, broadcast(0), va * vb))
#else
    case SYNANN_BITWISE_AND: FOR_EACH(va & vb)
    case SYNANN_BITWISE_OR: FOR_EACH(va | vb)
    case SYNANN_BITWISE_XOR: FOR_EACH(va ^ vb)
    case SYNANN_SHIFT_LEFT: FOR_EACH(NAME(shift)(va, vb, 1))
    case SYNANN_SHIFT_RIGHT: FOR_EACH(NAME(shift)(va, vb, -1))
    case SYNANN_INTEGER_POWER: FOR_EACH(NAME(integer_power)(va, vb))
#endif
    default: break;
    }
}

#undef FOR_EACH
#undef MINIMUM
#undef MAXIMUM

// The number of elements of the buffers into which operands with other strides are copied. The buffers stay in the
// first-level cache.
#ifndef GATHER_COUNT
#define GATHER_COUNT 512
#endif

INLINE int NAME(is_dense)(long stride) { return stride == 0 || stride == 1; }

// Returns elements at the distance `stride` as a contiguous array, or x itself if the stride is 0 or 1.
INLINE const REAL *NAME(without_gaps)(long count, const REAL *x, long stride, REAL *buffer) {
    if (NAME(is_dense)(stride))
        return x;
    NAME(copy_without_gaps)(count, x, stride, buffer);
    return buffer;
}

static void NAME(binary)(synann_binary_operation operation, long count, synann_strided first, synann_strided second,
                         REAL *out) {
    if (count <= 0)
        return;
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    const synann_strided_rows first_row = {first.data, 0, first.stride}, second_row = {second.data, 0, second.stride};
    if ((first.stride < 0 || second.stride < 0)
        && NAME(binary_short)(operation, 1, count, first_row, second_row, out, 0))
        return;
#endif
    const REAL *a = first.data, *b = second.data;
    if (NAME(is_dense)(first.stride) && NAME(is_dense)(second.stride)) {
        NAME(binary_dense)(operation, 1, count, a, 0, first.stride, b, 0, second.stride, out, 0);
        return;
    }
    REAL a_buffer[GATHER_COUNT], b_buffer[GATHER_COUNT];
    for (long start = 0; start < count; start += GATHER_COUNT) {
        const long length = count - start < GATHER_COUNT ? count - start : GATHER_COUNT;
        const REAL *a_part = NAME(without_gaps)(length, a + start * first.stride, first.stride, a_buffer);
        const REAL *b_part = NAME(without_gaps)(length, b + start * second.stride, second.stride, b_buffer);
        NAME(binary_dense)(operation, 1, length, a_part, 0, first.stride != 0, b_part, 0, second.stride != 0,
                           out + start, 0);
    }
}

static void NAME(binary_rows)(synann_binary_operation operation, long rows, long columns, synann_strided_rows first,
                              synann_strided_rows second, REAL *out, long out_stride) {
    if (rows <= 0 || columns <= 0)
        return;
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    if (NAME(binary_short)(operation, rows, columns, first, second, out, out_stride))
        return;
#endif
    if (NAME(is_dense)(first.stride) && NAME(is_dense)(second.stride)) {
        NAME(binary_dense)(operation, rows, columns, first.data, first.row_stride, first.stride, second.data,
                           second.row_stride, second.stride, out, out_stride);
        return;
    }
    for (long i = 0; i < rows; i++) {
        const synann_strided a = {(const REAL *)first.data + i * first.row_stride, first.stride};
        const synann_strided b = {(const REAL *)second.data + i * second.row_stride, second.stride};
        NAME(binary)(operation, columns, a, b, out + i * out_stride);
    }
}

#define COMPARE_LOOP(symbol, a_stride, b_stride)                                       \
    for (long i = 0; i < count; i++)                                                   \
        out[i] = a[i * (a_stride)] symbol b[i * (b_stride)];

// With constant strides the compiler vectorizes the loop.
#define COMPARE_EACH(symbol)                                                           \
    if (first.stride == 1 && second.stride == 1)                                       \
        COMPARE_LOOP(symbol, 1, 1)                                                     \
    else if (first.stride == 1 && second.stride == 0)                                  \
        COMPARE_LOOP(symbol, 1, 0)                                                     \
    else if (first.stride == 0 && second.stride == 1)                                  \
        COMPARE_LOOP(symbol, 0, 1)                                                     \
    else                                                                               \
        COMPARE_LOOP(symbol, first.stride, second.stride)                              \
    break;

static void NAME(compare)(synann_comparison comparison, long count, synann_strided first, synann_strided second,
                          uint8_t *out) {
    const REAL *a = first.data, *b = second.data;
    switch (comparison) {
    case SYNANN_EQUAL: COMPARE_EACH(==)
    case SYNANN_NOT_EQUAL: COMPARE_EACH(!=)
    case SYNANN_LESS: COMPARE_EACH(<)
    case SYNANN_LESS_OR_EQUAL: COMPARE_EACH(<=)
    }
}

#undef COMPARE_EACH
#undef COMPARE_LOOP

static void NAME(compare_rows)(synann_comparison comparison, long rows, long columns, synann_strided_rows first,
                               synann_strided_rows second, uint8_t *out, long out_stride) {
    for (long i = 0; i < rows; i++) {
        const synann_strided a = {(const REAL *)first.data + i * first.row_stride, first.stride};
        const synann_strided b = {(const REAL *)second.data + i * second.row_stride, second.stride};
        NAME(compare)(comparison, columns, a, b, out + i * out_stride);
    }
}

#include "../Vector/vector_lanes.h"

// Inspects eight vectors at a time, so that the function stops soon after the first difference.
static void NAME(compare_all)(long count, const REAL *a, const REAL *b, int *are_equal) {
    const long step = 8 * LANES;
    long i = 0;
    *are_equal = 0;
    for (; i + step <= count; i += step) {
        vint differs = {0};
        for (int part = 0; part < 8; part++)
            differs |= (vint)(load(a + i + part * LANES) != load(b + i + part * LANES));
        if (NAME(any_lane)(differs))
            return;
    }
    for (; i < count; i++)
        if (a[i] != b[i])
            return;
    *are_equal = 1;
}
