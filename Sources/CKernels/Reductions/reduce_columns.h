// The reduction of each column of a matrix. There is no include guard, as in vector.h.

// COLUMN_TILE is the number of columns that are summed together, so that their sums stay in the first-level cache.
// ROW_BLOCK is the number of rows that are summed in the type BLOCK_TYPE. The sum of these rows is then added in the type
// TOTAL.
#ifndef COLUMN_TILE
#define COLUMN_TILE 512
#define ROW_BLOCK 64
#endif

// Adds four rows to the sums, in ascending order. The processor prefetches the four rows at the same time.
#define ADD_FOUR_ROWS(row, expression)                                                              \
    for (long j = 0; j < width; j++) {                                                              \
        BLOCK_TYPE sum = sums[j];                                                                   \
        REAL va = (row)[j];                                                                         \
        sum += expression;                                                                          \
        va = (row)[j + shape.stride];                                                               \
        sum += expression;                                                                          \
        va = (row)[j + 2 * shape.stride];                                                           \
        sum += expression;                                                                          \
        va = (row)[j + 3 * shape.stride];                                                           \
        sum += expression;                                                                          \
        sums[j] = sum;                                                                              \
    }

#define ADD_ROW(row, expression)                                                                    \
    for (long j = 0; j < width; j++) {                                                              \
        const REAL va = (row)[j];                                                                   \
        sums[j] += expression;                                                                      \
    }

#define COLUMN_SUMS(expression)                                                                     \
    const long step = shape.column_stride;                                                          \
    REAL buffer[COLUMN_TILE];                                                                       \
    for (long j0 = 0; j0 < shape.columns; j0 += COLUMN_TILE) {                                      \
        const long width = shape.columns - j0 < COLUMN_TILE ? shape.columns - j0 : COLUMN_TILE;     \
        TOTAL totals[COLUMN_TILE] = {0};                                                            \
        for (long i0 = 0; i0 < shape.rows; i0 += ROW_BLOCK) {                                       \
            const long end = i0 + ROW_BLOCK < shape.rows ? i0 + ROW_BLOCK : shape.rows;             \
            BLOCK_TYPE sums[COLUMN_TILE] = {0};                                                     \
            long i = i0;                                                                            \
            for (; step == 1 && i + 4 <= end; i += 4)                                               \
                ADD_FOUR_ROWS(x + i * shape.stride + j0, expression)                                \
            for (; i < end; i++) {                                                                  \
                const REAL *row = NAME(contiguous)(width, x + i * shape.stride + j0 * step, step, buffer); \
                ADD_ROW(row, expression)                                                            \
            }                                                                                       \
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

static void NAME(sum_columns)(synann_reduced_rows shape, const REAL *x, RESULT *out) {
    COLUMN_SUMS(va)
}

static void NAME(sum_squares_columns)(synann_reduced_rows shape, const REAL *x, const REAL *shift, RESULT *out) {
    if (!shift) {
        COLUMN_SUMS(va * va)
        return;
    }
    COLUMN_SUMS((va - shift[j0 + j]) * (va - shift[j0 + j]))
}

static void NAME(sum_absolutes_columns)(synann_reduced_rows shape, const REAL *x, RESULT *out) {
    COLUMN_SUMS(va < 0 ? -va : va)
}

#undef COLUMN_SUMS
#undef ADD_FOUR_ROWS
#undef ADD_ROW

// The number of vectors of columns whose extrema stay in registers.
#ifndef EXTREMUM_TILE
#define EXTREMUM_TILE 8
#endif

#define COLUMN_EXTREMA(symbol)                                                                      \
    const long step = shape.column_stride, tile_width = EXTREMUM_TILE * LANES;                      \
    REAL buffer[EXTREMUM_TILE * LANES];                                                             \
    long j0 = 0;                                                                                    \
    for (; j0 + tile_width <= shape.columns; j0 += tile_width) {                                    \
        vreal tile[EXTREMUM_TILE];                                                                  \
        for (long i = 0; i < shape.rows; i++) {                                                     \
            const REAL *row = NAME(contiguous)(tile_width, x + i * shape.stride + j0 * step, step, buffer); \
            for (int part = 0; part < EXTREMUM_TILE; part++) {                                      \
                const vreal value = load(row + part * LANES);                                       \
                tile[part] = i == 0 ? value : EXTREMUM_OF(symbol, tile[part], value);               \
            }                                                                                       \
        }                                                                                           \
        for (int part = 0; part < EXTREMUM_TILE; part++)                                            \
            store(out + j0 + part * LANES, tile[part]);                                             \
    }                                                                                               \
    for (long j = j0; j < shape.columns; j++)                                                       \
        out[j] = x[j * step];                                                                       \
    for (long i = 1; i < shape.rows; i++)                                                           \
        for (long j = j0; j < shape.columns; j++) {                                                 \
            const REAL value = x[i * shape.stride + j * step], best = out[j];                       \
            const int is_better = (value symbol best) | IS_UNORDERED(value);                        \
            out[j] = is_better ? value : best;                                                      \
        }

static void NAME(greatest_columns)(synann_reduced_rows shape, const REAL *x, REAL *out) {
    COLUMN_EXTREMA(>)
}

static void NAME(least_columns)(synann_reduced_rows shape, const REAL *x, REAL *out) {
    COLUMN_EXTREMA(<)
}

#undef COLUMN_EXTREMA

static void NAME(multiply_columns)(synann_reduced_rows shape, const REAL *x, RESULT *out) {
    const long step = shape.column_stride;
    for (long j0 = 0; j0 < shape.columns; j0 += COLUMN_TILE) {
        const long width = shape.columns - j0 < COLUMN_TILE ? shape.columns - j0 : COLUMN_TILE;
        TOTAL products[COLUMN_TILE];
        for (long j = 0; j < width; j++)
            products[j] = 1;
        for (long i = 0; i < shape.rows; i++)
            for (long j = 0; j < width; j++)
                products[j] *= (TOTAL)x[i * shape.stride + (j0 + j) * step];
        for (long j = 0; j < width; j++)
            out[j0 + j] = (RESULT)products[j];
    }
}

static void NAME(reduce_columns)(synann_reduction reduction, synann_reduced_rows shape, const REAL *x,
                                 const REAL *shift, void *out) {
    switch (reduction) {
    case SYNANN_SUM: NAME(sum_columns)(shape, x, out); break;
    case SYNANN_SUM_OF_SQUARES: NAME(sum_squares_columns)(shape, x, shift, out); break;
    case SYNANN_SUM_OF_ABSOLUTES: NAME(sum_absolutes_columns)(shape, x, out); break;
    case SYNANN_GREATEST: NAME(greatest_columns)(shape, x, out); break;
    case SYNANN_LEAST: NAME(least_columns)(shape, x, out); break;
    case SYNANN_PRODUCT: NAME(multiply_columns)(shape, x, out); break;
    }
}
