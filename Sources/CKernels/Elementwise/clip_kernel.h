#undef MINIMUM
#undef MAXIMUM
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#include "../Vector/vector_math.h"
#define MINIMUM(a, b) NAME(vmin)(a, b)
#define MAXIMUM(a, b) NAME(vmax)(a, b)
#else
#define MINIMUM(a, b) choose((vint)((a) < (b)), a, b)
#define MAXIMUM(a, b) choose((vint)((a) > (b)), a, b)
#endif

// Writes out[i] = min(max(x[i], lower[i]), upper[i]) for i < count. Each of the operands x, lower and upper is
// contiguous (stride 1) or a single repeated element (stride 0).
INLINE void NAME(clip_regular)(long count, synann_strided x, synann_strided lower, synann_strided upper, REAL *out) {
    const REAL *values = x.data, *least = lower.data, *greatest = upper.data;
    const vreal value = broadcast(*values), low = broadcast(*least), high = broadcast(*greatest);
    FOR_EACH_VECTOR(i, length, count, {
        const vreal raised = MAXIMUM(x.stride ? load_some(values + i, length) : value,
                                     lower.stride ? load_some(least + i, length) : low);
        store_some(out + i, MINIMUM(raised, upper.stride ? load_some(greatest + i, length) : high), length);
    })
}

#if defined(IS_FLOAT) || defined(IS_DOUBLE)
// Does the same for contiguous x and for bounds that are numbers, not NaN. A comparison that is false for NaN keeps a
// NaN in x, and the comparison and the choice are a single instruction of the processor.
INLINE void NAME(clip_to_numbers)(long count, const REAL *x, REAL lower, REAL upper, REAL *out) {
    const vreal low = broadcast(lower), high = broadcast(upper);
    FOR_EACH_VECTOR(i, length, count, {
        const vreal value = load_some(x + i, length);
        const vreal raised = choose((vint)(low > value), low, value);
        store_some(out + i, choose((vint)(high < raised), high, raised), length);
    })
}
#endif

#ifndef CLIP_BLOCK
#define CLIP_BLOCK 256
#endif

// Returns the elements i ..< i + number of an operand as an operand with the stride 0 or 1. If the operand has another
// stride, the function copies the elements to `copy` first.
INLINE synann_strided NAME(regular)(synann_strided operand, long i, long number, REAL *copy) {
    const REAL *data = (const REAL *)operand.data + i * operand.stride;
    if (operand.stride == 0 || operand.stride == 1)
        return (synann_strided){data, operand.stride};
    for (long k = 0; k < number; k++)
        copy[k] = data[k * operand.stride];
    return (synann_strided){copy, 1};
}

static void NAME(clip)(long count, synann_strided x, synann_strided lower, synann_strided upper, REAL *out) {
    if (count == 0)
        return;
    // Constant strides in the most frequent cases remove the branches from the loop.
    if (x.stride == 1 && lower.stride == 1 && upper.stride == 1) {
        NAME(clip_regular)(count, (synann_strided){x.data, 1}, (synann_strided){lower.data, 1},
                           (synann_strided){upper.data, 1}, out);
        return;
    }
    if (x.stride == 1 && lower.stride == 0 && upper.stride == 0) {
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
        const REAL low = *(const REAL *)lower.data, high = *(const REAL *)upper.data;
        if (low == low && high == high) {
            NAME(clip_to_numbers)(count, x.data, low, high, out);
            return;
        }
#endif
        NAME(clip_regular)(count, (synann_strided){x.data, 1}, (synann_strided){lower.data, 0},
                           (synann_strided){upper.data, 0}, out);
        return;
    }
    for (long i = 0; i < count; i += CLIP_BLOCK) {
        REAL copies[3][CLIP_BLOCK];
        const long number = count - i < CLIP_BLOCK ? count - i : CLIP_BLOCK;
        NAME(clip_regular)(number, NAME(regular)(x, i, number, copies[0]), NAME(regular)(lower, i, number, copies[1]),
                           NAME(regular)(upper, i, number, copies[2]), out + i);
    }
}

#undef MINIMUM
#undef MAXIMUM
