#undef TOTAL
#undef IS_UNORDERED
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define TOTAL double
#define IS_UNORDERED(a) ((a) != (a))
#else
// TOTAL is unsigned for integers, because overflow must wrap around.
#define TOTAL uint64_t
#define IS_UNORDERED(a) 0
#endif

// RESULT is the type of a sum or a product. For integer elements it has 64 bits. An extremum has the type of the
// elements instead.
#undef RESULT
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define RESULT REAL
#else
#define RESULT int64_t
#endif

// The number of vectors in a block. An accumulator sums the vectors of a block in the element type, and then adds the
// sum to a total of the type TOTAL. The error therefore remains near a single rounding, and the conversion to TOTAL
// happens only once for each block.
#ifndef VECTORS_PER_BLOCK
#define VECTORS_PER_BLOCK 16
#endif

#if defined(IS_FLOAT) || defined(IS_DOUBLE)

INLINE void NAME(add_lanes)(TOTAL totals[LANES], vreal v) {
    REAL lanes[LANES];
    store(lanes, v);
    for (long lane = 0; lane < LANES; lane++)
        totals[lane] += (TOTAL)lanes[lane];
}

// Returns the sum of the lanes. Each step adds the second half of the lanes to the first half, until a single lane
// remains.
INLINE TOTAL NAME(sum_of_lanes)(TOTAL totals[LANES]) {
    for (long width = LANES / 2; width > 0; width /= 2)
        for (long lane = 0; lane < width; lane++)
            totals[lane] += totals[lane + width];
    return totals[0];
}

#define SUM_DENSE(expression)                                                                        \
    TOTAL totals[LANES] = {0};                                                                       \
    long i = 0;                                                                                      \
    while (i + 4 * LANES <= count) {                                                                 \
        long end = i + 4 * LANES * VECTORS_PER_BLOCK;                                                \
        vreal sums[4] = {{0}};                                                                       \
        for (; i + 4 * LANES <= count && i < end; i += 4 * LANES)                                    \
            for (int part = 0; part < 4; part++) {                                                   \
                vreal va = load(x + i + part * LANES);                                               \
                sums[part] += expression;                                                            \
            }                                                                                        \
        NAME(add_lanes)(totals, (sums[0] + sums[1]) + (sums[2] + sums[3]));                          \
    }                                                                                                \
    for (; i + LANES <= count; i += LANES) {                                                         \
        vreal va = load(x + i);                                                                      \
        NAME(add_lanes)(totals, expression);                                                         \
    }                                                                                                \
    for (long lane = 0; i < count; i++, lane++) {                                                    \
        vreal va = broadcast(x[i]);                                                                  \
        totals[lane] += (TOTAL)(expression)[0];                                                      \
    }                                                                                                \
    return NAME(sum_of_lanes)(totals);

static TOTAL NAME(sum_dense)(long count, const REAL *x, REAL shift) {
    (void)shift;
    SUM_DENSE(va)
}

static TOTAL NAME(sum_squares_dense)(long count, const REAL *x, REAL shift) {
    SUM_DENSE((va - shift) * (va - shift))
}

#undef SUM_DENSE

#else

// The number of elements of at most 16 bits that are summed in 32 bits. The sum stays below 2³⁰, so it cannot overflow.
#ifndef NARROW_BLOCK
#define NARROW_BLOCK 16384
#endif

static TOTAL NAME(sum_dense)(long count, const REAL *x, REAL shift) {
    (void)shift;
    TOTAL total = 0;
    if (sizeof(REAL) > 2) {
        for (long i = 0; i < count; i++)
            total += (TOTAL)x[i];
        return total;
    }
    for (long start = 0; start < count; start += NARROW_BLOCK) {
        const long end = start + NARROW_BLOCK < count ? start + NARROW_BLOCK : count;
        int32_t sum = 0;
        for (long i = start; i < end; i++)
            sum += (int32_t)x[i];
        total += (TOTAL)sum;
    }
    return total;
}

static TOTAL NAME(sum_squares_dense)(long count, const REAL *x, REAL shift) {
    TOTAL total = 0;
    for (long i = 0; i < count; i++)
        total += (TOTAL)(x[i] - shift) * (TOTAL)(x[i] - shift);
    return total;
}

#endif

// A product of many elements is a chain: each multiplication waits for the multiplication before it. The code therefore
// computes FACTORS independent products at the same time, and multiplies them at the end.
#ifndef FACTORS
#define FACTORS 32
#endif

