#undef IS_UNORDERED
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define IS_UNORDERED(a) ((a) != (a))
#else
#define IS_UNORDERED(a) 0
#endif

#define FOR_EACH(expression)                                                           \
    for (long i = 0; i < count; i++) {                                                 \
        const REAL a = to[positions[i]], b = from[i];                                  \
        to[positions[i]] = (REAL)(expression);                                         \
    }                                                                                  \
    break;

static void NAME(scatter_combine)(synann_scatter_operation operation, long count, const int64_t *positions,
                                  const REAL *from, REAL *to) {
    switch (operation) {
    case SYNANN_SCATTER_ADD: FOR_EACH(a + b)
    case SYNANN_SCATTER_MULTIPLY: FOR_EACH(a * b)
    case SYNANN_SCATTER_GREATEST: FOR_EACH(a >= b || IS_UNORDERED(a) ? a : b)
    case SYNANN_SCATTER_LEAST: FOR_EACH(a <= b || IS_UNORDERED(a) ? a : b)
    }
}

#undef FOR_EACH

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

static void NAME(scatter_slices)(synann_scattered_shape shape, const int64_t *positions, const REAL *restrict from,
                                 REAL *restrict to) {
    const long inner = shape.inner;
    for (long o = 0; o < shape.outer; o++) {
        const REAL *source = from + o * shape.count * inner;
        REAL *target = to + o * shape.length * inner;
        if (inner == 1)
            for (long i = 0; i < shape.count; i++)
                target[positions[i]] += source[i];
        else
            for (long i = 0; i < shape.count; i++) {
                REAL *sum = target + positions[i] * inner;
                const REAL *summand = source + i * inner;
                FOR_EACH_VECTOR(j, length, inner, {
                    store_some(sum + j, load_some(sum + j, length) + load_some(summand + j, length), length);
                })
            }
    }
}

#endif

#if defined(IS_64_BIT) && !defined(IS_DOUBLE) && !defined(IS_UNSIGNED)

// Finds out whether an index is negative, and whether an index is not in −length ..< length.
static void NAME(inspect_indices)(long count, long length, synann_strided_indices indices, int *has_negative,
                                  int *is_out_of_range) {
    int64_t any_negative = 0, any_outside = 0;
    // The compiler vectorizes the loop for the constant stride.
    if (indices.stride == 1)
        for (long i = 0; i < count; i++) {
            const int64_t index = indices.data[i];
            any_negative |= index;
            any_outside |= (index < -length) | (index >= length);
        }
    else
        for (long i = 0; i < count; i++) {
            const int64_t index = indices.data[i * indices.stride];
            any_negative |= index;
            any_outside |= (index < -length) | (index >= length);
        }
    *has_negative = any_negative < 0;
    *is_out_of_range = any_outside != 0;
}

#endif
