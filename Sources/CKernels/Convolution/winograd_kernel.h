// The lanes of a vector are neighbouring channels of a pixel. The kernel therefore first interleaves LANES planes in a
// workspace, which contains the pixels of the rows of tiles and the padding. The kernel then loads every tile from the
// workspace in the same way, also at the edges of the image.

#include "../Vector/vector_transpose.h"
#include "winograd_lines.h"

// The height and the width of a tile of pixels, and the greatest height of a tile of results or of a window.
#undef SIDE
#undef MOST
#define SIDE 6
#define MOST 5

// Runs `statement` with a constant `results`, the height of a tile of results, which is 4 or 2.
#undef WITH_RESULTS
#define WITH_RESULTS(number, statement)                                      \
    if ((number) == 2) {                                                     \
        const long results = 2;                                              \
        statement                                                            \
    } else {                                                                 \
        const long results = 4;                                              \
        statement                                                            \
    }

// The layout of the workspace: `rows` rows of `width` pixels of LANES channels. The workspace contains the rows first
// ..< end of an image. `start` is the index of the first element of row `first`.
typedef struct {
    long rows, width, first, end, start;
} NAME(lanes);

INLINE NAME(lanes) NAME(lanes_of)(const synann_tiles *t, const long results, long overlap) {
    long rows = results * t->rows + overlap, width = results * t->columns + overlap;
    long top = results * t->first_row - t->padding_height;
    long first = top > 0 ? top : 0, end = top + rows < t->height ? top + rows : t->height;
    return (NAME(lanes)){rows, width, first, end > first ? end : first,
                         ((first - top) * width + t->padding_width) * LANES};
}

static void NAME(winograd_workspace)(const synann_tiles *t, long *elements) {
    NAME(lanes) l = NAME(lanes_of)(t, t->results, SIDE - t->results);
    *elements = l.rows * l.width * LANES;
}

INLINE void NAME(clear_lanes)(NAME(lanes) l, REAL *workspace) {
    memset(workspace, 0, (size_t)(l.rows * l.width * LANES) * sizeof(REAL));
}

// Runs `statement` for `pixels` pixels, in runs of LANES pixels. `length` is the number of pixels of a run, which is
// LANES, or less for the last run.
#define FOR_EACH_RUN(statement)                                              \
    long i = 0, column = 0;                                                  \
    for (; i + LANES <= pixels; i += LANES) {                                \
        const long length = LANES;                                           \
        statement                                                            \
    }                                                                        \
    if (i < pixels) {                                                        \
        const long length = pixels - i;                                      \
        statement                                                            \
    }
// Advances `at` to the next pixel of the image in the workspace, which may be in the next row.
#define NEXT_PIXEL                                                           \
    at += LANES;                                                             \
    if (++column == t->width)                                                \
        column = 0, at += (l.width - t->width) * LANES;

// The number of runs between the prefetch of a plane's pixels and their use. The prefetch is explicit because LANES
// planes are more streams than a hardware prefetcher follows.
#define RUNS_AHEAD 4

INLINE void NAME(move_planes_to_lanes)(const synann_tiles *t, NAME(lanes) l, const REAL *planes, const long channels,
                                       REAL *workspace) {
    const long plane = t->height * t->width, pixels = (l.end - l.first) * t->width;
    const REAL *from = planes + l.first * t->width;
    REAL *at = workspace + l.start;
    FOR_EACH_RUN(vreal v[LANE_COUNT];
        _Pragma("clang loop unroll(full)") for (long c = 0; c < LANE_COUNT; c++) {
            v[c] = c < channels ? load_some(from + c * plane + i, length) : (vreal){0};
            if (c < channels)
                __builtin_prefetch(from + c * plane + i + RUNS_AHEAD * LANES);
        }
        transpose_lanes(v);
        _Pragma("clang loop unroll(full)") for (long k = 0; k < LANE_COUNT; k++)
            if (k < length) {
                store(at, v[k]);
                NEXT_PIXEL
            })
}

INLINE void NAME(planes_to_lanes)(const synann_tiles *t, NAME(lanes) l, const REAL *planes, long channels,
                                  REAL *workspace) {
    if (channels >= LANES)
        NAME(move_planes_to_lanes)(t, l, planes, LANES, workspace);
    else
        NAME(move_planes_to_lanes)(t, l, planes, channels, workspace);
}

