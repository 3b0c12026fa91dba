// The product of weights with the matrix of the windows. The rows of the image that the windows read are in padded
// planes, one for each channel. A row of a panel consists of neighbouring windows at one position of the window. The
// padded planes contain it as one vector, or as the ends and the beginnings of rows.

#include "../MatrixProduct/panel_tile.h"
#include "window_planes.h"

// Where the windows read their pixels. The first window of row r of windows reads its first pixel at pixels + r ·
// row_stride, and its pixel at a position of the window further by an offset. A row has `width` windows.
typedef struct {
    const REAL *pixels;
    long row_stride, width;
    /// The distance between the planes of neighbouring channels, and between neighbouring lines of a plane.
    long plane, line;
    /// The length of a phase of a line.
    long phase;
} NAME(windows);

// Returns whether the matrix of the windows has the same elements as the image.
INLINE int NAME(is_image)(const synann_window *w) {
    return w->kernel_height == 1 && w->kernel_width == 1 && w->stride_height == 1 && w->stride_width == 1
        && w->padding_height == 0 && w->padding_width == 0;
}

static void NAME(window_product_workspace)(const synann_window *w, long rows, long *elements) {
    NAME(padded_plane) p = NAME(padded)(w, 0, rows);
    *elements = NAME(is_image)(w) ? 0 : w->channels * p.height * p.width;
}

INLINE NAME(windows) NAME(place_windows)(const synann_window_product_operands *o) {
    const synann_window *w = &o->window;
    const REAL *image = o->image;
    const long plane = w->height * w->width;
    // The pixels of the image are a single row of windows.
    if (NAME(is_image)(w))
        return (NAME(windows)){image + o->first_row * w->width, 0, o->rows * w->width, plane, 0, 0};
    NAME(padded_plane) p = NAME(padded)(w, o->first_row, o->rows);
    const long size = p.height * p.width;
    REAL *workspace = o->workspace;
    memset(workspace, 0, (size_t)(w->channels * size) * sizeof(REAL));
    for (long c = 0; c < w->channels; c++)
        NAME(fill_padded)(w, &p, image + c * plane, workspace + c * size);
    return (NAME(windows)){workspace, w->stride_height * p.width, w->output_width, size, p.width, p.phase};
}

// Writes the offsets of the positions first ..< first + count in a window, counted over all channels.
INLINE void NAME(place_positions)(const synann_window *w, const NAME(windows) *at, long first, long count,
                                  long *offsets) {
    long kx = first % w->kernel_width, row = first / w->kernel_width;
    long ky = row % w->kernel_height, c = row / w->kernel_height;
    for (long i = 0; i < count; i++) {
        offsets[i] = c * at->plane + ky * w->dilation_height * at->line + NAME(place)(w, kx, at->phase);
        if (++kx == w->kernel_width) {
            kx = 0;
            if (++ky == w->kernel_height)
                ky = 0, c++;
        }
    }
}

// Packs the windows n ..< n + count, at most LANES, into the vectors of a panel.
INLINE void NAME(pack_windows)(const NAME(windows) *at, long n, long count, const long *offsets, long depth,
                               REAL *packed) {
    const long row = n / at->width, column = n % at->width, first = at->width - column;
    const REAL *start = at->pixels + row * at->row_stride + column;
    if (first >= LANES && count >= LANES) {
        for (long k = 0; k < depth; k++)
            store(packed + k * TILE_WIDTH, load(start + offsets[k]));
    } else if (first >= count) {
        for (long k = 0; k < depth; k++)
            store(packed + k * TILE_WIDTH, load_some(start + offsets[k], count));
    } else if (first + at->width >= count) {
        const REAL *next = at->pixels + (row + 1) * at->row_stride - first;
        const vint is_first = lanes_before(first);
        for (long k = 0; k < depth; k++)
            store(packed + k * TILE_WIDTH,
                  choose(is_first, load_some(start + offsets[k], first), load_some(next + offsets[k], count)));
    } else {
        long places[LANES];
        for (long i = 0; i < LANES; i++) {
            const long window = n + (i < count ? i : 0);
            places[i] = window / at->width * at->row_stride + window % at->width;
        }
        for (long k = 0; k < depth; k++)
            for (long i = 0; i < LANES; i++)
                packed[k * TILE_WIDTH + i] = at->pixels[places[i] + offsets[k]];
    }
}

// Packs the windows n ..< n + width into a panel.
INLINE void NAME(pack_window_panel)(const NAME(windows) *at, long n, long width, const long *offsets, long depth,
                                    REAL *panel) {
    const long column = n % at->width;
    if (width < TILE_WIDTH || column + TILE_WIDTH > at->width) {
        for (long i = 0; i < width; i += LANES)
            NAME(pack_windows)(at, n + i, width - i < LANES ? width - i : LANES, offsets, depth, panel + i);
        return;
    }
    // The windows are in a single row. One pass for both vectors waits for each cache line only once.
    const REAL *start = at->pixels + n / at->width * at->row_stride + column;
    for (long k = 0; k < depth; k++) {
        store(panel + k * TILE_WIDTH, load(start + offsets[k]));
        store(panel + k * TILE_WIDTH + LANES, load(start + offsets[k] + LANES));
    }
}

static void NAME(window_product)(const synann_window_product_operands *o) {
    const synann_window *w = &o->window;
    const NAME(windows) at = NAME(place_windows)(o);
    const long positions = w->channels * w->kernel_height * w->kernel_width, inner = positions + (o->has_bias ? 1 : 0);
    const long columns = o->rows * w->output_width;
    REAL *result = o->result, panel[(INNER_BLOCK + LAST_ROWS) * TILE_WIDTH];
    long offsets[INNER_BLOCK + LAST_ROWS];
    for (long row = 0; row < o->outputs && inner == 0; row++)
        memset(result + row * o->result_stride, 0, (size_t)columns * sizeof(REAL));
    for (long k = 0, depth; k < inner; k += depth) {
        depth = NAME(block_depth)(inner - k);
        const long rows = k + depth > positions ? depth - 1 : depth;
        NAME(place_positions)(w, &at, k, rows, offsets);
        for (long i = 0; i < TILE_WIDTH && rows < depth; i++)
            panel[rows * TILE_WIDTH + i] = 1;
        for (long n = 0; n < columns; n += TILE_WIDTH) {
            const long width = columns - n < TILE_WIDTH ? columns - n : TILE_WIDTH;
            NAME(pack_window_panel)(&at, n, width, offsets, rows, panel);
            NAME(multiply_unpacked)(o->outputs, depth, (const REAL *)o->weights + k, inner, 1, panel, k > 0,
                                    result + n, o->result_stride, width);
        }
    }
}
