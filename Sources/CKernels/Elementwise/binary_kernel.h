#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#include "../Vector/vector_math.h"
#define MINIMUM(a, b) NAME(vmin)(a, b)
#define MAXIMUM(a, b) NAME(vmax)(a, b)
#else
#define MINIMUM(a, b) choose((vint)((a) < (b)), a, b)
#define MAXIMUM(a, b) choose((vint)((a) > (b)), a, b)
#endif

// Each operand is contiguous (stride 1) or one repeated value (stride 0). Whole vectors and the rest use the same
// expression, so a result does not depend on its position.
#define FOR_EACH(expression)                                                           \
    {                                                                                  \
        vreal va = broadcast(a[0]), vb = broadcast(b[0]);                              \
        long i = 0;                                                                    \
        for (; i + LANES <= count; i += LANES) {                                       \
            if (a_stride) va = load(a + i);                                            \
            if (b_stride) vb = load(b + i);                                            \
            store(out + i, expression);                                                \
        }                                                                              \
        if (i < count) {                                                               \
            if (a_stride) va = load_part(a + i, count - i);                            \
            if (b_stride) vb = load_part(b + i, count - i);                            \
            store_part(out + i, expression, count - i);                                \
        }                                                                              \
    }                                                                                  \
    break;

static void NAME(binary_dense)(synann_binary_operation operation, long count, const REAL *a, long a_stride,
                               const REAL *b, long b_stride, REAL *out) {
    switch (operation) {
    case SYNANN_ADD: FOR_EACH(va + vb)
    case SYNANN_SUBTRACT: FOR_EACH(va - vb)
    case SYNANN_MULTIPLY: FOR_EACH(va * vb)
    case SYNANN_MINIMUM: FOR_EACH(MINIMUM(va, vb))
    case SYNANN_MAXIMUM: FOR_EACH(MAXIMUM(va, vb))
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    case SYNANN_DIVIDE: FOR_EACH(va / vb)
    case SYNANN_POWER: FOR_EACH(NAME(vpow)(va, vb))
    case SYNANN_RELU_GRADIENT: FOR_EACH(choose(vb <= broadcast(0), broadcast(0), va))
    case SYNANN_TANH_GRADIENT: FOR_EACH(va * (broadcast(1) - vb * vb))
    case SYNANN_SIGMOID_GRADIENT: FOR_EACH(va * vb * (broadcast(1) - vb))
#endif
    default: break;
    }
}

#undef FOR_EACH
#undef MINIMUM
#undef MAXIMUM

// Operands with other strides are copied into buffers of this many elements, which stay in the first-level cache.
#ifndef GATHER_COUNT
#define GATHER_COUNT 512
#endif

static void NAME(binary)(synann_binary_operation operation, long count, const REAL *a, long a_stride, const REAL *b,
                         long b_stride, REAL *out) {
    if (count <= 0)
        return;
    if ((a_stride == 0 || a_stride == 1) && (b_stride == 0 || b_stride == 1)) {
        NAME(binary_dense)(operation, count, a, a_stride, b, b_stride, out);
        return;
    }
    REAL a_buffer[GATHER_COUNT], b_buffer[GATHER_COUNT];
    for (long start = 0; start < count; start += GATHER_COUNT) {
        long length = count - start < GATHER_COUNT ? count - start : GATHER_COUNT;
        for (long i = 0; i < length; i++) {
            a_buffer[i] = a[(start + i) * a_stride];
            b_buffer[i] = b[(start + i) * b_stride];
        }
        NAME(binary_dense)(operation, length, a_buffer, 1, b_buffer, 1, out + start);
    }
}

#define COMPARE_EACH(symbol)                                                           \
    for (long i = 0; i < count; i++)                                                   \
        out[i] = a[i * a_stride] symbol b[i * b_stride];                               \
    break;

static void NAME(compare)(synann_comparison comparison, long count, const REAL *a, long a_stride, const REAL *b,
                          long b_stride, uint8_t *out) {
    switch (comparison) {
    case SYNANN_EQUAL: COMPARE_EACH(==)
    case SYNANN_NOT_EQUAL: COMPARE_EACH(!=)
    case SYNANN_LESS: COMPARE_EACH(<)
    case SYNANN_LESS_OR_EQUAL: COMPARE_EACH(<=)
    }
}

#undef COMPARE_EACH

static void NAME(select)(long count, const uint8_t *mask, long mask_stride, const REAL *a, long a_stride,
                         const REAL *b, long b_stride, REAL *out) {
    for (long i = 0; i < count; i++)
        out[i] = mask[i * mask_stride] ? a[i * a_stride] : b[i * b_stride];
}
