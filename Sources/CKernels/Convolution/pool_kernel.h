#include "pool_bands.h"

// Computes max pooling of `count` neighbouring disjoint 2 × 2 windows without branches. Windows of this kind are the
// most common windows. `count` is a constant in every inlined copy. CHALLENGE(value, place) replaces `best` by the
// pixel `value` at the position `place` if `value` is greater than `best` or NaN, and `best` is not NaN.
#define CHALLENGE(value, place)                                                        \
    {                                                                                  \
        REAL challenger = value;                                                       \
        int wins = ((challenger > best) | (challenger != challenger)) & (best == best); \
        best = wins ? challenger : best;                                               \
        position = wins ? (place) : position;                                          \
    }

INLINE void NAME(max_pool_neighbours)(const long count, const REAL *restrict plane, int32_t start, int32_t width,
                                      REAL *restrict out, int32_t *restrict positions) {
    const REAL *upper = plane + start, *lower = upper + width;
    for (int32_t i = 0; i < (int32_t)count; i++) {
        REAL best = upper[2 * i];
        int32_t position = start + 2 * i;
        CHALLENGE(upper[2 * i + 1], start + 2 * i + 1)
        CHALLENGE(lower[2 * i], start + width + 2 * i)
        CHALLENGE(lower[2 * i + 1], start + width + 2 * i + 1)
        out[i] = best;
        positions[i] = position;
    }
}

#undef CHALLENGE

// BLOCKS(count) computes a row of windows in blocks of `count` windows. If the number of windows is not a multiple of
// `count`, the last block overlaps the block before it.
#define BLOCKS(count)                                                                                                 \
    for (long block = 0; block < columns; block += (count)) {                                                         \
        long i = block + (count) <= columns ? block : columns - (count);                                              \
        NAME(max_pool_neighbours)(count, plane, start + 2 * (int32_t)i, (int32_t)w->width, out + i, positions + i);  \
    }

static void NAME(max_pool_2x2)(const synann_window *w, const REAL *plane, REAL *out, int32_t *positions) {
    long columns = w->output_width;
    for (long row = 0; row < w->output_height; row++, out += columns, positions += columns) {
        int32_t start = (int32_t)(2 * row * w->width);
        if (columns >= 8)
            BLOCKS(8)
        else if (columns >= 4)
            BLOCKS(4)
        else
            BLOCKS(1)
    }
}

#undef BLOCKS

static void NAME(max_pool_plane)(const synann_window *w, const REAL *plane, REAL *out, int32_t *positions) {
    for (long row = 0; row < w->output_height; row++)
        for (long column = 0; column < w->output_width; column++) {
            REAL best = -(REAL)__builtin_inff();
            long position = -1;
            for (long ky = 0; ky < w->kernel_height; ky++) {
                long y = row * w->stride_height - w->padding_height + ky * w->dilation_height;
                if (y < 0 || y >= w->height)
                    continue;
                for (long kx = 0; kx < w->kernel_width; kx++) {
                    long x = column * w->stride_width - w->padding_width + kx * w->dilation_width;
                    if (x < 0 || x >= w->width)
                        continue;
                    REAL value = plane[y * w->width + x];
                    if (position < 0 || value > best || (value != value && best == best)) {
                        best = value;
                        position = y * w->width + x;
                    }
                }
            }
            *out++ = best;
            *positions++ = (int32_t)position;
        }
}

// Returns whether the windows are disjoint squares of 2 × 2 pixels without padding.
INLINE int NAME(is_2x2)(const synann_window *w) {
    return w->kernel_height == 2 && w->kernel_width == 2 && w->stride_height == 2 && w->stride_width == 2
        && w->padding_height == 0 && w->padding_width == 0 && w->dilation_height == 1 && w->dilation_width == 1;
}

static void NAME(max_pool)(const synann_window *w, const REAL *image, REAL *out, int32_t *positions) {
    long outputs = w->output_height * w->output_width;
    for (long c = 0; c < w->channels; c++) {
        if (NAME(is_2x2)(w))
            NAME(max_pool_2x2)(w, image, out, positions);
        else if (NAME(fits_bands)(w))
            NAME(max_pool_bands)(w, image, out, positions);
        else
            NAME(max_pool_plane)(w, image, out, positions);
        image += w->height * w->width, out += outputs, positions += outputs;
    }
}

// The gradient of disjoint 2 × 2 windows writes each pixel once. The greatest pixel of a window receives the cotangent
// of the window, and the other pixels receive 0. A window covers two pixels of a row, so LANES windows cover two
// vectors of pixels.

#if LANE_COUNT == 2
#define TWICE(first) first, first
#elif LANE_COUNT == 4
#define TWICE(first) first, first, first + 1, first + 1
#elif LANE_COUNT == 8
#define TWICE(first) first, first, first + 1, first + 1, first + 2, first + 2, first + 3, first + 3
#else
#define TWICE(first) first, first, first + 1, first + 1, first + 2, first + 2, first + 3, first + 3, \
                     first + 4, first + 4, first + 5, first + 5, first + 6, first + 6, first + 7, first + 7
#endif

