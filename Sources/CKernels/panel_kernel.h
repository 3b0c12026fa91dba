// A tile is 6 rows by two vectors: 12 sums, two vectors of the panel and a broadcast element are the 16 registers of
// AVX2, and 12 independent sums hide the latency of the fused multiplication.

#undef TILE_ROWS
#undef TILE_WIDTH
#define TILE_ROWS 6
#define TILE_WIDTH (2 * LANES)

static void NAME(panel_elements)(long inner, long columns, long *elements) {
    *elements = (columns + TILE_WIDTH - 1) / TILE_WIDTH * TILE_WIDTH * inner;
}

// One panel of at most TILE_WIDTH columns, the rest of it zeros.
INLINE void NAME(pack_panel)(long inner, long width, const REAL *b, long row_stride, long column_stride, REAL *packed) {
    vreal zero = {0};
    if (column_stride == 1 && width == TILE_WIDTH) {
        for (long k = 0; k < inner; k++, b += row_stride, packed += TILE_WIDTH) {
            store(packed, load(b));
            store(packed + LANES, load(b + LANES));
        }
        return;
    }
    for (long k = 0; k < inner; k++, b += row_stride, packed += TILE_WIDTH) {
        store(packed, zero);
        store(packed + LANES, zero);
        for (long n = 0; n < width; n++)
            packed[n] = b[n * column_stride];
    }
}

static void NAME(panel_pack)(long inner, long columns, const REAL *b, long row_stride, long column_stride,
                             REAL *packed) {
    for (long first = 0; first < columns; first += TILE_WIDTH, packed += TILE_WIDTH * inner) {
        long width = columns - first < TILE_WIDTH ? columns - first : TILE_WIDTH;
        NAME(pack_panel)(inner, width, b + first * column_stride, row_stride, column_stride, packed);
    }
}

INLINE void NAME(put)(REAL *to, vreal value, long count, int adds) {
    if (count >= LANES)
        store(to, adds ? load(to) + value : value);
    else if (count > 0)
        store_part(to, adds ? load_part(to, count) + value : value, count);
}

// Of a the element (r, k) is a[r · row_stride + k · inner_stride]. `rows` is a constant where this is inlined, so that
// the sums are registers.
INLINE void NAME(multiply_rows)(const long rows, long inner, const REAL *a, long row_stride, long inner_stride,
                                const REAL *panel, int adds, REAL *c, long c_stride, long width) {
#pragma clang fp contract(fast)
    vreal low[TILE_ROWS] = {{0}}, high[TILE_ROWS] = {{0}};
    for (long k = 0; k < inner; k++, panel += TILE_WIDTH, a += inner_stride) {
        vreal first = load(panel), second = load(panel + LANES);
        _Pragma("clang loop unroll(full)") for (long r = 0; r < rows; r++) {
            vreal factor = broadcast(a[r * row_stride]);
            low[r] += factor * first;
            high[r] += factor * second;
        }
    }
    _Pragma("clang loop unroll(full)") for (long r = 0; r < rows; r++) {
        NAME(put)(c + r * c_stride, low[r], width, adds);
        NAME(put)(c + r * c_stride + LANES, high[r], width - LANES, adds);
    }
}

// All rows of a by one panel.
INLINE void NAME(multiply_panel)(long rows, long inner, const REAL *a, long row_stride, long inner_stride,
                                 const REAL *panel, int adds, REAL *c, long c_stride, long width) {
    for (; rows > 0; rows -= TILE_ROWS, a += TILE_ROWS * row_stride, c += TILE_ROWS * c_stride) {
        switch (rows) {
#define ROWS_CASE(label, count)                                                                                  \
    label:                                                                                                       \
        NAME(multiply_rows)(count, inner, a, row_stride, inner_stride, panel, adds, c, c_stride, width);         \
        break;
            ROWS_CASE(case 1, 1)
            ROWS_CASE(case 2, 2)
            ROWS_CASE(case 3, 3)
            ROWS_CASE(case 4, 4)
            ROWS_CASE(case 5, 5)
            ROWS_CASE(default, TILE_ROWS)
#undef ROWS_CASE
        }
    }
}

static void NAME(panel_product)(long rows, long inner, long columns, const REAL *a, long a_stride, const REAL *packed,
                                int adds, REAL *c, long c_stride) {
    for (long first = 0; first < columns; first += TILE_WIDTH, packed += TILE_WIDTH * inner)
        NAME(multiply_panel)(rows, inner, a, a_stride, 1, packed, adds, c + first, c_stride, columns - first);
}

// The part of a panel that stays in the first-level cache while all rows go by.
#undef INNER_BLOCK
#define INNER_BLOCK 192

static void NAME(strided_product)(long rows, long inner, long columns, const REAL *a, long a_row_stride,
                                  long a_inner_stride, const REAL *b, long b_inner_stride, long b_column_stride,
                                  int adds, REAL *c, long c_stride) {
    REAL panel[INNER_BLOCK * TILE_WIDTH];
    if (inner == 0 && !adds)
        for (long row = 0; row < rows; row++)
            memset(c + row * c_stride, 0, (size_t)columns * sizeof(REAL));
    for (long k = 0; k < inner; k += INNER_BLOCK) {
        long depth = inner - k < INNER_BLOCK ? inner - k : INNER_BLOCK;
        for (long n = 0; n < columns; n += TILE_WIDTH) {
            long width = columns - n < TILE_WIDTH ? columns - n : TILE_WIDTH;
            NAME(pack_panel)(depth, width, b + k * b_inner_stride + n * b_column_stride, b_inner_stride,
                             b_column_stride, panel);
            NAME(multiply_panel)(rows, depth, a + k * a_inner_stride, a_row_stride, a_inner_stride, panel,
                                 adds || k > 0, c + n, c_stride, width);
        }
    }
}
