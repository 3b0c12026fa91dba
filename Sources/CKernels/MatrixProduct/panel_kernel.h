// A tile of c is TILE_ROWS rows by two vectors. AVX2 has 16 registers, which is enough for 6 rows: 12 vectors of sums,
// two vectors of the panel and a broadcast element of the matrix `a`. AVX-512 has 32 registers. The tile for AVX-512
// has 8 rows, because usual numbers of channels are multiples of 8. The independent sums of a tile hide the latency of
// the fused multiply-add.

#include "../Vector/vector_transpose.h"

#undef TILE_ROWS
#undef TILE_WIDTH
#ifdef HAS_AVX512
#define TILE_ROWS 8
#else
#define TILE_ROWS 6
#endif
#define TILE_WIDTH (2 * LANES)

static void NAME(panel_elements)(long inner, long columns, long *elements) {
    *elements = (columns + TILE_WIDTH - 1) / TILE_WIDTH * TILE_WIDTH * inner;
}

// Packs LANES columns of a panel from a matrix whose rows are contiguous. The function packs the first `width` columns
// and sets the remaining columns to 0.
INLINE void NAME(pack_rows)(long inner, long width, const REAL *b, long row_stride, REAL *packed) {
    if (width >= LANES)
        for (long k = 0; k < inner; k++)
            store(packed + k * TILE_WIDTH, load(b + k * row_stride));
    else
        for (long k = 0; k < inner; k++)
            store(packed + k * TILE_WIDTH, width > 0 ? load_some(b + k * row_stride, width) : (vreal){0});
}

// Packs LANES columns of a panel from a matrix whose columns are contiguous. The function packs the first `width`
// columns and sets the remaining columns to 0.
INLINE void NAME(pack_columns)(long inner, long width, const REAL *b, long column_stride, REAL *packed) {
    for (long k = 0; k < inner; k += LANES) {
        const long depth = inner - k < LANES ? inner - k : LANES;
        vreal v[LANE_COUNT];
        for (long n = 0; n < LANE_COUNT; n++)
            v[n] = n >= width ? (vreal){0} : load_some(b + n * column_stride + k, depth);
        transpose_lanes(v);
        for (long i = 0; i < depth; i++)
            store(packed + (k + i) * TILE_WIDTH, v[i]);
    }
}