INLINE void NAME(lanes_to_planes)(const synann_tiles *t, NAME(lanes) l, const REAL *workspace, long channels, int adds,
                                  REAL *planes) {
    const long plane = t->height * t->width, pixels = (l.end - l.first) * t->width;
    REAL *to = planes + l.first * t->width;
    const REAL *at = workspace + l.start;
    FOR_EACH_RUN(vreal v[LANE_COUNT];
        _Pragma("clang loop unroll(full)") for (long k = 0; k < LANE_COUNT; k++) {
            v[k] = (vreal){0};
            if (k < length) {
                v[k] = load(at);
                NEXT_PIXEL
            }
        }
        transpose_lanes(v);
        _Pragma("clang loop unroll(full)") for (long c = 0; c < LANE_COUNT; c++)
            if (c < channels) {
                REAL *row = to + c * plane + i;
                store_some(row, adds ? v[c] + load_some(row, length) : v[c], length);
            })
}

#undef FOR_EACH_RUN
#undef NEXT_PIXEL

// The transforms of a single tile. Each transform first transforms the columns and then the rows of the tile. The
// pointer into the workspace points to the first pixel of the tile. Position p of the transformed tile is at p ·
// stride.

INLINE void NAME(pixel_tile)(const REAL *from, long width, REAL *to, long stride, long count) {
    vreal tile[SIDE * SIDE];
    _Pragma("clang loop unroll(full)") for (long x = 0; x < SIDE; x++) {
        vreal line[SIDE];
        _Pragma("clang loop unroll(full)") for (long y = 0; y < SIDE; y++)
            line[y] = load(from + (y * width + x) * LANES);
        NAME(pixel_line)(line, 1, tile + x, SIDE);
    }
    _Pragma("clang loop unroll(full)") for (long y = 0; y < SIDE; y++) {
        vreal line[SIDE];
        NAME(pixel_line)(tile + y * SIDE, 1, line, 1);
        _Pragma("clang loop unroll(full)") for (long x = 0; x < SIDE; x++)
            store_some(to + (y * SIDE + x) * stride, line[x], count);
    }
}

INLINE void NAME(pixel_tile_gradient)(const REAL *from, long stride, long count, REAL *to, long width) {
    vreal tile[SIDE * SIDE];
    _Pragma("clang loop unroll(full)") for (long x = 0; x < SIDE; x++) {
        vreal line[SIDE];
        _Pragma("clang loop unroll(full)") for (long y = 0; y < SIDE; y++)
            line[y] = load_some(from + (y * SIDE + x) * stride, count);
        NAME(pixel_line_gradient)(line, 1, tile + x, SIDE);
    }
    _Pragma("clang loop unroll(full)") for (long y = 0; y < SIDE; y++) {
        vreal line[SIDE];
        NAME(pixel_line_gradient)(tile + y * SIDE, 1, line, 1);
        _Pragma("clang loop unroll(full)") for (long x = 0; x < SIDE; x++) {
            REAL *pixel = to + (y * width + x) * LANES;
            store(pixel, load(pixel) + line[x]);
        }
    }
}

INLINE void NAME(result_tile)(const long results, const REAL *from, long stride, long count, vreal bias, REAL *to,
                              long width) {
    vreal tile[MOST * SIDE];
    _Pragma("clang loop unroll(full)") for (long x = 0; x < SIDE; x++) {
        vreal line[SIDE];
        _Pragma("clang loop unroll(full)") for (long y = 0; y < SIDE; y++)
            line[y] = load_some(from + (y * SIDE + x) * stride, count);
        NAME(result_line)(results, line, 1, tile + x, SIDE);
    }
    _Pragma("clang loop unroll(full)") for (long y = 0; y < results; y++) {
        vreal line[MOST];
        NAME(result_line)(results, tile + y * SIDE, 1, line, 1);
        _Pragma("clang loop unroll(full)") for (long x = 0; x < results; x++)
            store(to + (y * width + x) * LANES, line[x] + bias);
    }
}

