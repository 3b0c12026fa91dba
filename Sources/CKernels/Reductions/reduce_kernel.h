#undef TOTAL
#undef IS_UNORDERED
#undef SQUARE_OF
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define TOTAL double
#define IS_UNORDERED(a) ((a) != (a))
#define SQUARE_OF(expression) expression
#else
#define TOTAL int64_t
#define IS_UNORDERED(a) 0
#define SQUARE_OF(expression) va
#endif

// The number of vectors that an accumulator sums in the element type. TOTAL then sums these blocks. The error therefore
// remains near a single rounding, and the conversion to TOTAL happens only once for each block.
#ifndef VECTORS_PER_BLOCK
#define VECTORS_PER_BLOCK 16
#endif

// A block of uint8 could overflow. Integers are therefore added one by one to TOTAL, in a loop that the compiler
// vectorizes.
#if defined(IS_FLOAT) || defined(IS_DOUBLE)

INLINE TOTAL NAME(sum_lanes)(vreal v) {
    TOTAL total = 0;
    for (long lane = 0; lane < LANES; lane++)
        total += (TOTAL)v[lane];
    return total;
}

#define SUM_DENSE(expression)                                                                        \
    TOTAL total = 0;                                                                                 \
    long i = 0;                                                                                      \
    while (i + 4 * LANES <= count) {                                                                 \
        long end = i + 4 * LANES * VECTORS_PER_BLOCK;                                                \
        vreal sums[4] = {{0}};                                                                       \
        for (; i + 4 * LANES <= count && i < end; i += 4 * LANES)                                    \
            for (int part = 0; part < 4; part++) {                                                   \
                vreal va = load(x + i + part * LANES);                                               \
                sums[part] += expression;                                                            \
            }                                                                                        \
        total += NAME(sum_lanes)((sums[0] + sums[1]) + (sums[2] + sums[3]));                         \
    }                                                                                                \
    for (; i < count; i++) {                                                                         \
        vreal va = broadcast(x[i]);                                                                  \
        total += (TOTAL)(expression)[0];                                                             \
    }                                                                                                \
    return total;

static TOTAL NAME(sum_dense)(long count, const REAL *x, REAL shift) {
    (void)shift;
    SUM_DENSE(va)
}

static TOTAL NAME(sum_squares_dense)(long count, const REAL *x, REAL shift) {
    SUM_DENSE((va - shift) * (va - shift))
}

#undef SUM_DENSE

#else

static TOTAL NAME(sum_dense)(long count, const REAL *x, REAL shift) {
    (void)shift;
    TOTAL total = 0;
    for (long i = 0; i < count; i++)
        total += x[i];
    return total;
}

static TOTAL NAME(sum_squares_dense)(long count, const REAL *x, REAL shift) {
    TOTAL total = 0;
    for (long i = 0; i < count; i++)
        total += (TOTAL)(x[i] - shift) * (x[i] - shift);
    return total;
}

#endif

static void NAME(reduce_sum)(int squares, synann_reduced_axes axes, const REAL *x, REAL shift, REAL *out) {
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
    *out = (REAL)total;
}

// A NaN in `value` replaces `best`. A NaN in `best` remains, because no value compares greater or less than NaN.
#define EXTREMUM_OF(symbol, best, value)                                               \
    choose((vint)(((value)symbol(best)) | ((value) != (value))), value, best)

#define EXTREMUM_DENSE(symbol)                                                         \
    REAL best = x[0];                                                                  \
    long i = 0;                                                                        \
    if (count >= 4 * LANES) {                                                          \
        vreal bests[4];                                                                \
        for (int part = 0; part < 4; part++)                                           \
            bests[part] = load(x + part * LANES);                                      \
        for (i = 4 * LANES; i + 4 * LANES <= count; i += 4 * LANES)                    \
            for (int part = 0; part < 4; part++) {                                     \
                vreal value = load(x + i + part * LANES);                              \
                bests[part] = EXTREMUM_OF(symbol, bests[part], value);                 \
            }                                                                          \
        for (int part = 1; part < 4; part++)                                           \
            bests[0] = EXTREMUM_OF(symbol, bests[0], bests[part]);                     \
        best = bests[0][0];                                                            \
        for (long lane = 1; lane < LANES; lane++)                                      \
            best = BETTER(symbol, bests[0][lane], best);                               \
    }                                                                                  \
    for (; i < count; i++)                                                             \
        best = BETTER(symbol, x[i], best);                                             \
    return best;

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
    *out = best;

static void NAME(reduce_product)(synann_reduced_axes axes, const REAL *x, REAL *out) {
    TOTAL total = 1;
    for (long i = 0; i < axes.outer; i++)
        for (long j = 0; j < axes.inner; j++)
            total *= (TOTAL)x[i * axes.outer_stride + j * axes.inner_stride];
    *out = (REAL)total;
}

static void NAME(reduce)(synann_reduction reduction, synann_reduced_axes axes, const REAL *x, const REAL *shift,
                         REAL *out) {
    switch (reduction) {
    case SYNANN_SUM:
        NAME(reduce_sum)(0, axes, x, 0, out);
        break;
    case SYNANN_SUM_OF_SQUARES:
        NAME(reduce_sum)(1, axes, x, *shift, out);
        break;
    case SYNANN_GREATEST: {
        REDUCE_EXTREMUM(>, NAME(greatest_dense))
    } break;
    case SYNANN_LEAST: {
        REDUCE_EXTREMUM(<, NAME(least_dense))
    } break;
    case SYNANN_PRODUCT:
        NAME(reduce_product)(axes, x, out);
        break;
    }
}

#undef REDUCE_EXTREMUM
#undef BETTER

// COLUMN_TILE is the number of columns that are summed together, so that their sums stay in registers. ROW_BLOCK is the
// number of rows that are summed in BLOCK_TYPE. TOTAL then sums these blocks.
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
            out[j0 + j] = (REAL)totals[j];                                                          \
    }

#undef BLOCK_TYPE
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define BLOCK_TYPE REAL
#else
#define BLOCK_TYPE TOTAL
#endif

static void NAME(sum_columns)(long rows, long stride, long columns, const REAL *x, REAL *out) {
    COLUMN_SUMS(va)
}

static void NAME(sum_squares_columns)(long rows, long stride, long columns, const REAL *x, const REAL *shift,
                                      REAL *out) {
    COLUMN_SUMS((va - shift[j0 + j]) * (va - shift[j0 + j]))
}

#undef COLUMN_SUMS

#define COLUMN_EXTREMA(symbol)                                                         \
    for (long j = 0; j < columns; j++)                                                 \
        out[j] = x[j];                                                                 \
    for (long i = 1; i < rows; i++)                                                    \
        for (long j = 0; j < columns; j++) {                                           \
            REAL value = x[i * stride + j], best = out[j];                             \
            out[j] = (value symbol best || IS_UNORDERED(value)) && !IS_UNORDERED(best) ? value : best; \
        }

static void NAME(reduce_columns)(synann_reduction reduction, synann_reduced_rows shape, const REAL *x,
                                 const REAL *shift, REAL *out) {
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
        for (long j = 0; j < columns; j++) {
            TOTAL total = 1;
            for (long i = 0; i < rows; i++)
                total *= (TOTAL)x[i * stride + j];
            out[j] = (REAL)total;
        }
        break;
    }
}

#undef COLUMN_EXTREMA

static void NAME(find_extremum)(int greatest, long count, long stride, const REAL *x, int64_t *out) {
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
