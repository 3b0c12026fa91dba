#include "window_planes.h"

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

// Returns whether no window extends beyond the right edge of rows that are `padding` pixels longer on each side. The
// windows of a part of a row may have a negative padding, or need less padding on the left than on the right.
INLINE int NAME(is_within_rows)(const synann_window *w, long padding) {
    return padding >= 0
        && (w->output_width - 1) * w->stride_width + (w->kernel_width - 1) * w->dilation_width < w->width + 2 * padding;
}

// The greatest number of elements of a padded plane. The code uses a padded plane if it fits in the first-level cache.
#undef PLANE_ELEMENTS
#define PLANE_ELEMENTS 4096

INLINE int NAME(fits_padded)(const synann_window *w, const NAME(padded_plane) *p) {
    return NAME(is_within_rows)(w, w->padding_width) && p->height * p->width <= PLANE_ELEMENTS;
}

INLINE int NAME(has_contiguous_rows)(const synann_window *w) {
    return w->padding_height == 0 && w->padding_width == 0 && w->stride_width == 1
        && NAME(is_within_rows)(w, 0);
}

// Writes the part of `columns` that belongs to a channel, from a plane with `width` elements in each row and `phase`
// elements in each phase of a row, and returns the address after this part. No window may extend beyond the plane.
INLINE REAL *NAME(plane_to_columns)(const synann_window *w, const REAL *plane, long width, long phase, long rows,
                                    REAL *columns) {
    for (long ky = 0; ky < w->kernel_height; ky++)
        for (long kx = 0; kx < w->kernel_width; kx++, columns += rows * w->output_width) {
            long y = ky * w->dilation_height;
            NAME(move_rows)(0, plane + y * width + NAME(place)(w, kx, phase), w->stride_height * width, columns,
                            w->output_width, w->output_width, rows);
        }
    return columns;
}

// Computes the transpose of plane_to_columns: adds the part of `columns` that belongs to a channel to the plane.
// Returns the address after this part.
INLINE const REAL *NAME(columns_to_plane)(const synann_window *w, const REAL *columns, long rows, REAL *plane,
                                          long width, long phase) {
    for (long ky = 0; ky < w->kernel_height; ky++)
        for (long kx = 0; kx < w->kernel_width; kx++, columns += rows * w->output_width) {
            long y = ky * w->dilation_height;
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
    const int has_contiguous_rows = NAME(has_contiguous_rows)(w);
    const int is_padded = !has_contiguous_rows && NAME(fits_padded)(w, &p);
    if (is_padded)
        memset(padded, 0, (size_t)(p.height * p.width) * sizeof(REAL));
    for (long c = 0; c < w->channels; c++, image += w->height * w->width) {
        if (has_contiguous_rows) {
            columns = NAME(plane_to_columns)(w, image + p.line * w->width, w->width, w->width, rows, columns);
        } else if (is_padded) {
            NAME(fill_padded)(w, &p, image, padded);
            columns = NAME(plane_to_columns)(w, padded, p.width, p.phase, rows, columns);
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
    const int has_contiguous_rows = NAME(has_contiguous_rows)(w);
    const int is_padded = !has_contiguous_rows && NAME(fits_padded)(w, &p);
    if (is_padded)
        memset(padded, 0, (size_t)(p.height * p.width) * sizeof(REAL));
    for (long c = 0; c < w->channels; c++, image += w->height * w->width) {
        REAL *inside = padded + p.first * p.width, *lines = image + p.line * w->width;
        if (has_contiguous_rows) {
            columns = NAME(columns_to_plane)(w, columns, rows, lines, w->width, w->width);
        } else if (is_padded) {
            NAME(fill_padded)(w, &p, image, padded);
            columns = NAME(columns_to_plane)(w, columns, rows, padded, p.width, p.phase);
            if (w->stride_width == 1)
                NAME(move_rows)(0, inside + p.left, p.width, lines, w->width, w->width, p.end - p.first);
            else
                NAME(move_phases)(1, w, &p, lines, inside);
        } else {
            columns = NAME(columns_to_any_plane)(w, columns, first_row, rows, image);
        }
    }
}