INLINE void NAME(result_tile_gradient)(const long results, const REAL *from, long width, REAL *to, long stride,
                                       long count) {
    vreal tile[SIDE * MOST];
    _Pragma("clang loop unroll(full)") for (long x = 0; x < results; x++) {
        vreal line[MOST];
        _Pragma("clang loop unroll(full)") for (long y = 0; y < results; y++)
            line[y] = load(from + (y * width + x) * LANES);
        NAME(result_line_gradient)(results, line, 1, tile + x, results);
    }
    _Pragma("clang loop unroll(full)") for (long y = 0; y < SIDE; y++) {
        vreal line[SIDE];
        NAME(result_line_gradient)(results, tile + y * results, 1, line, 1);
        _Pragma("clang loop unroll(full)") for (long x = 0; x < SIDE; x++)
            store_some(to + (y * SIDE + x) * stride, line[x], count);
    }
}

// For every group of LANES planes of every image: runs `before`, then `tile_statement` for every tile, then `after`.
// `count` is the number of planes of the group. `count` is the constant LANES unless fewer planes remain.
#define FOR_EACH_TILE(before, tile_statement, after)                                                        \
    for (long image = 0; image < t->images; image++)                                                        \
        for (long plane = 0; plane < t->planes; plane += LANES) {                                           \
            const long channels = t->planes - plane;                                                        \
            const long first_plane = (image * t->planes + plane) * t->height * t->width;                    \
            before                                                                                          \
            for (long row = 0; row < t->rows; row++)                                                        \
                for (long column = 0; column < t->columns; column++) {                                      \
                    const long tile = ((image * t->rows + row) * t->columns + column) * t->planes + plane;  \
                    const long pixel = (results * row * l.width + results * column) * LANES;                      \
                    if (channels >= LANES) {                                                                \
                        const long count = LANES;                                                           \
                        tile_statement                                                                      \
                    } else {                                                                                \
                        const long count = channels;                                                        \
                        tile_statement                                                                      \
                    }                                                                                       \
                }                                                                                           \
            after                                                                                           \
        }

INLINE void NAME(transform_pixels)(const long results, const synann_tiles *t, const REAL *images, REAL *workspace,
                                   REAL *transformed, long stride) {
    NAME(lanes) l = NAME(lanes_of)(t, results, SIDE - results);
    // The workspace is cleared only once: every group of planes overwrites the same pixels, and the padding remains 0.
    NAME(clear_lanes)(l, workspace);
    FOR_EACH_TILE(NAME(planes_to_lanes)(t, l, images + first_plane, channels, workspace);,
                  NAME(pixel_tile)(workspace + pixel, l.width, transformed + tile, stride, count);, )
}

INLINE void NAME(transform_pixels_back)(const long results, const synann_tiles *t, const REAL *transformed,
                                        long stride, REAL *workspace, int adds, REAL *images) {
    NAME(lanes) l = NAME(lanes_of)(t, results, SIDE - results);
    FOR_EACH_TILE(NAME(clear_lanes)(l, workspace);,
                  NAME(pixel_tile_gradient)(transformed + tile, stride, count, workspace + pixel, l.width);,
                  NAME(lanes_to_planes)(t, l, workspace, channels, adds, images + first_plane);)
}

INLINE void NAME(transform_sums)(const long results, const synann_tiles *t, const REAL *transformed, long stride,
                                 const REAL *bias, REAL *workspace, REAL *images) {
    NAME(lanes) l = NAME(lanes_of)(t, results, 0);
    FOR_EACH_TILE(vreal shift = bias ? load_some(bias + plane, channels) : (vreal){0};,
                  NAME(result_tile)(results, transformed + tile, stride, count, shift, workspace + pixel, l.width);,
                  NAME(lanes_to_planes)(t, l, workspace, channels, 0, images + first_plane);)
}

INLINE void NAME(transform_sums_back)(const long results, const synann_tiles *t, const REAL *images, REAL *workspace,
                                      REAL *transformed, long stride) {
    NAME(lanes) l = NAME(lanes_of)(t, results, 0);
    NAME(clear_lanes)(l, workspace);
    FOR_EACH_TILE(NAME(planes_to_lanes)(t, l, images + first_plane, channels, workspace);,
                  NAME(result_tile_gradient)(results, workspace + pixel, l.width, transformed + tile, stride, count);, )
}

