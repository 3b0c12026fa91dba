// With one pixel per channel the innermost loop runs over channels, else over pixels.

static void NAME(normalize)(long batch, long channels, long inner, const REAL *x, const REAL *center,
                            const REAL *scale, const REAL *shift, REAL *out) {
    for (long n = 0; n < batch; n++) {
        if (inner == 1) {
            for (long c = 0; c < channels; c++)
                out[c] = (x[c] - center[c]) * scale[c] + shift[c];
        } else {
            for (long c = 0; c < channels; c++)
                for (long i = 0; i < inner; i++)
                    out[c * inner + i] = (x[c * inner + i] - center[c]) * scale[c] + shift[c];
        }
        x += channels * inner, out += channels * inner;
    }
}

// A channel of many pixels: sums of a block are in vectors of REAL, those over blocks in as many lanes of double.
#undef BLOCK
#define BLOCK 1024
#define wide NAME(wide)
typedef double wide __attribute__((vector_size(VECTOR_BYTES / sizeof(REAL) * sizeof(double))));

INLINE void NAME(widen)(wide *sum, vreal part) {
    *sum += __builtin_convertvector(part, wide);
}

INLINE double NAME(lane_sum)(wide sum) {
    double total = 0;
    for (long lane = 0; lane < LANES; lane++)
        total += sum[lane];
    return total;
}

// The first `count` lanes, `other` in the rest.
INLINE vreal NAME(load_or)(const REAL *from, long count, REAL other) {
    vint lanes;
    for (long lane = 0; lane < LANES; lane++)
        lanes[lane] = (INTEGER)lane;
    return choose(lanes < (INTEGER)count, load_part(from, count), broadcast(other));
}

// Σ (x − center) and Σ (x − center)² where y is x, else Σ y and Σ y (x − center).
INLINE void NAME(add_block)(const REAL *y, const REAL *x, REAL center, long count, wide *sum, wide *product) {
    vreal sums[2] = {{0}}, products[2] = {{0}};
    long i = 0;
    for (; i + LANES <= count; i += LANES) {
        const long part = i / LANES % 2;
        vreal distance = load(x + i) - center, factor = y == x ? distance : load(y + i);
        sums[part] += factor;
        products[part] += factor * distance;
    }
    if (i < count) {
        vreal distance = NAME(load_or)(x + i, count - i, center) - center;
        vreal factor = y == x ? distance : load_part(y + i, count - i);
        sums[0] += factor;
        products[0] += factor * distance;
    }
    NAME(widen)(sum, sums[0] + sums[1]);
    NAME(widen)(product, products[0] + products[1]);
}

INLINE void NAME(add_plane)(const REAL *y, const REAL *x, REAL center, long count, wide *sum, wide *product) {
    for (long start = 0; start < count; start += BLOCK)
        NAME(add_block)(y + start, x + start, center, count - start < BLOCK ? count - start : BLOCK, sum, product);
}

// Mean and population variance of a channel, in two passes.
INLINE void NAME(channel_statistics)(long batch, long stride, long inner, const REAL *x, double *mean,
                                     double *variance) {
    const double count = (double)batch * (double)inner;
    // About the first pixel, or nearly all digits of a far-off mean would be lost in sums of REAL.
    const REAL start = x[0];
    wide sum = {0}, unused = {0}, off = {0}, squares = {0};
    for (long n = 0; n < batch; n++)
        NAME(add_plane)(x + n * stride, x + n * stride, start, inner, &sum, &unused);
    *mean = start + NAME(lane_sum)(sum) / count;
    for (long n = 0; n < batch; n++)
        NAME(add_plane)(x + n * stride, x + n * stride, (REAL)*mean, inner, &off, &squares);
    // What rounding the mean to REAL has added.
    const double distance = NAME(lane_sum)(off) / count;
    *variance = NAME(lane_sum)(squares) / count - distance * distance;
}

// The same of LANE_GROUP channels of one pixel each, which lie side by side.
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

INLINE void NAME(scale_plane)(long count, const REAL *x, REAL center, REAL gain, REAL shift, REAL *to) {
    long i = 0;
    for (; i + LANES <= count; i += LANES)
        store(to + i, (load(x + i) - center) * gain + shift);
    if (i < count)
        store_part(to + i, (load_part(x + i, count - i) - center) * gain + shift, count - i);
}