INLINE void NAME(put_chosen)(vreal g, vint position, INTEGER pixel, long count, REAL *to) {
    vint own;
    for (long lane = 0; lane < LANES; lane++)
        own[lane] = pixel + (INTEGER)lane;
    if (count > 0)
        store_some(to, choose(position == own, g, (vreal){0}), count);
}

// Writes the gradients of the pixels under `count` neighbouring windows. `count` is at most LANES. `start` is the
// position of the first pixel of the first window, and `width` is the width of the plane.
INLINE void NAME(spread_windows)(const REAL *g, const int32_t *positions, long count, long start, long width,
                                 REAL *plane) {
#ifdef IS_FLOAT
    // Positions are as wide as float, so the vector load for float reads them.
    const REAL *bits = (const REAL *)positions;
    vint position = (vint)load_some(bits, count);
#else
    typedef int32_t narrow __attribute__((vector_size(LANE_COUNT * 4)));
    narrow numbers = {0};
    memcpy(&numbers, positions, (size_t)(count >= LANES ? LANES : count) * sizeof *positions);
    vint position = __builtin_convertvector(numbers, vint);
#endif
    vreal gradient = load_some(g, count);
    vreal first = __builtin_shufflevector(gradient, gradient, TWICE(0));
    vreal second = __builtin_shufflevector(gradient, gradient, TWICE(LANE_COUNT / 2));
    vint first_position = __builtin_shufflevector(position, position, TWICE(0));
    vint second_position = __builtin_shufflevector(position, position, TWICE(LANE_COUNT / 2));
    for (long row = 0; row < 2; row++, start += width) {
        NAME(put_chosen)(first, first_position, (INTEGER)start, 2 * count, plane + start);
        NAME(put_chosen)(second, second_position, (INTEGER)start + LANES, 2 * count - LANES, plane + start + LANES);
    }
}

#undef TWICE

static void NAME(max_pool_2x2_gradient)(const synann_window *w, const REAL *g, const int32_t *positions, REAL *plane) {
    const long columns = w->output_width, width = w->width;
    for (long row = 0; row < w->output_height; row++, g += columns, positions += columns) {
        const long start = 2 * row * width;
        // If a row does not consist of whole vectors of windows, its last vector overlaps the vector before it.
        for (long block = 0; block < columns; block += LANES) {
            const long i = block + LANES <= columns || columns < LANES ? block : columns - LANES;
            if (columns >= LANES)
                NAME(spread_windows)(g + i, positions + i, LANES, start + 2 * i, width, plane);
            else
                NAME(spread_windows)(g, positions, columns, start, width, plane);
        }
        // If the width is odd, no window covers the last column.
        if (2 * columns < width)
            plane[start + 2 * columns] = plane[start + width + 2 * columns] = 0;
    }
    for (long i = 2 * w->output_height * width; i < w->height * width; i++)
        plane[i] = 0;
}

static void NAME(max_pool_gradient)(const synann_window *w, const REAL *g, const int32_t *positions, REAL *image) {
    const long outputs = w->output_height * w->output_width, pixels = w->height * w->width;
    for (long c = 0; c < w->channels; c++, image += pixels, g += outputs, positions += outputs) {
        if (NAME(is_2x2)(w)) {
            NAME(max_pool_2x2_gradient)(w, g, positions, image);
            continue;
        }
        memset(image, 0, (size_t)pixels * sizeof(REAL));
        for (long i = 0; i < outputs; i++)
            image[positions[i]] += g[i];
    }
}

#define FOR_EACH_PIXEL(statement)                                                                         \
    for (long c = 0; c < w->channels; c++, image += w->height * w->width)                                 \
        for (long row = 0; row < w->output_height; row++)                                                 \
            for (long column = 0; column < w->output_width; column++) {                                   \
                REAL window_value = WINDOW_START;                                                         \
                for (long ky = 0; ky < w->kernel_height; ky++)                                            \
                    for (long kx = 0; kx < w->kernel_width; kx++) {                                       \
                        long y = row * w->stride_height - w->padding_height + ky * w->dilation_height;    \
                        long x = column * w->stride_width - w->padding_width + kx * w->dilation_width;    \
                        if (y >= 0 && y < w->height && x >= 0 && x < w->width)                            \
                            statement;                                                                    \
                    }                                                                                     \
                WINDOW_END;                                                                               \
            }

static void NAME(average_pool)(const synann_window *w, const REAL *image, REAL *out) {
    REAL scale = 1 / (REAL)(w->kernel_height * w->kernel_width);
#define WINDOW_START 0
#define WINDOW_END *out++ = window_value * scale
    FOR_EACH_PIXEL(window_value += image[y * w->width + x])
#undef WINDOW_START
#undef WINDOW_END
}

static void NAME(average_pool_gradient)(const synann_window *w, const REAL *g, REAL *image) {
    REAL scale = 1 / (REAL)(w->kernel_height * w->kernel_width);
#define WINDOW_START *g++ * scale
#define WINDOW_END
    FOR_EACH_PIXEL(image[y * w->width + x] += window_value)
#undef WINDOW_START
#undef WINDOW_END
}

#undef FOR_EACH_PIXEL
