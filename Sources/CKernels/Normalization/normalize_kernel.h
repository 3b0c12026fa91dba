#include "../Normalization/planes.h"

// If a channel has one pixel for each sample, the innermost loop runs over channels. Otherwise the innermost loop runs
// over pixels.

INLINE REAL NAME(normalized_one)(REAL x, REAL center, REAL gain, REAL shift) {
    return (x - center) * gain + shift;
}

INLINE void NAME(scale_channels)(long count, const REAL *x, const REAL *center, const REAL *gain, const REAL *shift,
                                 int applies_relu, REAL *to) {
    for (long i = 0; i < count; i++) {
        REAL value = NAME(normalized_one)(x[i], center[i], gain[i], shift[i]);
        to[i] = applies_relu && value <= 0 ? 0 : value;
    }
}

static void NAME(normalize)(const synann_normalization *operands, const REAL *center, REAL *out) {
    const long channels = operands->channels, inner = operands->inner;
    const REAL *x = operands->x, *scale = operands->scale, *shift = operands->shift;
    const int applies_relu = operands->applies_relu;
    for (long n = 0; n < operands->batch; n++, x += channels * inner, out += channels * inner) {
        if (inner == 1) {
            NAME(scale_channels)(channels, x, center, scale, shift, applies_relu, out);
            continue;
        }
        for (long c = 0; c < channels; c++)
            if (applies_relu)
                NAME(scale_plane)(inner, x + c * inner, center[c], scale[c], shift[c], 1, out + c * inner);
            else
                NAME(scale_plane)(inner, x + c * inner, center[c], scale[c], shift[c], 0, out + c * inner);
    }
}

// The greatest number of neighbouring channels that are processed together if a channel has one pixel for each sample.
#undef LANE_GROUP
#define LANE_GROUP 128

INLINE void NAME(group_statistics)(long batch, long stride, long width, const REAL *x, double *mean, double *variance) {
    double sums[LANE_GROUP] = {0}, squares[LANE_GROUP] = {0};
    for (long n = 0; n < batch; n++)
        for (long i = 0; i < width; i++)
            sums[i] += x[n * stride + i];
    for (long i = 0; i < width; i++)
        mean[i] = sums[i] / (double)batch;
    for (long n = 0; n < batch; n++)
        for (long i = 0; i < width; i++) {
            double distance = x[n * stride + i] - mean[i];
            squares[i] += distance * distance;
        }
    for (long i = 0; i < width; i++)
        variance[i] = squares[i] / (double)batch;
}

// Computes the mean and the population variance of the channels c ..< c + width. `width` is at most LANE_GROUP, and 1
// unless a channel has one pixel for each sample.
INLINE void NAME(statistics)(const synann_normalization *s, long c, long width, double *mean, double *variance) {
    const long inner = s->inner, stride = s->channels * inner;
    const REAL *x = (const REAL *)s->x + c * inner;
    if (inner == 1)
        NAME(group_statistics)(s->batch, stride, width, x, mean, variance);
    else
        NAME(channel_statistics)(s->batch, stride, inner, inner, x, mean, variance);
}

// Normalizes the channels c ..< c + width with the given mean and variance [channels].
INLINE void NAME(normalize_with)(const synann_normalization *s, long c, long width, const REAL *mean,
                                 const REAL *variance, REAL *out) {
    const long inner = s->inner, stride = s->channels * inner;
    const REAL *x = s->x, *scale = s->scale, *shift = s->shift;
    const int applies_relu = s->applies_relu;
    REAL gains[LANE_GROUP];
    for (long i = 0; i < width; i++)
        gains[i] = (REAL)(scale[c + i] / sqrt(variance[c + i] + s->epsilon));
    for (long n = 0; n < s->batch; n++) {
        const REAL *from = x + n * stride + c * inner;
        REAL *to = out + n * stride + c * inner;
        if (inner == 1)
            NAME(scale_channels)(width, from, mean + c, gains, shift + c, applies_relu, to);
        else if (applies_relu)
            NAME(scale_plane)(inner, from, mean[c], gains[0], shift[c], 1, to);
        else
            NAME(scale_plane)(inner, from, mean[c], gains[0], shift[c], 0, to);
    }
}

static void NAME(normalize_batch)(const synann_normalization *s, long first, long end, REAL *mean, REAL *variance,
                                  REAL *out) {
    const long group = s->inner == 1 ? LANE_GROUP : 1;
    for (long c = first; c < end; c += group) {
        const long width = end - c < group ? end - c : group;
        double means[LANE_GROUP], variances[LANE_GROUP];
        NAME(statistics)(s, c, width, means, variances);
        for (long i = 0; i < width; i++)
            mean[c + i] = (REAL)means[i], variance[c + i] = (REAL)variances[i];
        NAME(normalize_with)(s, c, width, mean, variance, out);
    }
}

