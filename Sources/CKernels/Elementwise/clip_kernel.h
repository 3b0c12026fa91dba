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

// Returns elements i … i + length − 1 of an operand, with length ≤ LANES. If the stride is 0, every lane contains the
// first element.
INLINE vreal NAME(read_operand)(synann_strided operand, long i, long length) {
    const REAL *data = operand.data;
    if (operand.stride == 1)
        return load_some(data + i, length);
    if (operand.stride == 0)
        return broadcast(data[0]);
    REAL elements[LANES] = {0};
    for (long lane = 0; lane < length; lane++)
        elements[lane] = data[(i + lane) * operand.stride];
    return load(elements);
}

static void NAME(clip)(long count, synann_strided x, synann_strided lower, synann_strided upper, REAL *out) {
    FOR_EACH_VECTOR(i, length, count, {
        const vreal raised = MAXIMUM(NAME(read_operand)(x, i, length), NAME(read_operand)(lower, i, length));
        store_some(out + i, MINIMUM(raised, NAME(read_operand)(upper, i, length)), length);
    })
}

#undef MINIMUM
#undef MAXIMUM