INLINE TOTAL NAME(product_of)(long count, const REAL *x, long stride) {
    TOTAL products[FACTORS], product = 1;
    for (long part = 0; part < FACTORS; part++)
        products[part] = 1;
    long i = 0;
    if (stride == 1)
        for (; i + FACTORS <= count; i += FACTORS)
            for (long part = 0; part < FACTORS; part++)
                products[part] *= (TOTAL)x[i + part];
    else
        for (; i + FACTORS <= count; i += FACTORS)
            for (long part = 0; part < FACTORS; part++)
                products[part] *= (TOTAL)x[(i + part) * stride];
    if (i > 0)
        for (long width = FACTORS / 2; width > 0; width /= 2)
            for (long part = 0; part < width; part++)
                products[part] *= products[part + width];
    for (; i < count; i++)
        product *= (TOTAL)x[i * stride];
    return product * products[0];
}

static TOTAL NAME(reduce_sum)(int squares, synann_reduced_axes axes, const REAL *x, REAL shift) {
    const long inner = axes.inner, inner_stride = axes.inner_stride;
    TOTAL total = 0;
    for (long i = 0; i < axes.outer; i++) {
        const REAL *row = x + i * axes.outer_stride;
        if (inner_stride == 1)
            total += squares ? NAME(sum_squares_dense)(inner, row, shift) : NAME(sum_dense)(inner, row, shift);
        else
            for (long j = 0; j < inner; j++) {
                REAL value = row[j * inner_stride];
                total += squares ? (TOTAL)(value - shift) * (TOTAL)(value - shift) : (TOTAL)value;
            }
    }
    return total;
}

// The better of two vectors in each lane: the greater for the symbol >, the lesser for the symbol <. A NaN in `value`
// replaces `best`. A NaN in `best` remains, because no value compares greater or less than NaN.
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

// Returns the extremum of `count` contiguous elements, `count` ≥ 1. The last vector may overlap the vector before it,
// because an element that is compared twice does not change the extremum.
#define EXTREMUM_DENSE(symbol)                                                         \
    REAL best = x[0];                                                                  \
    if (count < LANES) {                                                               \
        for (long i = 1; i < count; i++)                                               \
            best = BETTER(symbol, x[i], best);                                         \
        return best;                                                                   \
    }                                                                                  \
    vreal bests[4];                                                                    \
    for (int part = 0; part < 4; part++)                                               \
        bests[part] = load(x);                                                         \
    long i = 0;                                                                        \
    for (; i + 4 * LANES <= count; i += 4 * LANES)                                     \
        for (int part = 0; part < 4; part++) {                                         \
            vreal value = load(x + i + part * LANES);                                  \
            bests[part] = EXTREMUM_OF(symbol, bests[part], value);                     \
        }                                                                              \
    for (; i < count; i += LANES) {                                                    \
        vreal value = load(x + (i + LANES <= count ? i : count - LANES));              \
        bests[0] = EXTREMUM_OF(symbol, bests[0], value);                               \
    }                                                                                  \
    for (int part = 1; part < 4; part++)                                               \
        bests[0] = EXTREMUM_OF(symbol, bests[0], bests[part]);                         \
    HALVES_EXTREMUM(symbol, bests[0])                                                  \
    REAL lanes[16 / sizeof(REAL)];                                                     \
    memcpy(lanes, &quarter, 16);                                                       \
    for (long width = 8 / sizeof(REAL); width > 0; width /= 2)                         \
        for (long lane = 0; lane < width; lane++)                                      \
            lanes[lane] = BETTER(symbol, lanes[lane + width], lanes[lane]);            \
    return lanes[0];

#define BETTER(symbol, value, best) ((value)symbol(best) || IS_UNORDERED(value) ? (value) : (best))

static REAL NAME(greatest_dense)(long count, const REAL *x) {
    EXTREMUM_DENSE(>)
}

static REAL NAME(least_dense)(long count, const REAL *x) {
    EXTREMUM_DENSE(<)
}

#undef EXTREMUM_DENSE
#undef EXTREMUM_OF

