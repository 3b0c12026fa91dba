#include "../Vector/vector_interleave.h"

// The kernel copies bands of a plane to a packed plane, together with the padding. A packed row has one part for each
// phase of the stride: the pixels x of the padded row with x mod stride = 0, then those with x mod stride = 1, and so
// on. Therefore neighbouring windows read neighbouring elements at any stride, and a vector holds LANES results.
//
// A tap is a weight of a filter together with the position of its pixel in the window.

// The greatest number of taps whose weights stay in registers. 9 is a window of 3 × 3 pixels.
#undef FEW_TAPS
#define FEW_TAPS 9

// Computes to[i] = start + Σ_t weights[t] · from[offsets[t] + i] for the rows of a band, i < length. `taps` is a
// constant in the inlined copies for few taps. A row that does not consist of whole vectors ends with a vector that
// overlaps the vector before it. Behind the last row of a band there is memory for the lanes of a vector.
INLINE void NAME(weigh_few)(const long taps, const REAL *from, long from_distance, const long *offsets,
                            const REAL *weights, REAL start, long rows, long length, REAL *to, long to_distance) {
    vreal weight[FEW_TAPS];
    long offset[FEW_TAPS];
    for (long t = 0; t < taps; t++)
        weight[t] = broadcast(weights[t]), offset[t] = offsets[t];
    for (long row = 0; row < rows; row++, from += from_distance, to += to_distance)
        for (long block = 0; block < length; block += LANES) {
            const long i = block + LANES <= length || length < LANES ? block : length - LANES;
            vreal sum = broadcast(start);
            for (long t = 0; t < taps; t++)
                sum += weight[t] * load(from + offset[t] + i);
            store_some(to + i, sum, length);
        }
}

// The same for any number of taps, with four vectors of results for each loaded weight.
static void NAME(weigh_many)(long taps, const REAL *from, long from_distance, const long *offsets, const REAL *weights,
                             REAL start, long rows, long length, REAL *to, long to_distance) {
    for (long row = 0; row < rows; row++, from += from_distance, to += to_distance) {
        long i = 0;
        for (; i + 4 * LANES <= length; i += 4 * LANES) {
            vreal sums[4];
            for (int part = 0; part < 4; part++)
                sums[part] = broadcast(start);
            for (long t = 0; t < taps; t++) {
                const vreal weight = broadcast(weights[t]);
                for (int part = 0; part < 4; part++)
                    sums[part] += weight * load(from + offsets[t] + i + part * LANES);
            }
            for (int part = 0; part < 4; part++)
                store(to + i + part * LANES, sums[part]);
        }
        for (; i < length; i += LANES) {
            const long place = i + LANES <= length || length < LANES ? i : length - LANES;
            vreal sum = broadcast(start);
            for (long t = 0; t < taps; t++)
                sum += broadcast(weights[t]) * load(from + offsets[t] + place);
            store_some(to + place, sum, length);
        }
    }
}

INLINE void NAME(weigh)(long taps, const REAL *from, long from_distance, const long *offsets, const REAL *weights,
                        REAL start, long rows, long length, REAL *to, long to_distance) {
#define WEIGH_FEW(count) \
    NAME(weigh_few)(count, from, from_distance, offsets, weights, start, rows, length, to, to_distance)
    switch (taps) {
    case 1: WEIGH_FEW(1); break;
    case 2: WEIGH_FEW(2); break;
    case 3: WEIGH_FEW(3); break;
    case 4: WEIGH_FEW(4); break;
    case 9: WEIGH_FEW(9); break;
    default: NAME(weigh_many)(taps, from, from_distance, offsets, weights, start, rows, length, to, to_distance);
    }
#undef WEIGH_FEW
}

// Copies `count` elements. The last vector overlaps the vector before it.
INLINE void NAME(copy_pixels)(const REAL *from, REAL *to, long count) {
    if (count < LANES) {
        for (long i = 0; i < count; i++)
            to[i] = from[i];
        return;
    }
    for (long block = 0; block < count; block += LANES) {
        const long i = block + LANES <= count ? block : count - LANES;
        store(to + i, load(from + i));
    }
}

// Copies the pixels from[i · stride] to to[i], i < count.
INLINE void NAME(copy_phase)(const REAL *from, long stride, REAL *to, long count) {
    if (stride == 1) {
        NAME(copy_pixels)(from, to, count);
    } else if (stride == 2 && count >= LANES) {
        for (long block = 0; block < count; block += LANES) {
            const long i = block + LANES <= count ? block : count - LANES;
            store(to + i, NAME(load_every_second)(from + 2 * i));
        }
    } else {
        for (long i = 0; i < count; i++)
            to[i] = from[i * stride];
    }
}

