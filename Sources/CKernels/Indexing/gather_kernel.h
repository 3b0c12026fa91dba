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
