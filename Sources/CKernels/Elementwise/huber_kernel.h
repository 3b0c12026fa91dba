#include "../Vector/vector_math.h"

static void NAME(huber)(double delta, long count, const REAL *a, const REAL *b, REAL *out) {
    const REAL bound = (REAL)delta;
    FOR_EACH_VECTOR(i, length, count, {
        const vreal difference = load_some(a + i, length) - load_some(b + i, length);
        const vreal limited = NAME(bounded)(difference, -bound, bound);
        // A separate statement, so that no instruction set fuses the product and the sum.
        const vreal half = limited * (REAL)-0.5;
        const vreal rest = half + difference;
        store_some(out + i, rest * limited, length);
    })
}

INLINE void NAME(huber_slopes)(REAL bound, long count, const REAL *g, long stride, const REAL *a, const REAL *b,
                               REAL *out) {
    FOR_EACH_VECTOR(i, length, count, {
        const vreal limited = NAME(bounded)(load_some(a + i, length) - load_some(b + i, length), -bound, bound);
        store_some(out + i, (stride ? load_some(g + i, length) : broadcast(*g)) * limited, length);
    })
}

static void NAME(huber_gradient)(double delta, long count, synann_strided g, const REAL *a, const REAL *b, REAL *out) {
    if (g.stride == 0)
        NAME(huber_slopes)((REAL)delta, count, g.data, 0, a, b, out);
    else
        NAME(huber_slopes)((REAL)delta, count, g.data, 1, a, b, out);
}
