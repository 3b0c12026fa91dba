// The positions of the greatest or the least elements. There is no include guard, as in vector.h.

// MATCHES(value, wanted) tells whether `value` equals `wanted`. Here NaN equals NaN.
#undef MATCHES
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define MATCHES(value, wanted) (((value) == (wanted)) | (((value) != (value)) & ((wanted) != (wanted))))
#else
#define MATCHES(value, wanted) ((value) == (wanted))
#endif

// Returns the first lane of `found` that is not 0, or LANES if all lanes are 0.
INLINE long NAME(first_lane)(vint found) {
#ifdef LANE_BITS
    const uint32_t lanes = LANE_BITS(found);
    return lanes ? __builtin_ctz(lanes) : LANES;
#else
    long lane = 0;
    while (lane < LANES && !found[lane])
        lane++;
    return lane;
#endif
}

// Returns the first position of `wanted`, or the position of the first NaN if `wanted` is NaN. The first loop finds the
// vectors that contain this position, and the second loop searches these vectors. Returns 0 if no element matches. The
// elements are in the cache, so the first loop fetches the next line, whose first element is at `next`, meanwhile.
static long NAME(position_of)(long count, const REAL *x, REAL wanted, const REAL *next) {
    const vreal all = broadcast(wanted);
    const long block = 4 * LANES;
    long i = 0;
    for (; i + block <= count; i += block) {
        vint found = {0};
        for (long part = 0; part < block; part += 64 / (long)sizeof(REAL))
            __builtin_prefetch(next + i + part);
        for (int part = 0; part < 4; part++) {
            const vreal value = load(x + i + part * LANES);
            found |= (vint)MATCHES(value, all);
        }
        if (NAME(any_lane)(found))
            break;
    }
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
    for (; i < count; i += LANES) {
        const vreal value = load_some(x + i, count - i);
        vint found = (vint)MATCHES(value, all);
        if (count - i < LANES)
            found &= lanes_before(count - i);
        const long lane = NAME(first_lane)(found);
        if (lane < LANES)
            return i + lane;
    }
#else
    // The last vector may overlap the vector before it.
    if (count >= LANES)
        for (; i < count; i += LANES) {
            const long start = i + LANES <= count ? i : count - LANES;
            const long lane = NAME(first_lane)((vint)MATCHES(load(x + start), all));
            if (lane < LANES)
                return start + lane;
        }
    for (; i < count; i++)
        if (MATCHES(x[i], wanted))
            return i;
#endif
    return 0;
}

// Returns the position of the best element of a line. The loop finds the block that contains this position, so that
// the function reads only this block a second time.
#define POSITION_OF_EXTREMUM(symbol, dense)                                            \
    REAL best = x[0], buffer[BLOCK_COUNT];                                             \
    long place = 0;                                                                    \
    const long step = stride == 1 ? 4 * PAGE_COUNT : BLOCK_COUNT;                      \
    for (long start = 0; start < count; start += step) {                               \
        const long length = count - start < step ? count - start : step;               \
        const REAL value = dense(length, NAME(contiguous)(length, x + start * stride, stride, buffer)); \
        if (start == 0 || value symbol best || IS_UNORDERED(value)) {                  \
            best = value;                                                              \
            place = start;                                                             \
            if (IS_UNORDERED(value))                                                   \
                break;                                                                 \
        }                                                                              \
    }                                                                                  \
    const long length = count - place < step ? count - place : step;                   \
    const REAL *block = NAME(contiguous)(length, x + place * stride, stride, buffer);  \
    return place + NAME(position_of)(length, block, best, next + place);

static long NAME(position_of_greatest)(long count, long stride, const REAL *x, const REAL *next) {
    POSITION_OF_EXTREMUM(>, NAME(greatest_dense))
}

static long NAME(position_of_least)(long count, long stride, const REAL *x, const REAL *next) {
    POSITION_OF_EXTREMUM(<, NAME(least_dense))
}

#undef POSITION_OF_EXTREMUM

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

INLINE REAL NAME(greatest_lane)(vreal best) {
    HALVES_EXTREMUM(>, best)
    RETURN_BEST_LANE(>)
}

INLINE REAL NAME(least_lane)(vreal best) {
    HALVES_EXTREMUM(<, best)
    RETURN_BEST_LANE(<)
}

// Returns the first element of x, in steps of 4 · LANES elements, whose lanes of bests[0 … 3] equal `best`. found[0 … 3]
// are the numbers of the steps.
INLINE long NAME(first_place)(const vreal *bests, const vint *found, REAL best) {
    const INTEGER none = (INTEGER)(1L << 30);
    vint lanes, first = (vint){0} + none;
    for (int lane = 0; lane < LANES; lane++)
        lanes[lane] = lane;
    for (int part = 0; part < 4; part++) {
        const vint place = (found[part] << __builtin_ctz(4 * LANES)) + (INTEGER)(part * LANES) + lanes;
        const vint is_best = (vint)(bests[part] == broadcast(best));
        first = __builtin_elementwise_min(first, (place & is_best) | (none & ~is_best));
    }
    INTEGER least = first[0];
    for (int lane = 1; lane < LANES; lane++)
        least = first[lane] < least ? first[lane] : least;
    return least;
}

#define KEEP_BETTER(symbol, part, value)                                               \
    {                                                                                  \
        const vint is_better = (vint)((value)symbol bests[part]);                      \
        bests[part] = choose(is_better, value, bests[part]);                           \
        found[part] = (step & is_better) | (found[part] & ~is_better);                 \
    }