// Packs a panel of `width` columns, or of TILE_WIDTH columns if `width` is greater. Missing columns are 0.
INLINE void NAME(pack_panel)(long inner, long width, const REAL *b, long row_stride, long column_stride, REAL *packed) {
    for (long n = 0; n < TILE_WIDTH; n += LANES) {
        const REAL *from = b + n * column_stride;
        if (column_stride == 1) {
            NAME(pack_rows)(inner, width - n, from, row_stride, packed + n);
        } else if (row_stride == 1) {
            NAME(pack_columns)(inner, width - n, from, column_stride, packed + n);
        } else {
            for (long k = 0; k < inner; k++)
                for (long i = 0; i < LANES; i++)
                    packed[k * TILE_WIDTH + n + i] = n + i < width ? from[k * row_stride + i * column_stride] : 0;
        }
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
    if (count > 0)
        store_some(to, adds ? load_some(to, count) + value : value, count);
}

// Multiplies `rows` rows of the matrix `a` by a panel, whose first `width` columns are needed. The element (r, k) of
// `a` is a[r · row_stride + k · inner_stride]. `vectors` is the number of the panel's vectors that contain needed
// columns, 1 or 2. `rows` and `vectors` are constants in every inlined copy, so that the sums are in registers.
INLINE void NAME(multiply_rows)(const long rows, const int vectors, long inner, const REAL *a, long row_stride,
                               long inner_stride,
                                const REAL *panel, int adds, REAL *c, long c_stride, long width) {
#pragma clang fp contract(fast)
    vreal low[TILE_ROWS] = {{0}}, high[TILE_ROWS] = {{0}};
    for (long k = 0; k < inner; k++, panel += TILE_WIDTH, a += inner_stride) {
        vreal first = load(panel), second = vectors > 1 ? load(panel + LANES) : first;
        _Pragma("clang loop unroll(full)") for (long r = 0; r < rows; r++) {
            vreal factor = broadcast(a[r * row_stride]);
            low[r] += factor * first;
            if (vectors > 1)
                high[r] += factor * second;
        }
    }
    _Pragma("clang loop unroll(full)") for (long r = 0; r < rows; r++) {
        NAME(put)(c + r * c_stride, low[r], width, adds);
        if (vectors > 1)
            NAME(put)(c + r * c_stride + LANES, high[r], width - LANES, adds);
    }
}

// Multiplies `rows` rows of the matrix `a` by a panel, TILE_ROWS rows at a time. The other parameters are those of
// multiply_rows.
INLINE void NAME(multiply_vectors)(const int vectors, long rows, long inner, const REAL *a, long row_stride,
                                   long inner_stride, const REAL *panel, int adds, REAL *c, long c_stride, long width) {
    for (; rows > 0; rows -= TILE_ROWS, a += TILE_ROWS * row_stride, c += TILE_ROWS * c_stride) {
        switch (rows) {
#define ROWS_CASE(label, count)                                                                                     \
    label:                                                                                                          \
        NAME(multiply_rows)(count, vectors, inner, a, row_stride, inner_stride, panel, adds, c, c_stride, width);   \
        break;
            ROWS_CASE(case 1, 1)
            ROWS_CASE(case 2, 2)
            ROWS_CASE(case 3, 3)
            ROWS_CASE(case 4, 4)
            ROWS_CASE(case 5, 5)
#if defined(HAS_AVX512)
            ROWS_CASE(case 6, 6)
            ROWS_CASE(case 7, 7)
#endif
            ROWS_CASE(default, TILE_ROWS)
#undef ROWS_CASE
        }
    }
}

INLINE void NAME(multiply_panel)(long rows, long inner, const REAL *a, long row_stride,
                               long inner_stride,
                                 const REAL *panel, int adds, REAL *c, long c_stride, long width) {
    if (width > LANES)
        NAME(multiply_vectors)(2, rows, inner, a, row_stride, inner_stride, panel, adds, c, c_stride, width);
    else
        NAME(multiply_vectors)(1, rows, inner, a, row_stride, inner_stride, panel, adds, c, c_stride, width);
}

static void NAME(panel_product)(const synann_panel_product_operands *p) {
    const REAL *packed = p->packed;
    REAL *c = p->c;
    for (long first = 0; first < p->columns; first += TILE_WIDTH, packed += TILE_WIDTH * p->inner)
        NAME(multiply_panel)(p->rows, p->inner, p->a, p->a_stride, 1, packed, p->adds, c + first, p->c_stride,
                             p->columns - first);
}

// The number of rows of a panel. The panel then stays in the first-level cache while all rows of the matrix `a` are
// multiplied. The last panel has up to LAST_ROWS more rows: a panel of a single row, for the bias of a convolution,
// would read and write the whole result again.
#undef INNER_BLOCK
#undef LAST_ROWS
#define INNER_BLOCK 192
#define LAST_ROWS 8

static void NAME(strided_product)(const synann_strided_product_operands *p) {
    const long rows = p->rows, inner = p->inner, columns = p->columns, c_stride = p->c_stride;
    const long a_row_stride = p->a_row_stride, a_inner_stride = p->a_inner_stride;
    const long b_inner_stride = p->b_inner_stride, b_column_stride = p->b_column_stride;
    const int adds = p->adds;
    const REAL *a = p->a, *b = p->b;
    REAL *c = p->c;
    REAL panel[(INNER_BLOCK + LAST_ROWS) * TILE_WIDTH];
    if (inner == 0 && !adds)
        for (long row = 0; row < rows; row++)
            memset(c + row * c_stride, 0, (size_t)columns * sizeof(REAL));
    for (long k = 0, depth; k < inner; k += depth) {
        depth = inner - k <= INNER_BLOCK + LAST_ROWS ? inner - k : INNER_BLOCK;
        for (long n = 0; n < columns; n += TILE_WIDTH) {
            long width = columns - n < TILE_WIDTH ? columns - n : TILE_WIDTH;
            NAME(pack_panel)(depth, width, b + k * b_inner_stride + n * b_column_stride, b_inner_stride,
                             b_column_stride, panel);
            const REAL *left = a + k * a_inner_stride;
            // If the row stride is the constant 1, the compiler addresses the elements of a step by constant offsets.
            if (a_row_stride == 1)
                NAME(multiply_panel)(rows, depth, left, 1, a_inner_stride, panel, adds || k > 0, c + n, c_stride,
                                     width);
            else
                NAME(multiply_panel)(rows, depth, left, a_row_stride, a_inner_stride, panel, adds || k > 0, c + n,
                                     c_stride, width);
        }
    }
}
