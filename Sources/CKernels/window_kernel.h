// Rows of windows are short (8 to 32 pixels): a call of memcpy would cost more than the copy. A row that is not a
// whole number of vectors ends with a vector that overlaps the one before.
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
    typedef REAL half __attribute__((vector_size(VECTOR_BYTES / 2)));
    long i = 0;
    for (; i + LANES <= count; i += LANES)
        store(to + i, load(to + i) + load(from + i));
    if (i + LANES / 2 <= count) {
        half a, b;
        memcpy(&a, from + i, sizeof a);
        memcpy(&b, to + i, sizeof b);
        b += a;
        memcpy(to + i, &b, sizeof b);
        i += LANES / 2;
    }
    for (; i < count; i++)
        to[i] += from[i];
}

// The windows first ..< end of a row whose pixel at offset `shift` lies within the image.
INLINE void NAME(valid_range)(long shift, long stride, long length, long windows, long *first, long *end) {
    long low = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
    long high = length - shift <= 0 ? 0 : (length - shift - 1) / stride + 1;
    *first = low < windows ? low : windows;
    *end = high < windows ? high : windows;
    if (*end < *first)
        *end = *first;
}

// All rows of windows of a plane for one position of the window, where none reaches beyond the image: the width of a
// row decides once how it is copied, and the loop over rows is left without a branch.
#define COPY_ROWS(type, first, last)                                                                 \
    for (long row = 0; row < rows; row++, from += from_stride, to += width) {                        \
        type head, tail;                                                                             \
        memcpy(&head, from + (first), sizeof head);                                                  \
        memcpy(&tail, from + (last), sizeof tail);                                                   \
        memcpy(to + (first), &head, sizeof head);                                                    \
        memcpy(to + (last), &tail, sizeof tail);                                                     \
    }

INLINE void NAME(copy_rows)(const REAL *from, long from_stride, REAL *to, long width, long rows) {
    typedef REAL half __attribute__((vector_size(VECTOR_BYTES / 2)));
    if (width == LANES / 2) {
        for (long row = 0; row < rows; row++, from += from_stride, to += LANES / 2)
            memcpy(to, from, sizeof(half));
    } else if (width > LANES / 2 && width <= LANES) {
        COPY_ROWS(half, 0, width - LANES / 2)
    } else if (width > LANES && width <= 2 * LANES) {
        COPY_ROWS(vreal, 0, width - LANES)
    } else {
        for (long row = 0; row < rows; row++, from += from_stride, to += width)
            NAME(copy_row)(from, to, width);
    }
}

#undef COPY_ROWS