// Finds the position of the best element in a single pass, with the number of the step at which each lane found its best
// element. Returns −1 if an element is NaN, or if the best element is behind the last whole step.
#define POSITION_IN_ONE_PASS(symbol, best_lane)                                        \
    vreal bests[4];                                                                    \
    vint found[4] = {{0}}, step = {0};                                                 \
    for (int part = 0; part < 4; part++)                                               \
        bests[part] = load(x + part * LANES);                                          \
    vint unordered = UNORDERED_LANES(bests[0], bests[1]) | UNORDERED_LANES(bests[2], bests[3]); \
    long i = 4 * LANES;                                                                \
    for (; i + 4 * LANES <= count; i += 4 * LANES) {                                   \
        for (long line = 0; line < 4 * LANES; line += 64 / (long)sizeof(REAL))         \
            __builtin_prefetch(next + i + line);                                       \
        step += 1;                                                                     \
        const vreal a = load(x + i), b = load(x + i + LANES);                          \
        const vreal c = load(x + i + 2 * LANES), d = load(x + i + 3 * LANES);          \
        unordered |= UNORDERED_LANES(a, b) | UNORDERED_LANES(c, d);                    \
        KEEP_BETTER(symbol, 0, a)                                                      \
        KEEP_BETTER(symbol, 1, b)                                                      \
        KEEP_BETTER(symbol, 2, c)                                                      \
        KEEP_BETTER(symbol, 3, d)                                                      \
    }                                                                                  \
    const vreal ab = choose((vint)(bests[1] symbol bests[0]), bests[1], bests[0]);     \
    const vreal cd = choose((vint)(bests[3] symbol bests[2]), bests[3], bests[2]);     \
    const REAL best = best_lane(choose((vint)(cd symbol ab), cd, ab));                 \
    for (; i < count; i += LANES) {                                                    \
        const vreal value = load(x + (i + LANES <= count ? i : count - LANES));        \
        unordered |= (vint)(value symbol broadcast(best)) | (vint)(value != value);    \
    }                                                                                  \
    return NAME(any_lane)(unordered) ? -1 : NAME(first_place)(bests, found, best);

static long NAME(position_of_greatest_in_one_pass)(long count, const REAL *x, const REAL *next) {
    POSITION_IN_ONE_PASS(>, NAME(greatest_lane))
}

static long NAME(position_of_least_in_one_pass)(long count, const REAL *x, const REAL *next) {
    POSITION_IN_ONE_PASS(<, NAME(least_lane))
}

#undef POSITION_IN_ONE_PASS
#undef KEEP_BETTER

// Returns the position of the best element of a line that is neither short nor several pages long, or −1.
static long NAME(position_in_line)(int greatest, long count, long stride, const REAL *x, const REAL *next) {
    if (stride != 1 || count < 8 * LANES || count >= 4 * PAGE_COUNT)
        return -1;
    return greatest ? NAME(position_of_greatest_in_one_pass)(count, x, next)
                    : NAME(position_of_least_in_one_pass)(count, x, next);
}

#else

static long NAME(position_in_line)(int greatest, long count, long stride, const REAL *x, const REAL *next) {
    return -1;
}

#endif

static void NAME(find_extrema)(int greatest, synann_results results, long count, long stride, const REAL *x,
                               int64_t *out) {
    for (long i = 0; i < results.count; i++) {
        const REAL *line = x + i * results.stride;
        const REAL *next = stride == 1 && i + 1 < results.count ? line + results.stride : line;
        const long position = NAME(position_in_line)(greatest, count, stride, line, next);
        if (position >= 0)
            out[i] = position;
        else
            out[i] = greatest ? NAME(position_of_greatest)(count, stride, line, next)
                              : NAME(position_of_least)(count, stride, line, next);
    }
}

// Whether `value` replaces `best`. The first of several NaN remains.
#define IS_BETTER(symbol, value, best) (((value)symbol(best) || IS_UNORDERED(value)) && !IS_UNORDERED(best))

// Finds the position of the extremum of each column, in blocks of rows. A position within a block fits an integer that
// is as wide as an element. The compiler can therefore vectorize the loop over the columns.
#define COLUMN_POSITIONS(symbol)                                                       \
    for (long first = 0; first < rows; first += block) {                               \
        const long end = first + block < rows ? first + block : rows;                  \
        INTEGER found[COLUMN_TILE];                                                    \
        for (long j = 0; j < width; j++)                                               \
            found[j] = -1;                                                             \
        for (long i = first; i < end; i++)                                             \
            for (long j = 0; j < width; j++) {                                         \
                const REAL value = x[i * stride + j0 + j], best = bests[j];            \
                const int is_better = IS_BETTER(symbol, value, best);                  \
                bests[j] = is_better ? value : best;                                   \
                found[j] = is_better ? (INTEGER)(i - first) : found[j];                \
            }                                                                          \
        for (long j = 0; j < width; j++)                                               \
            out[j0 + j] = found[j] < 0 ? out[j0 + j] : first + (int64_t)found[j];      \
    }

static void NAME(find_column_extrema)(int greatest, synann_reduced_rows shape, const REAL *x, int64_t *out) {
    const long rows = shape.rows, columns = shape.columns, stride = shape.stride;
    const long block = sizeof(REAL) == 1 ? 127 : sizeof(REAL) == 2 ? 32767 : 1L << 30;
    for (long j0 = 0; j0 < columns; j0 += COLUMN_TILE) {
        const long width = columns - j0 < COLUMN_TILE ? columns - j0 : COLUMN_TILE;
        REAL bests[COLUMN_TILE];
        for (long j = 0; j < width; j++)
            bests[j] = x[j0 + j], out[j0 + j] = 0;
        if (greatest)
            COLUMN_POSITIONS(>)
        else
            COLUMN_POSITIONS(<)
    }
}

#undef COLUMN_POSITIONS
#undef IS_BETTER
