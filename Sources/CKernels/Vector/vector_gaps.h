// Copies elements with gaps. There is no include guard, as in vector.h.

#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#include "vector_interleave.h"
#endif

// Returns the elements x[0], x[−1], x[−2], ….
INLINE vreal NAME(load_reversed)(const REAL *x) {
    const vreal value = load(x - (LANES - 1));
    vreal reversed = value;
    for (int lane = 0; lane < LANES; lane++)
        reversed[lane] = value[LANES - 1 - lane];
    return reversed;
}

// Writes x[0], x[stride], x[2 · stride], … to the `count` elements of `to`. The compiler vectorizes the loop for reversed
// elements.
INLINE void NAME(copy_without_gaps)(long count, const REAL *x, long stride, REAL *to) {
    long i = 0;
    if (stride == -1)
        for (; i < count; i++)
            to[i] = x[-i];
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    if (stride == 2)
        for (; i + LANES <= count; i += LANES)
            store(to + i, NAME(load_every_second)(x + 2 * i));
#endif
    for (; i < count; i++)
        to[i] = x[i * stride];
}
