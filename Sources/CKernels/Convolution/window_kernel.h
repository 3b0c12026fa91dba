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

// Writes the range first ..< end of the windows that read a pixel inside the image row. Window i of a row of `windows`
// windows reads pixel shift + i · stride of the image row, which has the pixels 0 ..< length.
INLINE void NAME(valid_range)(long shift, long stride, long length, long windows, long *first, long *end) {
    long low = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
    long high = length - shift <= 0 ? 0 : (length - shift - 1) / stride + 1;
    *first = low < windows ? low : windows;
    *end = high < windows ? high : windows;
    if (*end < *first)
        *end = *first;
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

// The greatest number of elements of a padded plane, which is a plane of an image together with its padding. No window
// extends beyond a padded plane. A padded plane with at most PLANE_ELEMENTS elements fits in the first-level cache, and
// the code uses it if it fits.
//
// A row of a padded plane has one part for each phase of the stride along rows: the pixels x with x mod stride = 0,
// then those with x mod stride = 1, and so on. Therefore neighbouring windows read neighbouring elements at any stride.
#undef PLANE_ELEMENTS
#define PLANE_ELEMENTS 4096

typedef struct {
    /// The length of a phase, and of a row.
    long phase, width;
    long left, first, end;
} NAME(padded_plane);

// Returns the layout of the padded plane. The rows first ..< end of the padded plane are inside the image, and `rows`
// rows of windows cover them.
INLINE NAME(padded_plane) NAME(padded)(const synann_window *w, long first_row, long rows) {
    long top = first_row * w->stride_height;
    long bottom = top + (rows - 1) * w->stride_height + (w->kernel_height - 1) * w->dilation_height + 1;
    long first = top > w->padding_height ? top : w->padding_height;
    long end = bottom < w->padding_height + w->height ? bottom : w->padding_height + w->height;
    long phase = (w->width + 2 * w->padding_width + w->stride_width - 1) / w->stride_width;
    return (NAME(padded_plane)){phase, phase * w->stride_width, w->padding_width, first, end};
}

// Returns the number of elements of the padded plane.
INLINE long NAME(padded_elements)(const synann_window *w) {
    return (w->height + 2 * w->padding_height) * NAME(padded)(w, 0, 1).width;
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

// Returns whether no window extends beyond the right edge of rows that are `padding` pixels longer on each side. The
// windows of a part of a row may have a negative padding, or need less padding on the left than on the right.
INLINE int NAME(is_within_rows)(const synann_window *w, long padding) {
    return padding >= 0
        && (w->output_width - 1) * w->stride_width + (w->kernel_width - 1) * w->dilation_width < w->width + 2 * padding;
}

INLINE int NAME(fits_padded)(const synann_window *w) {
    return NAME(is_within_rows)(w, w->padding_width) && NAME(padded_elements)(w) <= PLANE_ELEMENTS;
}

// Returns the place in a row of the pixel of the first window under the column kx of a window.
INLINE long NAME(place)(const synann_window *w, long kx, long phase) {
    const long x = kx * w->dilation_width;
    return w->stride_width == 1 ? x : x % w->stride_width * phase + x / w->stride_width;
}

INLINE int NAME(has_contiguous_rows)(const synann_window *w) {
    return w->padding_height == 0 && w->padding_width == 0 && w->stride_width == 1
        && NAME(is_within_rows)(w, 0);
}

// Writes the part of `columns` that belongs to a channel, from a plane with `width` elements in each row and `phase`
// elements in each phase of a row, and returns the address after this part. No window may extend beyond the plane.
INLINE REAL *NAME(plane_to_columns)(const synann_window *w, const REAL *plane, long width, long phase, long first_row,
                                    long rows, REAL *columns) {
    for (long ky = 0; ky < w->kernel_height; ky++)
        for (long kx = 0; kx < w->kernel_width; kx++, columns += rows * w->output_width) {
            long y = first_row * w->stride_height + ky * w->dilation_height;
            NAME(move_rows)(0, plane + y * width + NAME(place)(w, kx, phase), w->stride_height * width, columns,
                            w->output_width, w->output_width, rows);
        }
    return columns;
}

// Computes the transpose of plane_to_columns: adds the part of `columns` that belongs to a channel to the plane.
// Returns the address after this part.
INLINE const REAL *NAME(columns_to_plane)(const synann_window *w, const REAL *columns, long first_row, long rows,
                                          REAL *plane, long width, long phase) {
    for (long ky = 0; ky < w->kernel_height; ky++)
        for (long kx = 0; kx < w->kernel_width; kx++, columns += rows * w->output_width) {
            long y = first_row * w->stride_height + ky * w->dilation_height;
            NAME(move_rows)(1, columns, w->output_width, plane + y * width + NAME(place)(w, kx, phase),
                            w->stride_height * width, w->output_width, rows);
        }
    return columns;
}

// Writes the part of `columns` that belongs to a channel, for any stride, padding and size of the plane. Returns the
// address after this part.
INLINE REAL *NAME(any_plane_to_columns)(const synann_window *w, const REAL *plane, long first_row, long rows,
                                        REAL *columns) {
    for (long ky = 0; ky < w->kernel_height; ky++)
        for (long kx = 0; kx < w->kernel_width; kx++) {
            long x_shift = kx * w->dilation_width - w->padding_width, first, end;
            NAME(valid_range)(x_shift, w->stride_width, w->width, w->output_width, &first, &end);
            for (long row = 0; row < rows; row++, columns += w->output_width) {
                long y = (first_row + row) * w->stride_height - w->padding_height + ky * w->dilation_height;
                if (y < 0 || y >= w->height) {
                    for (long i = 0; i < w->output_width; i++)
                        columns[i] = 0;
                    continue;
                }
                const REAL *line = plane + y * w->width + x_shift;
                for (long i = 0; i < first; i++)
                    columns[i] = 0;
                if (w->stride_width == 1)
                    NAME(copy_row)(line + first, columns + first, end - first);
                else
                    for (long i = first; i < end; i++)
                        columns[i] = line[i * w->stride_width];
                for (long i = end; i < w->output_width; i++)
                    columns[i] = 0;
            }
        }
    return columns;
}

// Computes the transpose of any_plane_to_columns: adds the part of `columns` that belongs to a channel to the plane.
// Returns the address after this part.
INLINE const REAL *NAME(columns_to_any_plane)(const synann_window *w, const REAL *columns, long first_row, long rows,
                                              REAL *plane) {
    for (long ky = 0; ky < w->kernel_height; ky++)
        for (long kx = 0; kx < w->kernel_width; kx++) {
            long x_shift = kx * w->dilation_width - w->padding_width, first, end;
            NAME(valid_range)(x_shift, w->stride_width, w->width, w->output_width, &first, &end);
            for (long row = 0; row < rows; row++, columns += w->output_width) {
                long y = (first_row + row) * w->stride_height - w->padding_height + ky * w->dilation_height;
                if (y < 0 || y >= w->height)
                    continue;
                REAL *line = plane + y * w->width + x_shift;
                if (w->stride_width == 1)
                    NAME(add_row)(columns + first, line + first, end - first);
                else
                    for (long i = first; i < end; i++)
                        line[i * w->stride_width] += columns[i];
            }
        }
    return columns;
}

static void NAME(image_to_columns)(const synann_window *w, const REAL *image, long first_row, long rows,
                                   REAL *columns) {
    REAL padded[PLANE_ELEMENTS];
    NAME(padded_plane) p = NAME(padded)(w, first_row, rows);
    int has_contiguous_rows = NAME(has_contiguous_rows)(w), is_padded = !has_contiguous_rows && NAME(fits_padded)(w);
    if (is_padded)
        memset(padded, 0, (size_t)NAME(padded_elements)(w) * sizeof(REAL));
    for (long c = 0; c < w->channels; c++, image += w->height * w->width) {
        if (has_contiguous_rows) {
            columns = NAME(plane_to_columns)(w, image, w->width, w->width, first_row, rows, columns);
        } else if (is_padded) {
            const REAL *lines = image + (p.first - w->padding_height) * w->width;
            if (w->stride_width == 1)
                NAME(move_rows)(0, lines, w->width, padded + p.first * p.width + p.left, p.width, w->width,
                                p.end - p.first);
            else
                NAME(move_phases)(0, w, &p, (REAL *)lines, padded + p.first * p.width);
            columns = NAME(plane_to_columns)(w, padded, p.width, p.phase, first_row, rows, columns);
        } else {
            columns = NAME(any_plane_to_columns)(w, image, first_row, rows, columns);
        }
    }
}

static void NAME(columns_to_image)(const synann_window *w, const REAL *columns, long first_row, long rows,
                                   REAL *image) {
    // Sums in the padding accumulate over the channels, but nothing reads them.
    REAL padded[PLANE_ELEMENTS];
    NAME(padded_plane) p = NAME(padded)(w, first_row, rows);
    int has_contiguous_rows = NAME(has_contiguous_rows)(w), is_padded = !has_contiguous_rows && NAME(fits_padded)(w);
    if (is_padded)
        memset(padded, 0, (size_t)NAME(padded_elements)(w) * sizeof(REAL));
    for (long c = 0; c < w->channels; c++, image += w->height * w->width) {
        if (has_contiguous_rows) {
            columns = NAME(columns_to_plane)(w, columns, first_row, rows, image, w->width, w->width);
        } else if (is_padded) {
            REAL *inside = padded + p.first * p.width, *lines = image + (p.first - w->padding_height) * w->width;
            if (w->stride_width == 1) {
                NAME(move_rows)(0, lines, w->width, inside + p.left, p.width, w->width, p.end - p.first);
                columns = NAME(columns_to_plane)(w, columns, first_row, rows, padded, p.width, p.phase);
                NAME(move_rows)(0, inside + p.left, p.width, lines, w->width, w->width, p.end - p.first);
            } else {
                NAME(move_phases)(0, w, &p, lines, inside);
                columns = NAME(columns_to_plane)(w, columns, first_row, rows, padded, p.width, p.phase);
                NAME(move_phases)(1, w, &p, lines, inside);
            }
        } else {
            columns = NAME(columns_to_any_plane)(w, columns, first_row, rows, image);
        }
    }
}