#define REDUCE_EXTREMUM(symbol, dense)                                                 \
    REAL best = x[0];                                                                  \
    for (long i = 0; i < axes.outer; i++) {                                            \
        const REAL *row = x + i * axes.outer_stride;                                   \
        if (axes.inner_stride == 1 && axes.inner > 0) {                                \
            REAL value = dense(axes.inner, row);                                       \
            best = BETTER(symbol, value, best);                                        \
        } else {                                                                       \
            for (long j = 0; j < axes.inner; j++)                                      \
                best = BETTER(symbol, row[j * axes.inner_stride], best);               \
        }                                                                              \
        if (IS_UNORDERED(best))                                                        \
            break;                                                                     \
    }                                                                                  \
    *(REAL *)out = best;

static TOTAL NAME(reduce_product)(synann_reduced_axes axes, const REAL *x) {
    TOTAL total = 1;
    for (long i = 0; i < axes.outer; i++)
        total *= NAME(product_of)(axes.inner, x + i * axes.outer_stride, axes.inner_stride);
    return total;
}

static void NAME(reduce_one)(synann_reduction reduction, synann_reduced_axes axes, const REAL *x, const REAL *shift,
                             void *out) {
    switch (reduction) {
    case SYNANN_SUM:
        *(RESULT *)out = (RESULT)NAME(reduce_sum)(0, axes, x, 0);
        break;
    case SYNANN_SUM_OF_SQUARES:
        *(RESULT *)out = (RESULT)NAME(reduce_sum)(1, axes, x, *shift);
        break;
    case SYNANN_GREATEST: {
        REDUCE_EXTREMUM(>, NAME(greatest_dense))
    } break;
    case SYNANN_LEAST: {
        REDUCE_EXTREMUM(<, NAME(least_dense))
    } break;
    case SYNANN_PRODUCT:
        *(RESULT *)out = (RESULT)NAME(reduce_product)(axes, x);
        break;
    }
}

static void NAME(reduce)(synann_reduction reduction, synann_results results, synann_reduced_axes axes, const REAL *x,
                         const REAL *shift, void *out) {
    const long size = reduction == SYNANN_GREATEST || reduction == SYNANN_LEAST ? sizeof(REAL) : sizeof(RESULT);
    for (long i = 0; i < results.count; i++)
        NAME(reduce_one)(reduction, axes, x + i * results.stride, shift ? shift + i : 0, (char *)out + i * size);
}

#undef REDUCE_EXTREMUM
#undef BETTER

// COLUMN_TILE is the number of columns that are summed together, so that their sums stay in registers. ROW_BLOCK is the
// number of rows that are summed in the type BLOCK_TYPE. The sum of these rows is then added in the type TOTAL.
#ifndef COLUMN_TILE
#define COLUMN_TILE 64
#define ROW_BLOCK 64
#endif

#define COLUMN_SUMS(expression)                                                                     \
    for (long j0 = 0; j0 < columns; j0 += COLUMN_TILE) {                                            \
        long width = columns - j0 < COLUMN_TILE ? columns - j0 : COLUMN_TILE;                       \
        TOTAL totals[COLUMN_TILE] = {0};                                                            \
        for (long i0 = 0; i0 < rows; i0 += ROW_BLOCK) {                                             \
            long end = i0 + ROW_BLOCK < rows ? i0 + ROW_BLOCK : rows;                               \
            BLOCK_TYPE sums[COLUMN_TILE] = {0};                                                     \
            if (width == COLUMN_TILE)                                                               \
                for (long i = i0; i < end; i++)                                                     \
                    for (long j = 0; j < COLUMN_TILE; j++) {                                        \
                        REAL va = x[i * stride + j0 + j];                                           \
                        sums[j] += expression;                                                      \
                    }                                                                               \
            else                                                                                    \
                for (long i = i0; i < end; i++)                                                     \
                    for (long j = 0; j < width; j++) {                                              \
                        REAL va = x[i * stride + j0 + j];                                           \
                        sums[j] += expression;                                                      \
                    }                                                                               \
            for (long j = 0; j < width; j++)                                                        \
                totals[j] += (TOTAL)sums[j];                                                        \
        }                                                                                           \
        for (long j = 0; j < width; j++)                                                            \
            out[j0 + j] = (RESULT)totals[j];                                                        \
    }

#undef BLOCK_TYPE
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define BLOCK_TYPE REAL
#else
#define BLOCK_TYPE TOTAL
#endif

static void NAME(sum_columns)(long rows, long stride, long columns, const REAL *x, RESULT *out) {
    COLUMN_SUMS(va)
}

