// The greatest or the least element along a line. There is no include guard, as in vector.h.

#include "../Vector/vector_lanes.h"

// The better of two elements: the greater for the symbol >, the lesser for the symbol <. NaN is better than any number.
#undef BETTER
#define BETTER(symbol, value, best) ((value)symbol(best) || IS_UNORDERED(value) ? (value) : (best))

// The better of two vectors in each lane. A NaN in `value` replaces `best`. A NaN in `best` remains, because no value
// compares greater or less than NaN.
#undef EXTREMUM_OF
#define EXTREMUM_OF(symbol, best, value)                                               \
    choose((vint)(((value)symbol(best)) | ((value) != (value))), value, best)

// Defines `narrow`, a vector of `bytes` bytes: the better of the first and the second half of `wide` in each lane.
#undef HALVE
#define HALVE(symbol, bytes, wide, narrow)                                             \
    typedef REAL narrow##_real __attribute__((vector_size(bytes)));                    \
    typedef INTEGER narrow##_mask __attribute__((vector_size(bytes)));                 \
    narrow##_real narrow, narrow##_value;                                              \
    memcpy(&narrow, &(wide), bytes);                                                   \
    memcpy(&narrow##_value, (const char *)&(wide) + (bytes), bytes);                   \
    const narrow##_mask narrow##_is_better =                                           \
        (narrow##_mask)((narrow##_value symbol narrow) | (narrow##_value != narrow##_value)); \
    narrow = (narrow##_real)(((narrow##_mask)narrow##_value & narrow##_is_better)      \
                             | ((narrow##_mask)narrow & ~narrow##_is_better));

// Defines `quarter`, a vector of 16 bytes whose best lane is the best lane of `wide`.
#undef HALVES_EXTREMUM
#if VECTOR_BYTES == 64
#define HALVES_EXTREMUM(symbol, wide)                                                  \
    HALVE(symbol, 32, wide, half)                                                      \
    HALVE(symbol, 16, half, quarter)
#elif VECTOR_BYTES == 32
#define HALVES_EXTREMUM(symbol, wide) HALVE(symbol, 16, wide, quarter)
#else
#define HALVES_EXTREMUM(symbol, wide) const vreal quarter = wide;
#endif

// Returns the best lane of `quarter`.
#undef RETURN_BEST_LANE
#if defined(IS_FLOAT)
#define RETURN_BEST_LANE(symbol)                                                       \
    HALVE(symbol, 8, quarter, eighth)                                                  \
    return BETTER(symbol, eighth[1], eighth[0]);
#elif defined(IS_DOUBLE)
#define RETURN_BEST_LANE(symbol) return BETTER(symbol, quarter[1], quarter[0]);
#else
#define RETURN_BEST_LANE(symbol)                                                       \
    REAL lanes[16 / sizeof(REAL)];                                                     \
    memcpy(lanes, &quarter, 16);                                                       \
    for (long width = 8 / sizeof(REAL); width > 0; width /= 2)                         \
        for (long lane = 0; lane < width; lane++)                                      \
            lanes[lane] = BETTER(symbol, lanes[lane + width], lanes[lane]);            \
    return lanes[0];
#endif

// Sets the lanes of `best` to the `count` < LANES elements of x, and to x[0] behind these; or returns the extremum.
#undef SHORT_EXTREMUM
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define SHORT_EXTREMUM(symbol) best = choose(lanes_before(count), load_some(x, count), broadcast(x[0]));
#else
#define SHORT_EXTREMUM(symbol)                                                         \
    REAL found = x[0];                                                                 \
    for (long i = 1; i < count; i++)                                                   \
        found = BETTER(symbol, x[i], found);                                           \
    return found;
#endif

// Accumulates the extrema of four vectors in bests[0 … 3]. The vectors are at x, x + distance, x + 2 · distance and x + 3 ·
// distance. The comparison of two vectors with each other finds the NaN of both, and a comparison without NaN is the
// processor's instruction for an extremum.
#undef EXTREMUM_OF_FOUR
#undef RETURN_UNORDERED
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define EXTREMUM_OF_FOUR(symbol, x, distance)                                          \
    {                                                                                  \
        const vreal a = load(x), b = load((x) + (distance));                           \
        const vreal c = load((x) + 2 * (distance)), d = load((x) + 3 * (distance));    \
        unordered |= UNORDERED_LANES(a, b) | UNORDERED_LANES(c, d);                    \
        bests[0] = choose((vint)(a symbol bests[0]), a, bests[0]);                     \
        bests[1] = choose((vint)(b symbol bests[1]), b, bests[1]);                     \
        bests[2] = choose((vint)(c symbol bests[2]), c, bests[2]);                     \
        bests[3] = choose((vint)(d symbol bests[3]), d, bests[3]);                     \
    }
#define RETURN_UNORDERED                                                               \
    if (NAME(any_lane)(unordered))                                                     \
        return NAME(first_unordered)(i, x);
#else
#define EXTREMUM_OF_FOUR(symbol, x, distance)                                          \
    for (int part = 0; part < 4; part++) {                                             \
        const vreal value = load((x) + part * (distance));                             \
        bests[part] = EXTREMUM_OF(symbol, bests[part], value);                         \
    }
#define RETURN_UNORDERED (void)unordered;
#endif

// Accumulates the extrema of the vectors in bests[0 … 3] and advances i. The first loop reads four neighbouring pages of
// memory at the same time, because the processor prefetches within a page.
#undef EXTREMUM_OF_FOURS
#define EXTREMUM_OF_FOURS(symbol)                                                      \
    vint unordered = {0};                                                              \
    for (; i + 4 * PAGE_COUNT <= count; i += 4 * PAGE_COUNT)                           \
        for (long j = i; j < i + PAGE_COUNT; j += LANES)                               \
            EXTREMUM_OF_FOUR(symbol, x + j, PAGE_COUNT)                                \
    for (; i + 4 * LANES <= count; i += 4 * LANES)                                     \
        EXTREMUM_OF_FOUR(symbol, x + i, LANES)                                         \
    RETURN_UNORDERED

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

// The lanes in which a or b is NaN. The compiler combines the two comparisons into a comparison of a with b.
#undef UNORDERED_LANES
#define UNORDERED_LANES(a, b) (vint)(((a) != (a)) | ((b) != (b)))

// Returns the first NaN of x, which contains one.
static REAL NAME(first_unordered)(long count, const REAL *x) {
    for (long i = 0; i < count; i++)
        if (x[i] != x[i])
            return x[i];
    return x[0];
}

#endif

// Returns the extremum of `count` contiguous elements, `count` ≥ 1. The last vector may overlap the vector before it,
// because an element that is compared twice does not change the extremum.
#define EXTREMUM_DENSE(symbol)                                                         \
    vreal best;                                                                        \
    if (count < LANES) {                                                               \
        SHORT_EXTREMUM(symbol)                                                         \
    } else {                                                                           \
        best = load(x);                                                                \
        long i = 0;                                                                    \
        if (count >= 4 * LANES) {                                                      \
            vreal bests[4] = {best, best, best, best};                                 \
            EXTREMUM_OF_FOURS(symbol)                                                  \
            bests[0] = EXTREMUM_OF(symbol, bests[0], bests[1]);                        \
            bests[2] = EXTREMUM_OF(symbol, bests[2], bests[3]);                        \
            best = EXTREMUM_OF(symbol, bests[0], bests[2]);                            \
        }                                                                              \
        for (; i < count; i += LANES) {                                                \
            const vreal value = load(x + (i + LANES <= count ? i : count - LANES));    \
            best = EXTREMUM_OF(symbol, best, value);                                   \
        }                                                                              \
    }                                                                                  \
    HALVES_EXTREMUM(symbol, best)                                                      \
    RETURN_BEST_LANE(symbol)

static REAL NAME(greatest_dense)(long count, const REAL *x) {
    EXTREMUM_DENSE(>)
}

static REAL NAME(least_dense)(long count, const REAL *x) {
    EXTREMUM_DENSE(<)
}

#undef EXTREMUM_DENSE

// Returns the extremum over both loops of `axes`.
#define REDUCE_EXTREMUM(symbol, dense)                                                 \
    if (axes.inner_stride == 1 && axes.outer == 1)                                     \
        return dense(axes.inner, x);                                                   \
    REAL best = x[0], buffer[BLOCK_COUNT];                                             \
    const long step = axes.inner_stride == 1 ? axes.inner : BLOCK_COUNT;               \
    for (long i = 0; i < axes.outer; i++)                                              \
        for (long start = 0; start < axes.inner; start += step) {                      \
            const long length = axes.inner - start < step ? axes.inner - start : step; \
            const REAL *line = x + i * axes.outer_stride + start * axes.inner_stride;  \
            const REAL value = dense(length, NAME(contiguous)(length, line, axes.inner_stride, buffer)); \
            best = BETTER(symbol, value, best);                                        \
            if (IS_UNORDERED(best))                                                    \
                return best;                                                           \
        }                                                                              \
    return best;

static REAL NAME(reduce_greatest)(synann_reduced_axes axes, const REAL *x) {
    REDUCE_EXTREMUM(>, NAME(greatest_dense))
}

static REAL NAME(reduce_least)(synann_reduced_axes axes, const REAL *x) {
    REDUCE_EXTREMUM(<, NAME(least_dense))
}

#undef REDUCE_EXTREMUM
