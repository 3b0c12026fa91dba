// The gradient of depthwise convolution with respect to the pixels.
//
// There is no include guard, as in vector.h.

// Writes the order and the pixel offsets of the taps.
//
// A pixel s · q + phase of the padded plane gets weight k of the window i = q − (k · d − phase) / s, for every k whose
// distance k · d has the phase of the pixel.
INLINE void NAME(write_phases)(const synann_window *w, const band_layout *layout, const workspace_parts *parts) {
    const long reach_y = (w->kernel_height - 1) * w->dilation_height / w->stride_height;
    const long reach_x = (w->kernel_width - 1) * w->dilation_width / w->stride_width;
    long count = 0;
    for (long phase_y = 0; phase_y < w->stride_height; phase_y++)
        for (long phase_x = 0; phase_x < w->stride_width; phase_x++) {
            for (long ky = 0; ky < w->kernel_height; ky++)
                for (long kx = 0; kx < w->kernel_width; kx++) {
                    const long y = ky * w->dilation_height - phase_y, x = kx * w->dilation_width - phase_x;
                    if (y % w->stride_height || x % w->stride_width)
                        continue;
                    parts->order[count] = ky * w->kernel_width + kx;
                    parts->pixel_offsets[count++] = (reach_y - y / w->stride_height) * layout->row_length + reach_x
                        - x / w->stride_width;
                }
            parts->phase_ends[phase_y * w->stride_width + phase_x] = count;
        }
}

INLINE long NAME(modulo)(long a, long n) {
    return (a % n + n) % n;
}

// Writes a row of pixels, or adds it if `adds` is not 0, from the rows of the phases of its padded row. The rows of the
// phases are at the distance `distance`.
INLINE void NAME(write_phases_of_row)(const synann_window *w, const REAL *rows, long distance, int adds, REAL *to) {
    const long stride = w->stride_width, padding = w->padding_width;
    const long pairs = w->width / 2;
    if (stride == 2 && !adds && pairs >= LANES) {
        const REAL *even = rows + padding % 2 * distance, *odd = rows + (1 - padding % 2) * distance;
        for (long block = 0; block < pairs; block += LANES) {
            const long i = block + LANES <= pairs ? block : pairs - LANES;
            NAME(store_alternating)(to + 2 * i, load(even + i), load(odd + i));
        }
        if (w->width % 2)
            to[2 * pairs] = even[pairs];
        return;
    }
    for (long phase = 0; phase < stride; phase++, rows += distance) {
        const REAL *row = rows;
        for (long x = NAME(modulo)(phase - padding, stride); x < w->width; x += stride, row++)
            to[x] = adds ? to[x] + *row : *row;
    }
}

// Writes the gradient with respect to the rows y = s · q + phase_y − p of an image, or adds it if `adds` is not 0. The
// band contains the cotangent for the rows first_q ..< end_q, in units of the stride s.
INLINE void NAME(pixels_of_phase)(const synann_window *w, const band_layout *layout, long phase_y, long first_q,
                                  long end_q, const workspace_parts *parts, int adds, REAL *by_plane) {
    const long stride = w->stride_width, padding = w->padding_width, distance = phase_row_length(w);
    REAL *rows = parts->rows;
    for (long q = first_q; q < end_q; q++) {
        const long y = w->stride_height * q + phase_y - w->padding_height;
        if (y < 0 || y >= w->height)
            continue;
        for (long phase_x = 0; phase_x < stride; phase_x++) {
            const long phase = phase_y * stride + phase_x, start = phase ? parts->phase_ends[phase - 1] : 0;
            const long x = NAME(modulo)(phase_x - padding, stride);
            const long count = x < w->width ? (w->width - 1 - x) / stride + 1 : 0;
            NAME(weigh)(parts->phase_ends[phase] - start,
                        (const REAL *)parts->band + (x + padding) / stride - padding / stride
                            + (q - first_q) * layout->row_length,
                        0, parts->pixel_offsets + start, (const REAL *)parts->weights + start, 0, 1, count,
                        rows + phase_x * distance, 0);
        }
        NAME(write_phases_of_row)(w, rows, distance, adds, by_plane + y * w->width);
    }
}

static void NAME(pixels_of_filter)(const synann_window *w, const band_layout *layout, const REAL *g,
                                   const REAL *weights, const workspace_parts *parts, int adds, REAL *by_plane) {
    const long taps = w->kernel_height * w->kernel_width, sy = w->stride_height, sx = w->stride_width;
    const long py = w->padding_height, px = w->padding_width;
    const long reach_y = (w->kernel_height - 1) * w->dilation_height / sy;
    const long reach_x = (w->kernel_width - 1) * w->dilation_width / sx;
    const long last_q = (w->height - 1 + py) / sy;
    for (long t = 0; t < taps; t++)
        ((REAL *)parts->weights)[t] = weights[parts->order[t]];
    for (long first = py / sy; first <= last_q; first += layout->rows) {
        const long end = first + layout->rows < last_q + 1 ? first + layout->rows : last_q + 1;
        NAME(pack_band)(g, w->output_height, w->output_width, first - reach_y, px / sx - reach_x,
                        end - first + reach_y, 1, layout, parts->band);
        if (sy == 1 && sx == 1 && !adds)
            // All rows of the only phase are written in one call, without a copy.
            NAME(weigh)(taps, parts->band, layout->row_length, parts->pixel_offsets, parts->weights, 0, end - first,
                        w->width, by_plane + (first - py) * w->width, w->width);
        else
            for (long phase_y = 0; phase_y < sy; phase_y++)
                NAME(pixels_of_phase)(w, layout, phase_y, first, end, parts, adds, by_plane);
    }
}