static void NAME(winograd_pixels)(const synann_tiles *t, const REAL *images, REAL *workspace, REAL *transformed,
                                  long stride) {
    WITH_RESULTS(t->results, NAME(transform_pixels)(results, t, images, workspace, transformed, stride);)
}

static void NAME(winograd_pixels_gradient)(const synann_tiles *t, const REAL *transformed, long stride, REAL *workspace,
                                           int adds, REAL *images) {
    WITH_RESULTS(t->results,
                 NAME(transform_pixels_back)(results, t, transformed, stride, workspace, adds, images);)
}

static void NAME(winograd_results)(const synann_tiles *t, const REAL *transformed, long stride, const REAL *bias,
                                   REAL *workspace, REAL *images) {
    WITH_RESULTS(t->results, NAME(transform_sums)(results, t, transformed, stride, bias, workspace, images);)
}

static void NAME(winograd_results_gradient)(const synann_tiles *t, const REAL *images, REAL *workspace,
                                            REAL *transformed, long stride) {
    WITH_RESULTS(t->results, NAME(transform_sums_back)(results, t, images, workspace, transformed, stride);)
}

#undef FOR_EACH_TILE

// The transforms of the windows first ..< end of `count` windows of weights × weights pixels. The lanes of a vector are
// neighbouring windows.

INLINE void NAME(transform_windows)(const long weights, long first, long end, long count, const REAL *w,
                                    REAL *transformed) {
    const long size = weights * weights;
    for (long i = first; i < end; i += LANES) {
        const long length = end - i < LANES ? end - i : LANES;
        REAL window[MOST * MOST * LANES];
        for (long lane = 0; lane < length; lane++)
            for (long k = 0; k < size; k++)
                window[k * LANES + lane] = w[(i + lane) * size + k];
        vreal tile[SIDE * MOST];
        for (long x = 0; x < weights; x++) {
            vreal line[MOST];
            for (long y = 0; y < weights; y++)
                line[y] = load_some(window + (y * weights + x) * LANES, length);
            NAME(window_line)(weights, line, 1, tile + x, weights);
        }
        for (long y = 0; y < SIDE; y++) {
            vreal line[SIDE];
            NAME(window_line)(weights, tile + y * weights, 1, line, 1);
            for (long x = 0; x < SIDE; x++)
                store_some(transformed + (y * SIDE + x) * count + i, line[x], length);
        }
    }
}

INLINE void NAME(transform_windows_back)(const long weights, long first, long end, long count, const REAL *transformed,
                                         REAL *w) {
    const long size = weights * weights;
    for (long i = first; i < end; i += LANES) {
        const long length = end - i < LANES ? end - i : LANES;
        vreal tile[MOST * SIDE];
        for (long x = 0; x < SIDE; x++) {
            vreal line[SIDE];
            for (long y = 0; y < SIDE; y++)
                line[y] = load_some(transformed + (y * SIDE + x) * count + i, length);
            NAME(window_line_gradient)(weights, line, 1, tile + x, SIDE);
        }
        REAL window[MOST * MOST * LANES];
        for (long y = 0; y < weights; y++) {
            vreal line[MOST];
            NAME(window_line_gradient)(weights, tile + y * SIDE, 1, line, 1);
            for (long x = 0; x < weights; x++)
                store(window + (y * weights + x) * LANES, line[x]);
        }
        for (long lane = 0; lane < length; lane++)
            for (long k = 0; k < size; k++)
                w[(i + lane) * size + k] = window[k * LANES + lane];
    }
}

static void NAME(winograd_windows)(long side, long first, long end, long count, const REAL *w, REAL *transformed) {
    WITH_RESULTS(SIDE + 1 - side,
                 NAME(transform_windows)(SIDE + 1 - results, first, end, count, w, transformed);)
}

static void NAME(winograd_windows_gradient)(long side, long first, long end, long count, const REAL *transformed,
                                            REAL *w) {
    WITH_RESULTS(SIDE + 1 - side,
                 NAME(transform_windows_back)(SIDE + 1 - results, first, end, count, transformed, w);)
}

#undef WITH_RESULTS