static void NAME(part_statistics)(const synann_normalization *s, long first, long end, double *mean,
                                  double *variance) {
    const long group = s->inner == 1 ? LANE_GROUP : 1;
    for (long c = first; c < end; c += group)
        NAME(statistics)(s, c, end - c < group ? end - c : group, mean + c, variance + c);
}

static void NAME(normalize_part)(const synann_normalization *s, long first, long end, const REAL *mean,
                                 const REAL *variance, REAL *out) {
    const long group = s->inner == 1 ? LANE_GROUP : 1;
    for (long c = first; c < end; c += group)
        NAME(normalize_with)(s, c, end - c < group ? end - c : group, mean, variance, out);
}

INLINE REAL NAME(passed_one)(REAL g, REAL x, REAL center, REAL gain, REAL shift, int applies_relu) {
    return applies_relu && NAME(normalized_one)(x, center, gain, shift) <= 0 ? 0 : g;
}

// Let σ = √(variance + ε), x̂ = (x − mean)/σ and gain = scale/σ. The gradient with respect to x is gain · (g − mean(g)
// − x̂ · mean(g x̂)). The kernel computes this gradient as gain · g + slope · (x − mean) + offset.
typedef struct {
    REAL slope, offset;
} NAME(line);

// Returns slope and offset of channel c, computed from sum = Σ g and product = Σ g (x − mean) over `count` pixels.
INLINE NAME(line) NAME(line_of)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                                double count, double sum, double product) {
    const double inverse = 1 / sqrt(((const REAL *)gradient->variance)[c] + s->epsilon);
    const double gain = ((const REAL *)s->scale)[c] * inverse;
    return (NAME(line)){(REAL)(-gain * inverse * inverse * product / count), (REAL)(-gain * sum / count)};
}

// Writes the gradients with respect to scale and shift of channel c, computed from Σ g and Σ g (x − mean).
INLINE void NAME(write_parameters)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                                   double sum, double product) {
    const double inverse = 1 / sqrt(((const REAL *)gradient->variance)[c] + s->epsilon);
    ((REAL *)gradient->by_scale)[c] = (REAL)(product * inverse);
    ((REAL *)gradient->by_shift)[c] = (REAL)sum;
}

INLINE REAL NAME(gain_of)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c) {
    return (REAL)(((const REAL *)s->scale)[c] / sqrt(((const REAL *)gradient->variance)[c] + s->epsilon));
}

// Computes Σ g and Σ g (x − mean) of channel c.
INLINE void NAME(channel_sums)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                               const int applies_relu, double *sum, double *product) {
    const long inner = s->inner, stride = s->channels * inner;
    const REAL *x = (const REAL *)s->x + c * inner, *g = (const REAL *)gradient->cotangent + c * inner;
    const REAL gain = NAME(gain_of)(s, gradient, c), shift = ((const REAL *)s->shift)[c];
    const REAL mean = ((const REAL *)gradient->mean)[c];
    NAME(vdouble) sums = {0}, products = {0};
    for (long n = 0; n < s->batch; n++)
        NAME(add_cotangents)(inner, g + n * stride, x + n * stride, mean, gain, shift, applies_relu, &sums, &products);
    *sum = NAME(lane_sum)(&sums);
    *product = NAME(lane_sum)(&products);
}

// Computes the gradient with respect to the pixels of channel c, from its sums over `count` pixels.
INLINE void NAME(channel_gradient)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                                   const int applies_relu, double count, double sum, double product) {
    const long inner = s->inner, stride = s->channels * inner;
    const REAL *x = (const REAL *)s->x + c * inner, *g = (const REAL *)gradient->cotangent + c * inner;
    const REAL gain = NAME(gain_of)(s, gradient, c), shift = ((const REAL *)s->shift)[c];
    const REAL mean = ((const REAL *)gradient->mean)[c];
    const NAME(line) l = NAME(line_of)(s, gradient, c, count, sum, product);
    REAL *by_x = (REAL *)gradient->by_x + c * inner;
    for (long n = 0; n < s->batch; n++)
        NAME(gradient_plane)(inner, g + n * stride, x + n * stride, mean, gain, shift, applies_relu, l.slope, l.offset,
                             by_x + n * stride);
}

