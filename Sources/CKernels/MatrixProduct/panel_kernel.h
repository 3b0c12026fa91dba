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

static void NAME(panel_product)(const synann_panel_product_operands *p) {
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