static void NAME(normalize_batch)(long batch, long channels, long inner, long first, long end, const REAL *x,
                                  double epsilon, const REAL *scale, const REAL *shift, REAL *mean, REAL *variance,
                                  REAL *out) {
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
            gains[i] = (REAL)(scale[c + i] / sqrt(variances[i] + epsilon));
        }
        for (long n = 0; n < batch; n++) {
            const REAL *from = x + n * stride + c * inner;
            REAL *to = out + n * stride + c * inner;
            if (inner == 1)
                for (long i = 0; i < width; i++)
                    to[i] = (from[i] - mean[c + i]) * gains[i] + shift[c + i];
            else
                NAME(scale_plane)(inner, from, mean[c], gains[0], shift[c], to);
        }
    }
}

// Σ g and Σ g (x − mean) of LANE_GROUP channels of one pixel each, or of one of many.
INLINE void NAME(gradient_sums)(long batch, long stride, long inner, long width, const REAL *g, const REAL *x,
                                const REAL *mean, double *sums, double *products) {
    if (inner > 1) {
        wide sum = {0}, product = {0};
        for (long n = 0; n < batch; n++)
            NAME(add_plane)(g + n * stride, x + n * stride, *mean, inner, &sum, &product);
        *sums = NAME(lane_sum)(sum), *products = NAME(lane_sum)(product);
        return;
    }
    for (long i = 0; i < width; i++)
        sums[i] = products[i] = 0;
    for (long n = 0; n < batch; n++, g += stride, x += stride)
        for (long i = 0; i < width; i++) {
            sums[i] += g[i];
            products[i] += (double)g[i] * (x[i] - mean[i]);
        }
}

INLINE void NAME(slope_plane)(long count, const REAL *g, const REAL *x, REAL center, REAL gain, REAL slope, REAL offset,
                              REAL *to) {
    long i = 0;
    for (; i + LANES <= count; i += LANES)
        store(to + i, gain * load(g + i) + (slope * (load(x + i) - center) + offset));
    if (i < count)
        store_part(to + i, gain * load_part(g + i, count - i) + (slope * (load_part(x + i, count - i) - center) + offset),
                   count - i);
}

// With x̂ = (x − mean)/σ and gain = scale/σ: by x it is gain · (g − mean(g) − x̂ · mean(g x̂)).
static void NAME(normalize_batch_gradient)(long batch, long channels, long inner, long first, long end, const REAL *g,
                                           const REAL *x, double epsilon, const REAL *scale, const REAL *mean,
                                           const REAL *variance, REAL *by_scale, REAL *by_shift, REAL *by_x) {
    const long stride = channels * inner, group = inner == 1 ? LANE_GROUP : 1;
    const double count = (double)batch * (double)inner;
    for (long c = first; c < end; c += group) {
        const long width = end - c < group ? end - c : group, start = c * inner;
        double sums[LANE_GROUP], products[LANE_GROUP];
        REAL gains[LANE_GROUP], slopes[LANE_GROUP], offsets[LANE_GROUP];
        NAME(gradient_sums)(batch, stride, inner, width, g + start, x + start, mean + c, sums, products);
        for (long i = 0; i < width; i++) {
            double inverse = 1 / sqrt(variance[c + i] + epsilon), gain = scale[c + i] * inverse;
            by_scale[c + i] = (REAL)(products[i] * inverse), by_shift[c + i] = (REAL)sums[i];
            gains[i] = (REAL)gain;
            slopes[i] = (REAL)(-gain * inverse * inverse * products[i] / count);
            offsets[i] = (REAL)(-gain * sums[i] / count);
        }
        for (long n = 0; by_x && n < batch; n++) {
            const REAL *slope = g + n * stride + start, *from = x + n * stride + start;
            REAL *to = by_x + n * stride + start;
            if (inner == 1)
                for (long i = 0; i < width; i++)
                    to[i] = gains[i] * slope[i] + (slopes[i] * (from[i] - mean[c + i]) + offsets[i]);
            else
                NAME(slope_plane)(inner, slope, from, mean[c], gains[0], slopes[0], offsets[0], to);
        }
    }
}

#undef wide
