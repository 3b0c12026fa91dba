#include "../Convolution/depthwise_bands.h"

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

#include "../Convolution/depthwise_pixels.h"

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
