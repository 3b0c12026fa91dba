// Max pooling of any windows whose rows of pixels fit in a padded plane. The lanes of a vector are neighbouring windows,
// and the padding is −∞.
//
// There is no include guard, as in vector.h.

#include "window_planes.h"

// The greatest number of elements of a padded plane, which fits in the first-level cache.
#undef BAND_ELEMENTS
#define BAND_ELEMENTS 4096

INLINE void NAME(store_positions)(int32_t *to, vint position, long count) {
    typedef int32_t narrow __attribute__((vector_size(LANE_COUNT * 4)));
    narrow numbers = __builtin_convertvector(position, narrow);
    memcpy(to, &numbers, (size_t)count * sizeof *to);
}

// Returns the columns of the first pixels of LANES windows inside the image. `x` contains the columns of the first
// pixels, which may be in the padding at the left.
INLINE vint NAME(first_columns)(vint x, long dilation) {
    for (long lane = 0; lane < LANES; lane++)
        while (x[lane] < 0)
            x[lane] += (INTEGER)dilation;
    return x;
}

// Computes the windows column ..< column + count of a row of windows; count is at most LANES. `y` is the row of the
// image under the first pixels, `first_y` the first row of the windows inside the image, and `lines` the same row as y
// in the padded plane.
INLINE void NAME(max_pool_vector)(const synann_window *w, const NAME(padded_plane) *p, const REAL *lines, long y,
                                  long first_y, long column, long count, REAL *out, int32_t *positions) {
    vint x;
    for (long lane = 0; lane < LANES; lane++)
        x[lane] = (INTEGER)((column + lane) * w->stride_width - w->padding_width);
    // If no pixel is greater than −∞, the first pixel inside the image is the greatest pixel.
    vreal best = broadcast(-(REAL)__builtin_inff());
    vint position = (column * w->stride_width < w->padding_width ? NAME(first_columns)(x, w->dilation_width) : x)
        + (INTEGER)(first_y * w->width);
    for (long ky = 0; ky < w->kernel_height; ky++, lines += w->dilation_height * p->width, y += w->dilation_height)
        for (long kx = 0; kx < w->kernel_width; kx++) {
            const vreal value = load(lines + NAME(place)(w, kx, p->phase) + column);
            const vint wins = (vint)(value > best) | ((vint)(value != value) & (vint)(best == best));
            best = choose(wins, value, best);
            const vint place = x + (INTEGER)(y * w->width + kx * w->dilation_width);
            position = (place & wins) | (position & ~wins);
        }
    store_some(out, best, count);
    NAME(store_positions)(positions, position, count);
}

// Computes the rows first ..< first + rows of windows of a plane. `band` has BAND_ELEMENTS + LANES elements.
INLINE void NAME(max_pool_band)(const synann_window *w, const REAL *plane, long first, long rows, REAL *band, REAL *out,
                                int32_t *positions) {
    const NAME(padded_plane) p = NAME(padded)(w, first, rows);
    for (long i = 0; i < p.height * p.width; i++)
        band[i] = -(REAL)__builtin_inff();
    NAME(fill_padded)(w, &p, plane, band);
    const long columns = w->output_width;
    for (long row = 0; row < rows; row++) {
        const long y = (first + row) * w->stride_height - w->padding_height;
        const long skipped = y < 0 ? (w->dilation_height - 1 - y) / w->dilation_height : 0;
        const REAL *lines = band + row * w->stride_height * p.width;
        for (long i = 0; i < columns; i += LANES) {
            const long at = row * columns + i;
            if (columns - i >= LANES)
                NAME(max_pool_vector)(w, &p, lines, y, y + skipped * w->dilation_height, i, LANES, out + at,
                                      positions + at);
            else
                NAME(max_pool_vector)(w, &p, lines, y, y + skipped * w->dilation_height, i, columns - i, out + at,
                                      positions + at);
        }
    }
}

static void NAME(max_pool_bands)(const synann_window *w, const REAL *plane, REAL *out, int32_t *positions) {
    REAL band[BAND_ELEMENTS + LANES];
    long rows = w->output_height;
    NAME(padded_plane) p = NAME(padded)(w, 0, rows);
    if (p.height * p.width > BAND_ELEMENTS)
        rows = (BAND_ELEMENTS / p.width - NAME(padded)(w, 0, 1).height) / w->stride_height + 1;
    for (long first = 0; first < w->output_height; first += rows) {
        const long count = w->output_height - first < rows ? w->output_height - first : rows;
        NAME(max_pool_band)(w, plane, first, count, band, out + first * w->output_width,
                            positions + first * w->output_width);
    }
}

// Returns whether the rows under a row of windows fit in a padded plane, and every window has a pixel of the image.
INLINE int NAME(fits_bands)(const synann_window *w) {
    const NAME(padded_plane) p = NAME(padded)(w, 0, 1);
    return p.height * p.width <= BAND_ELEMENTS && w->dilation_height <= w->height && w->dilation_width <= w->width
        && w->padding_height <= (w->kernel_height - 1) * w->dilation_height
        && w->padding_width <= (w->kernel_width - 1) * w->dilation_width;
}
