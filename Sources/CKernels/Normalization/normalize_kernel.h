#include "../Vector/vector_math.h"

// If a channel has one pixel for each sample, the innermost loop runs over channels. Otherwise the innermost loop runs
// over pixels.

// Returns (x − center) · gain + shift. The forward pass and the backward pass both use this function. With different
// expressions the passes might disagree about the sign of a result near 0, and so about ReLU.
INLINE vreal NAME(normalized)(vreal x, REAL center, REAL gain, REAL shift) {
    return (x - center) * gain + shift;
}

INLINE REAL NAME(normalized_one)(REAL x, REAL center, REAL gain, REAL shift) {
    return (x - center) * gain + shift;
}

INLINE void NAME(scale_plane)(long count, const REAL *x, REAL center, REAL gain, REAL shift, const int applies_relu,
                              REAL *to) {
    for (long i = 0; i < count; i += LANES) {
        const long length = count - i;
        vreal value = NAME(normalized)(load_some(x + i, length), center, gain, shift);
        store_some(to + i, applies_relu ? NAME(vrelu)(value) : value, length);
    }
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

// The length of the blocks in which the pixels of a channel are summed. Vectors of REAL sum the pixels of a block, and
// vectors of double sum the blocks.
#undef BLOCK
#define BLOCK 1024
typedef double NAME(vdouble) __attribute__((vector_size(VECTOR_BYTES / sizeof(REAL) * sizeof(double))));

INLINE void NAME(widen)(NAME(vdouble) *sum, vreal part) {
    *sum += __builtin_convertvector(part, NAME(vdouble));
}

INLINE double NAME(lane_sum)(const NAME(vdouble) *sum) {
    double total = 0;
    for (long lane = 0; lane < LANES; lane++)
        total += (*sum)[lane];
    return total;
}

// Returns a vector with `count` elements of `from` in its first lanes and `other` in the remaining lanes.
INLINE vreal NAME(load_or)(const REAL *from, long count, REAL other) {
    vint lanes;
    for (long lane = 0; lane < LANES; lane++)
        lanes[lane] = (INTEGER)lane;
    return choose(lanes < (INTEGER)count, load_some(from, count), broadcast(other));
}

// Adds Σ (x − center) to `sum` and Σ (x − center)² to `square`, over `count` pixels.
INLINE void NAME(add_spread)(const REAL *x, REAL center, long count, NAME(vdouble) *sum, NAME(vdouble) *square) {
    for (long start = 0; start < count; start += BLOCK) {
        const long end = count - start < BLOCK ? count : start + BLOCK;
        vreal sums[2] = {{0}}, squares[2] = {{0}};
        for (long i = start; i < end; i += LANES) {
            vreal distance = (end - i >= LANES ? load(x + i) : NAME(load_or)(x + i, end - i, center)) - center;
            const long part = i / LANES % 2;
            sums[part] += distance;
            squares[part] += distance * distance;
        }
        NAME(widen)(sum, sums[0] + sums[1]);
        NAME(widen)(square, squares[0] + squares[1]);
    }
}

// Computes the mean and the population variance of a channel by the formula: mean square distance from the mean of the
// first plane = variance + (difference of the means)². One pass over the pixels is enough unless the squared difference
// is greater than the variance. In this case a second pass follows, which uses the mean of the first pass.
INLINE void NAME(channel_statistics)(long batch, long stride, long inner, const REAL *x, double *mean,
                                     double *variance) {
    const double count = (double)batch * (double)inner;
    // A channel without pixels has no first pixel. The results are NaN.
    if (count == 0) {
        *mean = *variance = 0 / count;
        return;
    }
    // The code sums the distances of the pixels from the first pixel. A sum of pixels that are far from 0 would lose
    // nearly all digits in REAL.
    NAME(vdouble) first = {0}, unused = {0};
    NAME(add_spread)(x, x[0], inner, &first, &unused);
    REAL center = (REAL)(x[0] + NAME(lane_sum)(&first) / (double)inner);
    for (int pass = 0; pass < 2; pass++) {
        NAME(vdouble) sum = {0}, squares = {0};
        for (long n = 0; n < batch; n++)
            NAME(add_spread)(x + n * stride, center, inner, &sum, &squares);
        const double distance = NAME(lane_sum)(&sum) / count, spread = NAME(lane_sum)(&squares) / count;
        *mean = center + distance;
        *variance = spread - distance * distance;
        if (!(distance * distance > *variance))
            break;
        center = (REAL)*mean;
    }
}

// The greatest number of neighbouring channels that are processed together if a channel has one pixel for each sample.
#undef LANE_GROUP
#define LANE_GROUP 16

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

static void NAME(normalize_batch)(const synann_normalization *operands, long first, long end, REAL *mean,
                                  REAL *variance, REAL *out) {
    const long batch = operands->batch, channels = operands->channels, inner = operands->inner;
    const REAL *x = operands->x, *scale = operands->scale, *shift = operands->shift;
    const double epsilon = operands->epsilon;
    const int applies_relu = operands->applies_relu;
    const long stride = channels * inner, group = inner == 1 ? LANE_GROUP : 1;
    for (long c = first; c < end; c += group) {
        const long width = end - c < group ? end - c : group;
        double means[LANE_GROUP], variances[LANE_GROUP];
        REAL gains[LANE_GROUP];
        if (inner == 1)
            NAME(group_statistics)(batch, stride, width, x + c, means, variances);
        else
            NAME(channel_statistics)(batch, stride, inner, x + c * inner, means, variances);
        for (long i = 0; i < width; i++) {
            mean[c + i] = (REAL)means[i], variance[c + i] = (REAL)variances[i];
            gains[i] = (REAL)(scale[c + i] / sqrt(variance[c + i] + epsilon));
        }
        for (long n = 0; n < batch; n++) {
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
}

// Returns the gradient with respect to the result before ReLU: g, or 0 where ReLU made the result 0.
INLINE vreal NAME(passed)(vreal g, vreal x, REAL center, REAL gain, REAL shift, const int applies_relu) {
    return applies_relu ? choose(NAME(normalized)(x, center, gain, shift) <= 0, broadcast(0), g) : g;
}

INLINE REAL NAME(passed_one)(REAL g, REAL x, REAL center, REAL gain, REAL shift, int applies_relu) {
    return applies_relu && NAME(normalized_one)(x, center, gain, shift) <= 0 ? 0 : g;
}

// Adds Σ g to `sum` and Σ g (x − center) to `product`, over the pixels of a plane. g is 0 where ReLU made the result 0.
INLINE void NAME(add_cotangents)(long count, const REAL *g, const REAL *x, REAL center, REAL gain, REAL shift,
                             const int applies_relu, NAME(vdouble) *sum, NAME(vdouble) *product) {
    for (long start = 0; start < count; start += BLOCK) {
        const long end = count - start < BLOCK ? count : start + BLOCK;
        vreal sums[2] = {{0}}, products[2] = {{0}};
        for (long i = start; i < end; i += LANES) {
            const long length = end - i;
            vreal pixel = load_some(x + i, length);
            vreal gradient = NAME(passed)(load_some(g + i, length), pixel, center, gain, shift, applies_relu);
            const long part = i / LANES % 2;
            sums[part] += gradient;
            products[part] += gradient * (pixel - center);
        }
        NAME(widen)(sum, sums[0] + sums[1]);
        NAME(widen)(product, products[0] + products[1]);
    }
}

INLINE void NAME(gradient_plane)(long count, const REAL *g, const REAL *x, REAL center, REAL gain, REAL shift,
                              const int applies_relu, REAL slope, REAL offset, REAL *to) {
    for (long i = 0; i < count; i += LANES) {
        const long length = count - i;
        vreal pixel = load_some(x + i, length);
        vreal passed = NAME(passed)(load_some(g + i, length), pixel, center, gain, shift, applies_relu);
        store_some(to + i, gain * passed + (slope * (pixel - center) + offset), length);
    }
}

// Let σ = √(variance + ε), x̂ = (x − mean)/σ and gain = scale/σ. The gradient with respect to x is gain · (g − mean(g)
// − x̂ · mean(g x̂)). The kernel computes this gradient as gain · g + slope · (x − mean) + offset.
typedef struct {
    REAL slope, offset;
} NAME(line);

// Returns slope and offset of channel c, computed from sum = Σ g and product = Σ g (x − mean). Writes the gradients
// with respect to scale and shift.
INLINE NAME(line) NAME(line_of)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                                double sum, double product) {
    const double count = (double)s->batch * (double)s->inner, variance = ((const REAL *)gradient->variance)[c];
    const double inverse = 1 / sqrt(variance + s->epsilon), gain = ((const REAL *)s->scale)[c] * inverse;
    ((REAL *)gradient->by_scale)[c] = (REAL)(product * inverse);
    ((REAL *)gradient->by_shift)[c] = (REAL)sum;
    return (NAME(line)){(REAL)(-gain * inverse * inverse * product / count), (REAL)(-gain * sum / count)};
}

INLINE REAL NAME(gain_of)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c) {
    return (REAL)(((const REAL *)s->scale)[c] / sqrt(((const REAL *)gradient->variance)[c] + s->epsilon));
}

// Computes the derivatives of channel c.
INLINE void NAME(channel_gradient)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                                   const int applies_relu) {
    const long batch = s->batch, inner = s->inner, stride = s->channels * inner;
    const REAL *x = (const REAL *)s->x + c * inner, *g = (const REAL *)gradient->cotangent + c * inner;
    const REAL gain = NAME(gain_of)(s, gradient, c), shift = ((const REAL *)s->shift)[c];
    const REAL mean = ((const REAL *)gradient->mean)[c];
    NAME(vdouble) sum = {0}, product = {0};
    for (long n = 0; n < batch; n++)
        NAME(add_cotangents)(inner, g + n * stride, x + n * stride, mean, gain, shift, applies_relu, &sum, &product);
    NAME(line) l = NAME(line_of)(s, gradient, c, NAME(lane_sum)(&sum), NAME(lane_sum)(&product));
    if (!gradient->by_x)
        return;
    REAL *by_x = (REAL *)gradient->by_x + c * inner;
    for (long n = 0; n < batch; n++)
        NAME(gradient_plane)(inner, g + n * stride, x + n * stride, mean, gain, shift, applies_relu, l.slope, l.offset,
                             by_x + n * stride);
}