// Copies the rows top ..< top + rows of a plane, from column `left` on, which is negative if the rows begin with
// padding. Pixels outside of the plane are 0.
INLINE void NAME(pack_band)(const REAL *plane, long height, long width, long top, long left, long rows,
                            const long stride, const band_layout *layout, REAL *band) {
    const long length = layout->phase_length;
    for (long phase = 0; phase < stride; phase++, left++, band += length) {
        // The elements low ..< high of each row are inside the plane.
        const long before = left < 0 ? (-left + stride - 1) / stride : 0;
        const long inside = width - left <= 0 ? 0 : (width - left - 1) / stride + 1;
        const long low = before < length ? before : length;
        const long until = inside < length ? inside : length, high = until < low ? low : until;
        REAL *to = band;
        for (long y = top; y < top + rows; y++, to += layout->row_length) {
            if (y < 0 || y >= height) {
                memset(to, 0, (size_t)length * sizeof(REAL));
                continue;
            }
            if (length >= LANES && low <= LANES && length - high <= LANES) {
                // The copy overwrites the zeros inside the row. Loops of variable length would become calls of memset.
                store(to, broadcast(0));
                store(to + length - LANES, broadcast(0));
            } else {
                memset(to, 0, (size_t)length * sizeof(REAL));
            }
            NAME(copy_phase)(plane + y * width + left + low * stride, stride, to + low, high - low);
        }
    }
}

// A band of an image, for the windows of some rows of results.
typedef struct {
    const REAL *first;
    /// The distance between the rows of windows, in elements.
    long distance;
} NAME(band);

// Whether the windows can read the image itself: there is no padding, and a vector of results reads whole rows.
INLINE int NAME(reads_image)(const synann_window *w) {
    return w->stride_width == 1 && w->padding_height == 0 && w->padding_width == 0 && w->output_width >= LANES;
}

// Writes the offsets of the taps in the bands of an image.
INLINE void NAME(write_offsets)(const synann_window *w, const band_layout *layout, long *offsets) {
    const long row_length = NAME(reads_image)(w) ? w->width : layout->row_length;
    for (long ky = 0; ky < w->kernel_height; ky++)
        for (long kx = 0; kx < w->kernel_width; kx++) {
            const long x = kx * w->dilation_width;
            *offsets++ = ky * w->dilation_height * row_length + x % w->stride_width * layout->phase_length
                + x / w->stride_width;
        }
}

// Returns the band of the rows first ..< first + rows of windows.
INLINE NAME(band) NAME(image_band)(const synann_window *w, const band_layout *layout, const REAL *plane, long first,
                                   long rows, REAL *memory) {
    const long top = first * w->stride_height;
    if (NAME(reads_image)(w))
        return (NAME(band)){plane + top * w->width, w->stride_height * w->width};
    NAME(pack_band)(plane, w->height, w->width, top - w->padding_height, -w->padding_width,
                    (rows - 1) * w->stride_height + (w->kernel_height - 1) * w->dilation_height + 1, w->stride_width,
                    layout, memory);
    return (NAME(band)){memory, w->stride_height * layout->row_length};
}

static void NAME(depthwise)(const synann_depthwise_operands *s, long first, long end) {
    const synann_window *w = &s->window;
    const long taps = w->kernel_height * w->kernel_width, pixels = w->output_height * w->output_width;
    const workspace_parts parts = parts_of(s->workspace, w, s->filters, sizeof(REAL));
    const band_layout layout = image_bands(w);
    NAME(write_offsets)(w, &layout, parts.offsets);
    for (long n = first; n < end; n++) {
        const long filter = n % w->channels * s->filters;
        const REAL *plane = (const REAL *)s->images + n * w->height * w->width;
        const REAL *weights = (const REAL *)s->weights + filter * taps;
        const REAL *bias = s->bias ? (const REAL *)s->bias + filter : 0;
        REAL *out = (REAL *)s->out + n * s->filters * pixels;
        for (long top = 0; top < w->output_height; top += layout.rows) {
            const long rows = w->output_height - top < layout.rows ? w->output_height - top : layout.rows;
            const NAME(band) band = NAME(image_band)(w, &layout, plane, top, rows, parts.band);
            for (long f = 0; f < s->filters; f++)
                NAME(weigh)(taps, band.first, band.distance, parts.offsets, weights + f * taps, bias ? bias[f] : 0,
                            rows, w->output_width, out + f * pixels + top * w->output_width, w->output_width);
        }
    }
}