static void NAME(image_to_columns)(const synann_window *w, const REAL *image, long first_row, long rows, REAL *columns) {
    int is_plain = w->padding_height == 0 && w->padding_width == 0 && w->stride_width == 1;
    for (long c = 0; c < w->channels; c++, image += w->height * w->width)
        for (long ky = 0; ky < w->kernel_height; ky++)
            for (long kx = 0; kx < w->kernel_width; kx++) {
                long x_shift = kx * w->dilation_width - w->padding_width, first, end;
                NAME(valid_range)(x_shift, w->stride_width, w->width, w->output_width, &first, &end);
                if (is_plain) {
                    const REAL *corner = image + (first_row * w->stride_height + ky * w->dilation_height) * w->width;
                    NAME(copy_rows)(corner + x_shift, w->stride_height * w->width, columns, w->output_width, rows);
                    columns += rows * w->output_width;
                    continue;
                }
                for (long row = 0; row < rows; row++, columns += w->output_width) {
                    long y = (first_row + row) * w->stride_height - w->padding_height + ky * w->dilation_height;
                    if (y < 0 || y >= w->height) {
                        for (long i = 0; i < w->output_width; i++)
                            columns[i] = 0;
                        continue;
                    }
                    const REAL *line = image + y * w->width + x_shift;
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
}

// The transpose of copy_rows.
INLINE void NAME(add_rows)(const REAL *from, REAL *to, long to_stride, long width, long rows) {
    typedef REAL half __attribute__((vector_size(VECTOR_BYTES / 2)));
    if (width == LANES / 2) {
        for (long row = 0; row < rows; row++, from += LANES / 2, to += to_stride) {
            half a, b;
            memcpy(&a, from, sizeof a);
            memcpy(&b, to, sizeof b);
            b += a;
            memcpy(to, &b, sizeof b);
        }
    } else {
        for (long row = 0; row < rows; row++, from += width, to += to_stride)
            NAME(add_row)(from, to, width);
    }
}

static void NAME(columns_to_image)(const synann_window *w, const REAL *columns, long first_row, long rows, REAL *image) {
    int is_plain = w->padding_height == 0 && w->padding_width == 0 && w->stride_width == 1;
    for (long c = 0; c < w->channels; c++, image += w->height * w->width)
        for (long ky = 0; ky < w->kernel_height; ky++)
            for (long kx = 0; kx < w->kernel_width; kx++) {
                long x_shift = kx * w->dilation_width - w->padding_width, first, end;
                NAME(valid_range)(x_shift, w->stride_width, w->width, w->output_width, &first, &end);
                if (is_plain) {
                    REAL *corner = image + (first_row * w->stride_height + ky * w->dilation_height) * w->width;
                    NAME(add_rows)(columns, corner + x_shift, w->stride_height * w->width, w->output_width, rows);
                    columns += rows * w->output_width;
                    continue;
                }
                for (long row = 0; row < rows; row++, columns += w->output_width) {
                    long y = (first_row + row) * w->stride_height - w->padding_height + ky * w->dilation_height;
                    if (y < 0 || y >= w->height)
                        continue;
                    REAL *line = image + y * w->width + x_shift;
                    if (w->stride_width == 1)
                        NAME(add_row)(columns + first, line + first, end - first);
                    else
                        for (long i = first; i < end; i++)
                            line[i * w->stride_width] += columns[i];
                }
            }
}

// The common case of disjoint 2 × 2 windows, without branches.
#define CHALLENGE(value, place)                                                        \
    {                                                                                  \
        REAL challenger = value;                                                       \
        int wins = ((challenger > best) | (challenger != challenger)) & (best == best); \
        best = wins ? challenger : best;                                               \
        position = wins ? (place) : position;                                          \
    }

static void NAME(max_pool_2x2)(const synann_window *w, const REAL *restrict plane, REAL *restrict out,
                               int32_t *restrict positions) {
    for (long row = 0; row < w->output_height; row++, out += w->output_width, positions += w->output_width) {
        int32_t start = (int32_t)(2 * row * w->width), below = start + (int32_t)w->width;
        for (int32_t column = 0; column < (int32_t)w->output_width; column++) {
            REAL best = plane[start + 2 * column];
            int32_t position = start + 2 * column;
            CHALLENGE(plane[start + 2 * column + 1], start + 2 * column + 1)
            CHALLENGE(plane[below + 2 * column], below + 2 * column)
            CHALLENGE(plane[below + 2 * column + 1], below + 2 * column + 1)
            out[column] = best;
            positions[column] = position;
        }
    }
}

#undef CHALLENGE

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

static void NAME(max_pool)(const synann_window *w, const REAL *image, REAL *out, int32_t *positions) {
    long outputs = w->output_height * w->output_width;
    int is_plain = w->kernel_height == 2 && w->kernel_width == 2 && w->stride_height == 2 && w->stride_width == 2
        && w->padding_height == 0 && w->padding_width == 0 && w->dilation_height == 1 && w->dilation_width == 1;
    for (long c = 0; c < w->channels; c++) {
        if (is_plain)
            NAME(max_pool_2x2)(w, image, out, positions);
        else
            NAME(max_pool_plane)(w, image, out, positions);
        image += w->height * w->width, out += outputs, positions += outputs;
    }
}

static void NAME(max_pool_gradient)(const synann_window *w, const REAL *g, const int32_t *positions, REAL *image) {
    long outputs = w->output_height * w->output_width;
    for (long c = 0; c < w->channels; c++) {
        for (long i = 0; i < outputs; i++)
            image[positions[i]] += g[i];
        image += w->height * w->width, g += outputs, positions += outputs;
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
