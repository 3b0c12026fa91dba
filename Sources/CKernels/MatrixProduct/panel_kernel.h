#include "panel_tile.h"

static void NAME(panel_elements)(long inner, long columns, long *elements) {
    *elements = (columns + TILE_WIDTH - 1) / TILE_WIDTH * TILE_WIDTH * inner;
}

// The number of rows of b that are packed into all panels before the next rows. Rows may be far apart in memory, and
// the processor can keep only some pages at hand.
#undef PACK_DEPTH
#define PACK_DEPTH 32

static void NAME(panel_pack)(long inner, long columns, const REAL *b, long row_stride, long column_stride,
                             REAL *packed) {
    for (long k = 0; k < inner; k += PACK_DEPTH) {
        const long depth = inner - k < PACK_DEPTH ? inner - k : PACK_DEPTH;
        for (long first = 0; first < columns; first += TILE_WIDTH) {
            const long width = columns - first < TILE_WIDTH ? columns - first : TILE_WIDTH;
            NAME(pack_panel)(depth, width, b + k * row_stride + first * column_stride, row_stride, column_stride,
                             packed + first * inner + k * TILE_WIDTH);
        }
    }
}

// The number of panels that a single row is multiplied by at a time. With one panel, there would be two sums, which do not
// hide the latency of the fused multiply-add.
#undef PANELS_AT_ONCE
#define PANELS_AT_ONCE 4

// Multiplies a row by `panels` panels, which are `size` elements apart and have `width` columns in all. `panels` is a
// constant in every inlined copy. The order of the terms is that of multiply_rows.
INLINE void NAME(multiply_row)(const int panels, long inner, const REAL *a, const REAL *packed, long size, int adds,
                               REAL *c, long width) {
#pragma clang fp contract(fast)
    vreal sums[2 * PANELS_AT_ONCE] = {{0}};
    for (long k = 0; k < inner; k++, packed += TILE_WIDTH) {
        const vreal factor = broadcast(a[k]);
        _Pragma("clang loop unroll(full)") for (int panel = 0; panel < panels; panel++) {
            sums[2 * panel] += factor * load(packed + panel * size);
            sums[2 * panel + 1] += factor * load(packed + panel * size + LANES);
        }
    }
    _Pragma("clang loop unroll(full)") for (int vector = 0; vector < 2 * panels; vector++)
        NAME(put)(c + vector * LANES, sums[vector], width - vector * LANES, adds);
}

static void NAME(row_by_panels)(const synann_panel_product_operands *p) {
    const REAL *packed = p->packed;
    const long size = TILE_WIDTH * p->inner;
    long first = 0;
    for (; first + (PANELS_AT_ONCE - 1) * TILE_WIDTH < p->columns; first += PANELS_AT_ONCE * TILE_WIDTH)
        NAME(multiply_row)(PANELS_AT_ONCE, p->inner, p->a, packed + first * p->inner, size, p->adds,
                           (REAL *)p->c + first, p->columns - first);
    for (; first < p->columns; first += TILE_WIDTH)
        NAME(multiply_row)(1, p->inner, p->a, packed + first * p->inner, size, p->adds, (REAL *)p->c + first,
                           p->columns - first);
}

static void NAME(panel_product)(const synann_panel_product_operands *p) {
    if (p->rows == 1) {
        NAME(row_by_panels)(p);
        return;
    }
    const REAL *packed = p->packed;
    REAL *c = p->c;
    for (long first = 0; first < p->columns; first += TILE_WIDTH, packed += TILE_WIDTH * p->inner)
        NAME(multiply_panel)(p->rows, p->inner, p->a, p->a_stride, 1, packed, p->adds, c + first, p->c_stride,
                             p->columns - first);
}

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
        depth = NAME(block_depth)(inner - k);
        for (long n = 0; n < columns; n += TILE_WIDTH) {
            long width = columns - n < TILE_WIDTH ? columns - n : TILE_WIDTH;
            NAME(pack_panel)(depth, width, b + k * b_inner_stride + n * b_column_stride, b_inner_stride,
                             b_column_stride, panel);
            NAME(multiply_unpacked)(rows, depth, a + k * a_inner_stride, a_row_stride, a_inner_stride, panel,
                                    adds || k > 0, c + n, c_stride, width);
        }
    }
}