// Adds Σ_i g[i] · from[offsets[t] + i] over the rows of a band to sums[t], for the taps t < `taps`, which is a constant
// in every inlined copy. Adds Σ_i g[i] to sums[taps].
INLINE void NAME(add_products)(const long taps, const REAL *from, long from_distance, const long *offsets,
                               const REAL *g, long rows, long length, vreal *sums) {
    const long whole = length / LANES * LANES;
    // The vector after the whole vectors ends with the row. Its lanes that belong to a whole vector, or lie behind the
    // row, are masked: an infinite pixel there would make the product NaN.
    const long last = length < LANES ? 0 : length - LANES;
    vint rest;
    for (long lane = 0; lane < LANES; lane++)
        rest[lane] = last + lane >= whole && last + lane < length ? -1 : 0;
    vreal local[FEW_TAPS + 1];
    for (long t = 0; t <= taps; t++)
        local[t] = sums[t];
    for (long row = 0; row < rows; row++, from += from_distance, g += length) {
        for (long i = 0; i < whole; i += LANES) {
            const vreal gradient = load(g + i);
            for (long t = 0; t < taps; t++)
                local[t] += gradient * load(from + offsets[t] + i);
            local[taps] += gradient;
        }
        if (whole == length)
            continue;
        const vreal gradient = choose(rest, load_some(g + last, length), broadcast(0));
        for (long t = 0; t < taps; t++)
            local[t] += gradient * choose(rest, load(from + offsets[t] + last), broadcast(0));
        local[taps] += gradient;
    }
    for (long t = 0; t <= taps; t++)
        sums[t] = local[t];
}

// Adds the derivatives with respect to the weights and the bias of a filter to `sums`, [taps + 1].
INLINE void NAME(add_weight_gradient)(long taps, const REAL *from, long from_distance, const long *offsets,
                                      const REAL *g, long rows, long length, vreal *sums) {
    if (taps == 9) {
        NAME(add_products)(9, from, from_distance, offsets, g, rows, length, sums);
        return;
    }
    // All groups of taps add the cotangent to the sum behind the group. Only the sum behind the last group is the
    // derivative with respect to the bias, so the others are restored.
    for (long t = 0; t < taps;) {
        const long count = taps - t >= 4 ? 4 : 1;
        const vreal next = sums[t + count];
        if (count == 4)
            NAME(add_products)(4, from, from_distance, offsets + t, g, rows, length, sums + t);
        else
            NAME(add_products)(1, from, from_distance, offsets + t, g, rows, length, sums + t);
        t += count;
        if (t < taps)
            sums[t] = next;
    }
}

static void NAME(weights_of_images)(const synann_depthwise_gradient_operands *s, const workspace_parts *parts,
                                    const band_layout *layout, const REAL *plane, const REAL *g) {
    const synann_window *w = &s->window;
    const long taps = w->kernel_height * w->kernel_width, pixels = w->output_height * w->output_width;
    for (long first = 0; first < w->output_height; first += layout->rows) {
        const long rows = w->output_height - first < layout->rows ? w->output_height - first : layout->rows;
        const NAME(band) band = NAME(image_band)(w, layout, plane, first, rows, parts->band);
        for (long f = 0; f < s->filters; f++)
            NAME(add_weight_gradient)(taps, band.first, band.distance, parts->offsets,
                                      g + f * pixels + first * w->output_width, rows, w->output_width,
                                      (vreal *)parts->sums + f * (taps + 1));
    }
}

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

static void NAME(depthwise_gradient)(const synann_depthwise_gradient_operands *s) {
    const synann_window *w = &s->window;
    const long taps = w->kernel_height * w->kernel_width, pixels = w->output_height * w->output_width;
    const workspace_parts parts = parts_of(s->workspace, w, s->filters, sizeof(REAL));
    const band_layout layout = image_bands(w), cotangent_layout = cotangent_bands(w);
    NAME(write_offsets)(w, &layout, parts.offsets);
    NAME(write_phases)(w, &cotangent_layout, &parts);
    vreal *sums = parts.sums;
    for (long i = 0; i < s->filters * (taps + 1); i++)
        sums[i] = broadcast(0);
    for (long n = 0; n < s->images; n++) {
        const REAL *g = (const REAL *)s->cotangent + n * s->cotangent_distance;
        if (s->by_planes)
            for (long f = 0; f < s->filters; f++)
                NAME(pixels_of_filter)(w, &cotangent_layout, g + f * pixels, (const REAL *)s->weights + f * taps,
                                       &parts, f > 0, (REAL *)s->by_planes + n * s->plane_distance);
        if (s->by_weights)
            NAME(weights_of_images)(s, &parts, &layout, (const REAL *)s->planes + n * s->plane_distance, g);
    }
    if (!s->by_weights)
        return;
    for (long i = 0; i < s->filters * (taps + 1); i++) {
        double total = 0;
        for (long lane = 0; lane < LANES; lane++)
            total += sums[i][lane];
        ((REAL *)s->by_weights)[i] = (REAL)total;
    }
}
