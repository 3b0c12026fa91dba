// The tiles of a matrix product: packing of a panel of columns, and the product of rows with a panel.
//
// There is no include guard, as in vector.h.
//
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
    // The sums take long enough for the cache lines of c to arrive.
    _Pragma("clang loop unroll(full)") for (long r = 0; r < rows; r++) {
        __builtin_prefetch(c + r * c_stride, 1);
        if (vectors > 1)
            __builtin_prefetch(c + r * c_stride + LANES, 1);
    }
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

// Multiplies `rows` rows of the matrix `a` by a panel, in tiles of nearly equal numbers of rows, at most TILE_ROWS. A
// tile of one or two rows would have too few sums to hide the latency. The other parameters are those of multiply_rows.
INLINE void NAME(multiply_vectors)(const int vectors, long rows, long inner, const REAL *a, long row_stride,
                                   long inner_stride, const REAL *panel, int adds, REAL *c, long c_stride, long width) {
    for (long tiles = (rows + TILE_ROWS - 1) / TILE_ROWS, height; tiles > 0;
         tiles--, rows -= height, a += height * row_stride, c += height * c_stride) {
        height = (rows + tiles - 1) / tiles;
        switch (height) {
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

// The next functions multiply rows of the matrix `a` by a panel: `a` with any strides, and `a` whose columns have their
// elements next to each other. Each of them is compiled once, because the inlined tiles are long.

static __attribute__((noinline)) void NAME(multiply_direct)(long rows, long inner, const REAL *a, long row_stride,
                                                            long inner_stride, const REAL *panel, int adds, REAL *c,
                                                            long c_stride, long width) {
    NAME(multiply_panel)(rows, inner, a, row_stride, inner_stride, panel, adds, c, c_stride, width);
}

static __attribute__((noinline)) void NAME(multiply_transposed)(long rows, long inner, const REAL *a, long inner_stride,
                                                                const REAL *panel, int adds, REAL *c, long c_stride,
                                                                long width) {
    NAME(multiply_panel)(rows, inner, a, 1, inner_stride, panel, adds, c, c_stride, width);
}

// Multiplies rows of a matrix `a` that is not packed by a panel. A row stride of 1 is a constant in the function that it
// selects: the compiler then addresses the elements of a step by constant offsets.
INLINE void NAME(multiply_unpacked)(long rows, long inner, const REAL *a, long row_stride, long inner_stride,
                                    const REAL *panel, int adds, REAL *c, long c_stride, long width) {
    if (row_stride == 1)
        NAME(multiply_transposed)(rows, inner, a, inner_stride, panel, adds, c, c_stride, width);
    else
        NAME(multiply_direct)(rows, inner, a, row_stride, inner_stride, panel, adds, c, c_stride, width);
}

// A product adds its terms in blocks of the inner index. A panel of INNER_BLOCK rows stays in the first-level cache
// while all rows of the matrix `a` are multiplied. The last block has up to LAST_ROWS more rows: a block of a single
// row, for the bias of a convolution, would read and write the whole result again.
#undef INNER_BLOCK
#undef LAST_ROWS
#define INNER_BLOCK 192
#define LAST_ROWS 8

// The length of the block that starts when `rest` terms are left. It depends on nothing else, so that products that
// divide their rows and columns differently have the same bits.
INLINE long NAME(block_depth)(long rest) {
    return rest <= INNER_BLOCK + LAST_ROWS ? rest : INNER_BLOCK;
}