// Computes Σ g and Σ g (x − mean) of the channels c ..< c + width, which have one pixel for each sample. `width` is at
// most LANE_GROUP.
INLINE void NAME(group_sums)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                             long width, double *sum, double *product) {
    const long batch = s->batch, stride = s->channels;
    const int applies_relu = s->applies_relu;
    const REAL *x = (const REAL *)s->x + c, *g = (const REAL *)gradient->cotangent + c;
    const REAL *shift = (const REAL *)s->shift + c, *mean = (const REAL *)gradient->mean + c;
    double sums[LANE_GROUP] = {0}, products[LANE_GROUP] = {0};
    REAL gains[LANE_GROUP];
    for (long i = 0; i < width; i++)
        gains[i] = NAME(gain_of)(s, gradient, c + i);
    for (long n = 0; n < batch; n++)
        for (long i = 0; i < width; i++) {
            const REAL pixel = x[n * stride + i];
            const REAL passed = NAME(passed_one)(
                g[n * stride + i], pixel, mean[i], gains[i], shift[i], applies_relu);
            sums[i] += passed;
            products[i] += (double)passed * (pixel - mean[i]);
        }
    for (long i = 0; i < width; i++)
        sum[i] = sums[i], product[i] = products[i];
}

// Computes the gradient with respect to the pixels of the channels c ..< c + width, which have one pixel for each
// sample, from the sums of each channel over `count` pixels.
INLINE void NAME(group_gradient)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                                 long width, double count, const double *sum, const double *product) {
    const long batch = s->batch, stride = s->channels;
    const int applies_relu = s->applies_relu;
    const REAL *x = (const REAL *)s->x + c, *g = (const REAL *)gradient->cotangent + c;
    const REAL *shift = (const REAL *)s->shift + c, *mean = (const REAL *)gradient->mean + c;
    NAME(line) lines[LANE_GROUP];
    REAL gains[LANE_GROUP];
    for (long i = 0; i < width; i++) {
        gains[i] = NAME(gain_of)(s, gradient, c + i);
        lines[i] = NAME(line_of)(s, gradient, c + i, count, sum[i], product[i]);
    }
    REAL *by_x = (REAL *)gradient->by_x + c;
    for (long n = 0; n < batch; n++)
        for (long i = 0; i < width; i++) {
            const REAL pixel = x[n * stride + i];
            const REAL passed = NAME(passed_one)(
                g[n * stride + i], pixel, mean[i], gains[i], shift[i], applies_relu);
            by_x[n * stride + i] = gains[i] * passed + (lines[i].slope * (pixel - mean[i]) + lines[i].offset);
        }
}

// Computes the sums of the channels c ..< c + width, and the gradients with respect to their scale and shift.
INLINE void NAME(sums_of)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                          long width, double *sum, double *product) {
    if (s->inner == 1)
        NAME(group_sums)(s, gradient, c, width, sum, product);
    else if (s->applies_relu)
        NAME(channel_sums)(s, gradient, c, 1, sum, product);
    else
        NAME(channel_sums)(s, gradient, c, 0, sum, product);
    for (long i = 0; i < width; i++)
        NAME(write_parameters)(s, gradient, c + i, sum[i], product[i]);
}

// Computes the gradient with respect to the pixels of the channels c ..< c + width, if it is needed.
INLINE void NAME(gradient_of)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                              long width, double count, const double *sum, const double *product) {
    if (!gradient->by_x)
        return;
    if (s->inner == 1)
        NAME(group_gradient)(s, gradient, c, width, count, sum, product);
    else if (s->applies_relu)
        NAME(channel_gradient)(s, gradient, c, 1, count, *sum, *product);
    else
        NAME(channel_gradient)(s, gradient, c, 0, count, *sum, *product);
}

static void NAME(normalize_batch_gradient)(const synann_normalization *s, long first, long end,
                                           const synann_normalization_gradient *gradient) {
    const long group = s->inner == 1 ? LANE_GROUP : 1;
    const double count = (double)s->batch * (double)s->inner;
    for (long c = first; c < end; c += group) {
        const long width = end - c < group ? end - c : group;
        double sums[LANE_GROUP], products[LANE_GROUP];
        NAME(sums_of)(s, gradient, c, width, sums, products);
        NAME(gradient_of)(s, gradient, c, width, count, sums, products);
    }
}

static void NAME(part_gradient_sums)(const synann_normalization *s, long first, long end,
                                     const synann_normalization_gradient *gradient, double *sum, double *product) {
    const long group = s->inner == 1 ? LANE_GROUP : 1;
    for (long c = first; c < end; c += group)
        NAME(sums_of)(s, gradient, c, end - c < group ? end - c : group, sum + c, product + c);
}

static void NAME(part_gradient)(const synann_normalization *s, long first, long end,
                                const synann_normalization_gradient *gradient, double count, const double *sum,
                                const double *product) {
    const long group = s->inner == 1 ? LANE_GROUP : 1;
    for (long c = first; c < end; c += group)
        NAME(gradient_of)(s, gradient, c, end - c < group ? end - c : group, count, sum + c, product + c);
}