// Computes the derivatives of the channels c ..< c + width, which have one pixel for each sample. `width` is at most
// LANE_GROUP.
INLINE void NAME(group_gradient)(const synann_normalization *s, const synann_normalization_gradient *gradient, long c,
                                 long width) {
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
    NAME(line) lines[LANE_GROUP];
    for (long i = 0; i < width; i++)
        lines[i] = NAME(line_of)(s, gradient, c + i, sums[i], products[i]);
    if (!gradient->by_x)
        return;
    REAL *by_x = (REAL *)gradient->by_x + c;
    for (long n = 0; n < batch; n++)
        for (long i = 0; i < width; i++) {
            const REAL pixel = x[n * stride + i];
            const REAL passed = NAME(passed_one)(
                g[n * stride + i], pixel, mean[i], gains[i], shift[i], applies_relu);
            by_x[n * stride + i] = gains[i] * passed + (lines[i].slope * (pixel - mean[i]) + lines[i].offset);
        }
}

static void NAME(normalize_batch_gradient)(const synann_normalization *s, long first, long end,
                                           const synann_normalization_gradient *gradient) {
    const long group = s->inner == 1 ? LANE_GROUP : 1;
    for (long c = first; c < end; c += group)
        if (s->inner == 1)
            NAME(group_gradient)(s, gradient, c, end - c < group ? end - c : group);
        else if (s->applies_relu)
            NAME(channel_gradient)(s, gradient, c, 1);
        else
            NAME(channel_gradient)(s, gradient, c, 0);
}
