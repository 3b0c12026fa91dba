#include "../Normalization/planes.h"

// If a channel is a single pixel, the innermost loop runs over the channels of a group. Otherwise it runs over pixels.

// The number of pixels whose mean is the first estimate of the mean of a group.
#undef SAMPLE
#define SAMPLE 256

INLINE REAL NAME(element)(const REAL *array, long index, REAL otherwise) {
    return array ? array[index] : otherwise;
}

static void NAME(normalize_groups)(const synann_group_normalization *s, long first, long end, REAL *mean,
                                   REAL *variance, REAL *out) {
    const long channels = s->channels, inner = s->inner, count = channels * inner;
    for (long group = first; group < end; group++) {
        const REAL *x = (const REAL *)s->x + group * count;
        const long channel = group % s->groups * channels;
        const REAL *scale = s->scale ? (const REAL *)s->scale + channel : 0;
        const REAL *shift = s->shift ? (const REAL *)s->shift + channel : 0;
        REAL *to = out + group * count;
        double exact_mean, exact_variance;
        NAME(channel_statistics)(1, 0, count, count < SAMPLE ? count : SAMPLE, x, &exact_mean, &exact_variance);
        mean[group] = (REAL)exact_mean, variance[group] = (REAL)exact_variance;
        const REAL center = mean[group], inverse = (REAL)(1 / sqrt(variance[group] + s->epsilon));
        if (inner == 1) {
            FOR_EACH_VECTOR(i, length, count, {
                const vreal gain = scale ? load_some(scale + i, length) * inverse : broadcast(inverse);
                const vreal offset = shift ? load_some(shift + i, length) : broadcast(0);
                store_some(to + i, (load_some(x + i, length) - center) * gain + offset, length);
            })
        } else {
            for (long c = 0; c < channels; c++)
                NAME(scale_plane)(inner, x + c * inner, center, NAME(element)(scale, c, 1) * inverse,
                                  NAME(element)(shift, c, 0), 0, to + c * inner);
        }
    }
}

// Let σ = √(variance + ε), x̂ = (x − mean)/σ, and h = scale · g for the cotangent g. The gradient with respect to x is
// (h − mean(h) − x̂ · mean(h x̂)) / σ, with means over the group. The kernel computes this gradient as scale/σ · g +
// slope · (x − mean) + offset, from the sums Σ g and Σ g (x − mean) of each channel.

// Writes the derivatives with respect to the scale and the shift of a group whose channels are single pixels, and the
// sums Σ h and Σ h (x − mean).
INLINE void NAME(pixel_sums)(long channels, const REAL *x, const REAL *g, const REAL *scale, REAL center, REAL inverse,
                             REAL *by_scale, REAL *by_shift, double *sum, double *product) {
    NAME(vdouble) sums = {0}, products = {0};
    FOR_EACH_VECTOR(i, length, channels, {
        const vreal gradient = load_some(g + i, length);
        const vreal moment = gradient * (load_some(x + i, length) - center);
        const vreal factor = scale ? load_some(scale + i, length) : broadcast(1);
        store_some(by_shift + i, gradient, length);
        store_some(by_scale + i, moment * inverse, length);
        NAME(widen)(&sums, gradient * factor);
        NAME(widen)(&products, moment * factor);
    })
    *sum = NAME(lane_sum)(&sums), *product = NAME(lane_sum)(&products);
}

static void NAME(normalize_groups_gradient)(const synann_group_normalization *s, long first, long end,
                                            const synann_group_normalization_gradient *gradient) {
    const long channels = s->channels, inner = s->inner, count = channels * inner;
    for (long group = first; group < end; group++) {
        const REAL *x = (const REAL *)s->x + group * count, *g = (const REAL *)gradient->cotangent + group * count;
        const REAL *scale = s->scale ? (const REAL *)s->scale + group % s->groups * channels : 0;
        REAL *by_scale = (REAL *)gradient->by_scale + group * channels;
        REAL *by_shift = (REAL *)gradient->by_shift + group * channels;
        const REAL center = ((const REAL *)gradient->mean)[group];
        const double exact = 1 / sqrt(((const REAL *)gradient->variance)[group] + s->epsilon);
        const REAL inverse = (REAL)exact;
        double sum = 0, product = 0;
        if (inner == 1)
            NAME(pixel_sums)(channels, x, g, scale, center, inverse, by_scale, by_shift, &sum, &product);
        else
            for (long c = 0; c < channels; c++) {
                NAME(vdouble) sums = {0}, products = {0};
                NAME(add_cotangents)(inner, g + c * inner, x + c * inner, center, 0, 0, 0, &sums, &products);
                const double channel_sum = NAME(lane_sum)(&sums), channel_product = NAME(lane_sum)(&products);
                by_scale[c] = (REAL)(channel_product * exact), by_shift[c] = (REAL)channel_sum;
                sum += channel_sum * NAME(element)(scale, c, 1);
                product += channel_product * NAME(element)(scale, c, 1);
            }
        if (!gradient->by_x)
            continue;
        REAL *by_x = (REAL *)gradient->by_x + group * count;
        const REAL slope = (REAL)(-exact * exact * exact * product / (double)count);
        const REAL offset = (REAL)(-exact * sum / (double)count);
        if (inner == 1) {
            FOR_EACH_VECTOR(i, length, count, {
                const vreal gain = scale ? load_some(scale + i, length) * inverse : broadcast(inverse);
                const vreal value = gain * load_some(g + i, length)
                    + (slope * (load_some(x + i, length) - center) + offset);
                store_some(by_x + i, value, length);
            })
        } else {
            for (long c = 0; c < channels; c++)
                NAME(gradient_plane)(inner, g + c * inner, x + c * inner, center,
                                     NAME(element)(scale, c, 1) * inverse, 0, 0, slope, offset, by_x + c * inner);
        }
    }
}
