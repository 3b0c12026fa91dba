// The windows of a row of windows have the same rows of pixels. The kernels first combine these rows by vectors, column
// by column, and then the columns of each window.

// The parts of the workspace.
typedef struct {
    REAL *row;
    INTEGER *rows;
    /// The range of columns of each window.
    long *starts, *ends;
} NAME(adaptive_parts);

INLINE NAME(adaptive_parts) NAME(adaptive_parts_of)(const synann_adaptive_windows *w, void *workspace) {
    NAME(adaptive_parts) parts;
    parts.starts = workspace, parts.ends = parts.starts + w->output_width;
    parts.row = (REAL *)(parts.ends + w->output_width), parts.rows = (INTEGER *)(parts.row + row_elements(w));
    for (long i = 0; i < w->output_width; i++) {
        parts.starts[i] = window_start(i, w->width, w->output_width);
        parts.ends[i] = window_end(i, w->width, w->output_width);
    }
    return parts;
}

INLINE REAL NAME(sum_of_columns)(const REAL *row, long start, long end) {
    REAL sum = 0;
    vreal sums = {0};
    for (; start + LANES <= end; start += LANES)
        sums += load(row + start);
    for (; start < end; start++)
        sum += row[start];
    for (long lane = 0; lane < LANES; lane++)
        sum += sums[lane];
    return sum;
}

static void NAME(adaptive_average_pool)(const synann_adaptive_windows *w, const REAL *images, void *workspace,
                                        REAL *out) {
    const NAME(adaptive_parts) parts = NAME(adaptive_parts_of)(w, workspace);
    for (long plane = 0; plane < w->planes; plane++, images += w->height * w->width)
        for (long i = 0; i < w->output_height; i++) {
            const long top = window_start(i, w->height, w->output_height);
            const long bottom = window_end(i, w->height, w->output_height);
            FOR_EACH_VECTOR(x, length, w->width, {
                vreal sum = load_some(images + top * w->width + x, length);
                for (long y = top + 1; y < bottom; y++)
                    sum += load_some(images + y * w->width + x, length);
                store(parts.row + x, sum);
            })
            for (long j = 0; j < w->output_width; j++) {
                const long start = parts.starts[j], end = parts.ends[j];
                REAL sum = 0;
                if (end - start < LANES)
                    for (long x = start; x < end; x++)
                        sum += parts.row[x];
                else
                    sum = NAME(sum_of_columns)(parts.row, start, end);
                *out++ = sum / (REAL)((bottom - top) * (end - start));
            }
        }
}

static void NAME(adaptive_average_pool_gradient)(const synann_adaptive_windows *w, const REAL *g, void *workspace,
                                                 REAL *images) {
    const NAME(adaptive_parts) parts = NAME(adaptive_parts_of)(w, workspace);
    for (long plane = 0; plane < w->planes; plane++, images += w->height * w->width) {
        // The rows before `done` already contain the gradients of other windows.
        long done = 0;
        for (long i = 0; i < w->output_height; i++, g += w->output_width) {
            const long top = window_start(i, w->height, w->output_height);
            const long bottom = window_end(i, w->height, w->output_height);
            long written = 0;
            for (long j = 0; j < w->output_width; j++) {
                const REAL share = g[j] / (REAL)((bottom - top) * (parts.ends[j] - parts.starts[j]));
                for (long x = parts.starts[j]; x < parts.ends[j]; x++)
                    parts.row[x] = x < written ? parts.row[x] + share : share;
                written = parts.ends[j];
            }
            for (long y = top; y < bottom; y++) {
                REAL *to = images + y * w->width;
                const int adds = y < done;
                FOR_EACH_VECTOR(x, length, w->width, {
                    const vreal share = load(parts.row + x);
                    store_some(to + x, adds ? load_some(to + x, length) + share : share, length);
                })
            }
            done = bottom;
        }
    }
}

static void NAME(adaptive_max_pool)(const synann_adaptive_windows *w, const REAL *images, void *workspace, REAL *out,
                                    int32_t *positions) {
    const NAME(adaptive_parts) parts = NAME(adaptive_parts_of)(w, workspace);
    for (long plane = 0; plane < w->planes; plane++, images += w->height * w->width)
        for (long i = 0; i < w->output_height; i++) {
            const long top = window_start(i, w->height, w->output_height);
            const long bottom = window_end(i, w->height, w->output_height);
            // The greatest pixel of each column and its row. NaN wins over numbers, and the first row wins among
            // equals.
            FOR_EACH_VECTOR(x, length, w->width, {
                vreal best = load_some(images + top * w->width + x, length);
                vint row = (vint){0} + (INTEGER)top;
                for (long y = top + 1; y < bottom; y++) {
                    const vreal pixel = load_some(images + y * w->width + x, length);
                    const vint wins = (vint)((vint)(pixel > best) | (vint)(pixel != pixel)) & (vint)(best == best);
                    best = choose(wins, pixel, best);
                    row = (vint)choose(wins, (vreal)((vint){0} + (INTEGER)y), (vreal)row);
                }
                store(parts.row + x, best);
                memcpy(parts.rows + x, &row, sizeof row);
            })
            for (long j = 0; j < w->output_width; j++) {
                REAL best = parts.row[parts.starts[j]];
                long column = parts.starts[j];
                for (long x = column + 1; x < parts.ends[j]; x++) {
                    const REAL pixel = parts.row[x];
                    // Among equals, and among several NaN, the pixel in the earlier row wins.
                    const int same = pixel == best || (pixel != pixel && best != best);
                    const int greater = pixel > best || (pixel != pixel && best == best);
                    if (greater || (same && parts.rows[x] < parts.rows[column]))
                        best = pixel, column = x;
                }
                *out++ = best;
                *positions++ = (int32_t)(parts.rows[column] * w->width + column);
            }
        }
}

static void NAME(adaptive_max_pool_gradient)(const synann_adaptive_windows *w, const REAL *g, const int32_t *positions,
                                             REAL *images) {
    const long outputs = w->output_height * w->output_width, pixels = w->height * w->width;
    for (long plane = 0; plane < w->planes; plane++, images += pixels, g += outputs, positions += outputs) {
        memset(images, 0, (size_t)pixels * sizeof(REAL));
        for (long i = 0; i < outputs; i++)
            images[positions[i]] += g[i];
    }
}
