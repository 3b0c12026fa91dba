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

static void NAME(image_to_columns)(const synann_window *w, const REAL *image, long first_row, long rows, REAL *columns) {
    for (long c = 0; c < w->channels; c++, image += w->height * w->width)
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

static void NAME(columns_to_image)(const synann_window *w, const REAL *columns, long first_row, long rows, REAL *image) {
    for (long c = 0; c < w->channels; c++, image += w->height * w->width)
        for (long ky = 0; ky < w->kernel_height; ky++)
            for (long kx = 0; kx < w->kernel_width; kx++) {
                long x_shift = kx * w->dilation_width - w->padding_width, first, end;
                NAME(valid_range)(x_shift, w->stride_width, w->width, w->output_width, &first, &end);
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
static void NAME(max_pool_2x2)(const synann_window *w, const REAL *plane, REAL *out, int32_t *positions) {
    for (long row = 0; row < w->output_height; row++)
        for (long column = 0; column < w->output_width; column++) {
            int32_t position = (int32_t)(2 * row * w->width + 2 * column);
            const REAL *corner = plane + position;
            REAL best = corner[0];
            int32_t offset = 0;
            REAL candidates[3] = {corner[1], corner[w->width], corner[w->width + 1]};
            int32_t offsets[3] = {1, (int32_t)w->width, (int32_t)w->width + 1};
            for (int i = 0; i < 3; i++) {
                int wins = (candidates[i] > best || candidates[i] != candidates[i]) && best == best;
                best = wins ? candidates[i] : best;
                offset = wins ? offsets[i] : offset;
            }
            *out++ = best;
            *positions++ = position + offset;
        }
}

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
