// Rows of the planes of images: copies of rows, and padded planes, from which windows are read without branches.
//
// There is no include guard, as in vector.h.

#include "../Vector/vector_interleave.h"

// Copies a row of `count` elements. Rows of windows are short (8 to 32 pixels), so a call of memcpy would cost more
// than the copy. If a row does not consist of whole vectors, its last vector overlaps the vector before it.
INLINE void NAME(copy_row)(const REAL *from, REAL *to, long count) {
    typedef REAL half __attribute__((vector_size(VECTOR_BYTES / 2)));
    if (count >= LANES) {
        long i = 0;
        for (; i + LANES <= count; i += LANES)
            store(to + i, load(from + i));
        if (i < count)
            store(to + count - LANES, load(from + count - LANES));
    } else if (count >= LANES / 2) {
        half first, last;
        memcpy(&first, from, sizeof first);
        memcpy(&last, from + count - LANES / 2, sizeof last);
        memcpy(to, &first, sizeof first);
        memcpy(to + count - LANES / 2, &last, sizeof last);
    } else {
        for (long i = 0; i < count; i++)
            to[i] = from[i];
    }
}

INLINE void NAME(add_row)(const REAL *from, REAL *to, long count) {
    for (long i = 0; i < count; i++)
        to[i] += from[i];
}

// Copies all rows of windows of a plane for one position (ky, kx), or adds them if `sum` is not 0. No window may extend
// beyond the plane. The function selects a loop by the width of a row once, so the loop over rows has no branch. A row
// is moved as two vectors, a head and a tail, which may overlap. The code reads both vectors before it writes them, so
// that the overlap is not added twice.
#define END_OF_ROW(type, sum, place)                                                                 \
    type place;                                                                                      \
    memcpy(&place, from + place##_start, sizeof place);                                              \
    if (sum) {                                                                                       \
        type old;                                                                                    \
        memcpy(&old, to + place##_start, sizeof old);                                                \
        place += old;                                                                                \
    }
#define ROWS(type, count, sum)                                                                       \
    for (long row = 0; row < rows; row++, from += from_stride, to += to_stride) {                    \
        const long head_start = 0, tail_start = width - (count);                                     \
        END_OF_ROW(type, sum, head)                                                                  \
        END_OF_ROW(type, sum, tail)                                                                  \
        memcpy(to + head_start, &head, sizeof head);                                                 \
        memcpy(to + tail_start, &tail, sizeof tail);                                                 \
    }
#define WHOLE_ROWS(type, sum)                                                                        \
    for (long row = 0; row < rows; row++, from += from_stride, to += to_stride) {                    \
        const long head_start = 0;                                                                   \
        END_OF_ROW(type, sum, head)                                                                  \
        memcpy(to, &head, sizeof head);                                                              \
    }

INLINE void NAME(move_rows)(const int sum, const REAL *from, long from_stride, REAL *to, long to_stride, long width,
                            long rows) {
    typedef REAL half __attribute__((vector_size(VECTOR_BYTES / 2)));
    typedef REAL four __attribute__((vector_size(4 * sizeof(REAL))));
    if (width == LANES / 2) {
        WHOLE_ROWS(half, sum)
    } else if (width >= LANES && width <= 2 * LANES) {
        ROWS(vreal, LANES, sum)
    } else if (width >= LANES / 2 && width < LANES) {
        ROWS(half, LANES / 2, sum)
    } else if (width >= 4 && width <= 8) {
        ROWS(four, 4, sum)
    } else {
        for (long row = 0; row < rows; row++, from += from_stride, to += to_stride)
            sum ? NAME(add_row)(from, to, width) : NAME(copy_row)(from, to, width);
    }
}

#undef WHOLE_ROWS
#undef ROWS
#undef END_OF_ROW

// A padded plane consists of the rows of an image that some rows of windows read, together with the padding. No window
// extends beyond it.
//
// A row of a padded plane has one part for each phase of the stride along rows: the pixels x with x mod stride = 0,
// then those with x mod stride = 1, and so on. Therefore neighbouring windows read neighbouring elements at any stride.

typedef struct {
    /// The length of a phase, and of a row.
    long phase, width;
    /// The number of rows, and the padding at the left of a row.
    long height, left;
    /// The rows first ..< end of the padded plane are inside the image. `line` is the row of the image at `first`.
    long first, end, line;
} NAME(padded_plane);

// Returns the layout of the padded plane for the rows first_row ..< first_row + rows of windows.
INLINE NAME(padded_plane) NAME(padded)(const synann_window *w, long first_row, long rows) {
    const long top = first_row * w->stride_height - w->padding_height;
    const long height = (rows - 1) * w->stride_height + (w->kernel_height - 1) * w->dilation_height + 1;
    const long phase = (w->width + 2 * w->padding_width + w->stride_width - 1) / w->stride_width;
    const long line = top > 0 ? top : 0, bottom = top + height < w->height ? top + height : w->height;
    NAME(padded_plane) p = {phase, phase * w->stride_width, height, w->padding_width, 0, 0, 0};
    if (line < bottom)
        p.first = line - top, p.end = bottom - top, p.line = line;
    return p;
}

// Copies the rows of an image that a padded plane contains to the plane, or back if `returns` is not 0. `lines` points
// to the first of these rows of the image, and `inside` to the first row of the padded plane inside the image.
INLINE void NAME(move_phases)(const int returns, const synann_window *w, const NAME(padded_plane) *p, REAL *lines,
                              REAL *inside) {
    const long stride = w->stride_width, width = w->width, pairs = stride == 2 && width / 2 >= LANES ? width / 2 : 0;
    for (long row = p->first; row < p->end; row++, lines += width, inside += p->width) {
        // The pixels 0 and 1 of the row begin the rows of the even and of the odd pixels.
        REAL *even = inside + p->left % stride * p->phase + p->left / stride;
        REAL *odd = inside + (p->left + 1) % stride * p->phase + (p->left + 1) / stride;
        for (long block = 0; block < pairs; block += LANES) {
            const long i = block + LANES <= pairs ? block : pairs - LANES;
            if (returns) {
                NAME(store_alternating)(lines + 2 * i, load(even + i), load(odd + i));
            } else {
                const vreal first = load(lines + 2 * i), second = load(lines + 2 * i + LANES);
                store(even + i, NAME(even_lanes)(first, second));
                store(odd + i, NAME(odd_lanes)(first, second));
            }
        }
        for (long x = 2 * pairs, place = p->left + 2 * pairs; x < width; x++, place++) {
            REAL *pixel = inside + place % stride * p->phase + place / stride;
            if (returns)
                lines[x] = *pixel;
            else
                *pixel = lines[x];
        }
    }
}

// Returns the place in a row of the pixel of the first window under the column kx of a window.
INLINE long NAME(place)(const synann_window *w, long kx, long phase) {
    const long x = kx * w->dilation_width;
    return w->stride_width == 1 ? x : x % w->stride_width * phase + x / w->stride_width;
}

// Copies the rows of an image plane that a padded plane contains to the padded plane. The padding is not written.
INLINE void NAME(fill_padded)(const synann_window *w, const NAME(padded_plane) *p, const REAL *plane, REAL *padded) {
    const REAL *lines = plane + p->line * w->width;
    REAL *inside = padded + p->first * p->width;
    if (w->stride_width == 1)
        NAME(move_rows)(0, lines, w->width, inside + p->left, p->width, w->width, p->end - p->first);
    else
        NAME(move_phases)(0, w, p, (REAL *)lines, inside);
}
