#include "panel_tile.h"

static void NAME(product_tile)(synann_product_tile *tile) {
    *tile = (synann_product_tile){TILE_ROWS, TILE_WIDTH};
}

// Packs a strip of `rows` rows. Missing rows are 0.
INLINE void NAME(pack_strip)(long rows, long inner, const REAL *a, long row_stride, long inner_stride, REAL *packed) {
    for (long k = 0; k < inner; k++)
        for (long r = 0; r < TILE_ROWS; r++)
            packed[k * TILE_ROWS + r] = r < rows ? a[r * row_stride + k * inner_stride] : 0;
}

// Packs LANES rows at a time whose elements are contiguous, by transposing squares in registers. LANES must be a
// multiple of TILE_ROWS.
INLINE void NAME(pack_full_strips)(long inner, const REAL *a, long row_stride, REAL *packed) {
    for (long k = 0; k < inner; k += LANES) {
        const long depth = inner - k < LANES ? inner - k : LANES;
        vreal v[LANE_COUNT];
        for (long r = 0; r < LANE_COUNT; r++)
            v[r] = load_some(a + r * row_stride + k, depth);
        transpose_lanes(v);
        for (long i = 0; i < depth; i++)
            for (long strip = 0; strip < LANES / TILE_ROWS; strip++)
                memcpy(packed + (strip * inner + k + i) * TILE_ROWS, (const REAL *)&v[i] + strip * TILE_ROWS,
                       TILE_ROWS * sizeof(REAL));
    }
}

static void NAME(pack_product_rows)(long rows, long inner, const REAL *a, long row_stride, long inner_stride,
                                    REAL *packed) {
    if (LANES % TILE_ROWS == 0 && inner_stride == 1)
        for (; rows >= LANES; rows -= LANES, a += LANES * row_stride, packed += LANES * inner)
            NAME(pack_full_strips)(inner, a, row_stride, packed);
    for (; rows > 0; rows -= TILE_ROWS, a += TILE_ROWS * row_stride, packed += TILE_ROWS * inner) {
        if (rows < TILE_ROWS)
            NAME(pack_strip)(rows, inner, a, row_stride, inner_stride, packed);
        else if (row_stride == 1)
            NAME(pack_strip)(TILE_ROWS, inner, a, 1, inner_stride, packed);
        else
            NAME(pack_strip)(TILE_ROWS, inner, a, row_stride, inner_stride, packed);
    }
}

// Multiplies rows that are packed in strips, which are `strip` elements apart, by a panel.
static __attribute__((noinline)) void NAME(multiply_strips)(long rows, long inner, const REAL *a, long strip,
                                                            const REAL *panel, int adds, REAL *c, long c_stride,
                                                            long width) {
    for (; rows > 0; rows -= TILE_ROWS, a += strip, c += TILE_ROWS * c_stride)
        NAME(multiply_panel)(rows < TILE_ROWS ? rows : TILE_ROWS, inner, a, 1, TILE_ROWS, panel, adds, c, c_stride,
                             width);
}

static void NAME(packed_product)(const synann_packed_product_operands *p) {
    const long rows = p->rows, inner = p->inner, columns = p->columns, c_stride = p->c_stride;
    const REAL *a = p->a;
    for (long k = 0, depth; k < inner; k += depth) {
        depth = NAME(block_depth)(inner - k);
        const int adds = p->adds || k > 0;
        for (long n = 0; n < columns; n += TILE_WIDTH) {
            const REAL *panel = (const REAL *)p->packed + n * inner + k * TILE_WIDTH;
            const long width = columns - n < TILE_WIDTH ? columns - n : TILE_WIDTH;
            REAL *c = (REAL *)p->c + n;
            if (p->a_row_stride == 0)
                NAME(multiply_strips)(rows, depth, a + k * TILE_ROWS, TILE_ROWS * inner, panel, adds, c, c_stride,
                                      width);
            else
                NAME(multiply_unpacked)(rows, depth, a + k * p->a_inner_stride, p->a_row_stride, p->a_inner_stride,
                                        panel, adds, c, c_stride, width);
        }
    }
}
