// A tile is 6 rows by two vectors: 12 sums, two vectors of the panel and a broadcast element are the 16 registers of
// AVX2, and 12 independent sums hide the latency of the fused multiplication.

#undef TILE_ROWS
#undef TILE_WIDTH
#define TILE_ROWS 6
#define TILE_WIDTH (2 * LANES)

static void NAME(panel_elements)(long inner, long columns, long *elements) {
    *elements = (columns + TILE_WIDTH - 1) / TILE_WIDTH * TILE_WIDTH * inner;
}

static void NAME(panel_pack)(long inner, long columns, const REAL *b, long row_stride, long column_stride,
                             REAL *packed) {
    for (long first = 0; first < columns; first += TILE_WIDTH) {
        long width = columns - first < TILE_WIDTH ? columns - first : TILE_WIDTH;
        const REAL *corner = b + first * column_stride;
        for (long k = 0; k < inner; k++, packed += TILE_WIDTH)
            for (long n = 0; n < TILE_WIDTH; n++)
                packed[n] = n < width ? corner[k * row_stride + n * column_stride] : 0;
    }
}

INLINE void NAME(put)(REAL *to, vreal value, long count, int adds) {
    if (count >= LANES)
        store(to, adds ? load(to) + value : value);
    else if (count > 0)
        store_part(to, adds ? load_part(to, count) + value : value, count);
}

// `rows` is a constant where this is inlined, so that the sums are registers.
INLINE void NAME(multiply_rows)(const long rows, long inner, const REAL *a, long a_stride, const REAL *panel, int adds,
                                REAL *c, long c_stride, long width) {
#pragma clang fp contract(fast)
    vreal low[TILE_ROWS] = {{0}}, high[TILE_ROWS] = {{0}};
    for (long k = 0; k < inner; k++, panel += TILE_WIDTH) {
        vreal first = load(panel), second = load(panel + LANES);
        _Pragma("clang loop unroll(full)") for (long r = 0; r < rows; r++) {
            vreal factor = broadcast(a[r * a_stride + k]);
            low[r] += factor * first;
            high[r] += factor * second;
        }
    }
    _Pragma("clang loop unroll(full)") for (long r = 0; r < rows; r++) {
        NAME(put)(c + r * c_stride, low[r], width, adds);
        NAME(put)(c + r * c_stride + LANES, high[r], width - LANES, adds);
    }
}

static void NAME(panel_product)(long rows, long inner, long columns, const REAL *a, long a_stride, const REAL *packed,
                                int adds, REAL *c, long c_stride) {
    for (long first = 0; first < columns; first += TILE_WIDTH, packed += TILE_WIDTH * inner) {
        long width = columns - first < TILE_WIDTH ? columns - first : TILE_WIDTH;
        for (long row = 0; row < rows; row += TILE_ROWS) {
            const REAL *from = a + row * a_stride;
            REAL *to = c + row * c_stride + first;
            switch (rows - row) {
            case 1: NAME(multiply_rows)(1, inner, from, a_stride, packed, adds, to, c_stride, width); break;
            case 2: NAME(multiply_rows)(2, inner, from, a_stride, packed, adds, to, c_stride, width); break;
            case 3: NAME(multiply_rows)(3, inner, from, a_stride, packed, adds, to, c_stride, width); break;
            case 4: NAME(multiply_rows)(4, inner, from, a_stride, packed, adds, to, c_stride, width); break;
            case 5: NAME(multiply_rows)(5, inner, from, a_stride, packed, adds, to, c_stride, width); break;
            default: NAME(multiply_rows)(TILE_ROWS, inner, from, a_stride, packed, adds, to, c_stride, width); break;
            }
        }
    }
}