static void NAME(sum_squares_columns)(long rows, long stride, long columns, const REAL *x, const REAL *shift,
                                      RESULT *out) {
    COLUMN_SUMS((va - shift[j0 + j]) * (va - shift[j0 + j]))
}

#undef COLUMN_SUMS

#define IS_BETTER(symbol, value, best) (((value)symbol(best) || IS_UNORDERED(value)) && !IS_UNORDERED(best))

#define COLUMN_EXTREMA(symbol)                                                         \
    REAL *bests = out;                                                                 \
    for (long j = 0; j < columns; j++)                                                 \
        bests[j] = x[j];                                                               \
    for (long i = 1; i < rows; i++)                                                    \
        for (long j = 0; j < columns; j++) {                                           \
            REAL value = x[i * stride + j], best = bests[j];                           \
            bests[j] = IS_BETTER(symbol, value, best) ? value : best;                  \
        }

static void NAME(multiply_columns)(long rows, long stride, long columns, const REAL *x, RESULT *out) {
    for (long j0 = 0; j0 < columns; j0 += COLUMN_TILE) {
        const long width = columns - j0 < COLUMN_TILE ? columns - j0 : COLUMN_TILE;
        TOTAL products[COLUMN_TILE];
        for (long j = 0; j < width; j++)
            products[j] = 1;
        for (long i = 0; i < rows; i++)
            for (long j = 0; j < width; j++)
                products[j] *= (TOTAL)x[i * stride + j0 + j];
        for (long j = 0; j < width; j++)
            out[j0 + j] = (RESULT)products[j];
    }
}

static void NAME(reduce_columns)(synann_reduction reduction, synann_reduced_rows shape, const REAL *x,
                                 const REAL *shift, void *out) {
    const long rows = shape.rows, columns = shape.columns, stride = shape.stride;
    switch (reduction) {
    case SYNANN_SUM:
        NAME(sum_columns)(rows, stride, columns, x, out);
        break;
    case SYNANN_SUM_OF_SQUARES:
        NAME(sum_squares_columns)(rows, stride, columns, x, shift, out);
        break;
    case SYNANN_GREATEST: {
        COLUMN_EXTREMA(>)
    } break;
    case SYNANN_LEAST: {
        COLUMN_EXTREMA(<)
    } break;
    case SYNANN_PRODUCT:
        NAME(multiply_columns)(rows, stride, columns, x, out);
        break;
    }
}

#undef COLUMN_EXTREMA

// MATCHES(value, wanted) tells whether `value` equals `wanted`. Here NaN equals NaN.
#undef MATCHES
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define MATCHES(value, wanted) (((value) == (wanted)) | (((value) != (value)) & ((wanted) != (wanted))))
#else
#define MATCHES(value, wanted) ((value) == (wanted))
#endif

#include "../Vector/vector_lanes.h"

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
// block that contains this position, and the second loop searches this block. The last vector may overlap the vector
// before it. Returns 0 if no element matches.
static long NAME(position_of)(long count, const REAL *x, REAL wanted) {
    const vreal all = broadcast(wanted);
    const long block = 4 * LANES;
    long i = 0;
    for (; i + block <= count; i += block) {
        vint found = {0};
        for (int part = 0; part < 4; part++) {
            const vreal value = load(x + i + part * LANES);
            found |= (vint)MATCHES(value, all);
        }
        if (NAME(any_lane)(found))
            break;
    }
    if (count >= LANES)
        for (; i < count; i += LANES) {
            const long start = i + LANES <= count ? i : count - LANES;
            const vreal value = load(x + start);
            const long lane = NAME(first_lane)((vint)MATCHES(value, all));
            if (lane < LANES)
                return start + lane;
        }
    for (; i < count; i++)
        if (MATCHES(x[i], wanted))
            return i;
    return 0;
}

static void NAME(find_extremum)(int greatest, long count, long stride, const REAL *x, int64_t *out) {
    if (stride == 1 && count > 1) {
        *out = NAME(position_of)(
            count, x, greatest ? NAME(greatest_dense)(count, x) : NAME(least_dense)(count, x));
        return;
    }
    long best = 0;
    for (long i = 0; i < count; i++) {
        REAL value = x[i * stride], former = x[best * stride];
        if (IS_UNORDERED(value)) {
            best = i;
            break;
        }
        if (greatest ? value > former : value < former)
            best = i;
    }
    *out = best;
}

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
