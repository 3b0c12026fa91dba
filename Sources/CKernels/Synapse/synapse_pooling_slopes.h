// The backward pass of the pooling. Let h be the gradient of the loss with respect to the surprisal −log(1 − P). Then
//
//     dx[i] = h β / (1 − β x[i])        dβ = Σ_n h Σ_i x[i] / (1 − β x[i])
//
// If the result is P, then h is the cotangent times (1 − λ) ∏_i (1 − β x[i]).

// Returns whether a factor of the columns j ..< j + vectors · LANES is 0. The gradients with respect to such a factor are
// computed later.
INLINE int NAME(slope_columns)(const NAME(pool) *pool, const REAL *x, REAL *dx, long count, long j, long vectors) {
#pragma clang fp contract(fast)
    vreal beta[POOL_VECTORS], slope[POOL_VECTORS], sum[POOL_VECTORS];
    vint zeros = {0};
    FOR_VECTORS {
        beta[v] = load(pool->beta + j + v * LANES);
        slope[v] = load(pool->slope + j + v * LANES);
        sum[v] = load(pool->sum + j + v * LANES);
    }
    const int fits = j + vectors * LANES <= pool->width;
    for (long i = j; i < count; i += pool->width) {
        const int is_full = fits && i + vectors * LANES <= count;
        FOR_VECTORS {
            const long place = i + v * LANES, column = pool->width - j - v * LANES;
            const long rest = column < count - place ? column : count - place;
            if (!is_full && rest <= 0)
                continue;
            const vreal value = is_full ? load(x + place) : load_some(x + place, rest);
            const vreal factor = 1 - beta[v] * value;
            const vint is_zero = (vint)(factor == 0);
            const vreal quotient = (vreal)((vint)(1 / factor) & ~is_zero);
            zeros |= is_zero;
            sum[v] += value * quotient;
            if (is_full)
                store(dx + place, slope[v] * quotient);
            else
                store_some(dx + place, slope[v] * quotient, rest);
        }
    }
    FOR_VECTORS store(pool->sum + j + v * LANES, sum[v]);
    return NAME(any_lane)(zeros);
}

static int NAME(slope_run)(const NAME(pool) *pool, const REAL *x, REAL *dx, long count) {
    long j = 0;
    int found_zero = 0;
    for (; j + 4 * LANES <= pool->padded; j += 4 * LANES)
        found_zero |= NAME(slope_columns)(pool, x, dx, count, j, 4);
    for (; j + 2 * LANES <= pool->padded; j += 2 * LANES)
        found_zero |= NAME(slope_columns)(pool, x, dx, count, j, 2);
    if (j < pool->padded)
        found_zero |= NAME(slope_columns)(pool, x, dx, count, j, 1);
    return found_zero;
}

// Returns the gradient with respect to the surprisal for set n and channel c, times the product of all factors but 1 −
// β x_i for P. The product of these factors is `others`.
INLINE double NAME(cotangent_of)(const synann_pooled_sets *s, const synann_pooling_gradients *g, long at, double others) {
    const double cotangent = ((const REAL *)g->cotangent)[at];
    const double leak = s->leak ? (double)((const REAL *)s->leak)[at % s->channels] : 0;
    return g->product ? cotangent * (1 - leak) * others : cotangent;
}

// Adds the gradients with respect to the factors of set n and channel c that are exactly 0. The derivative of P with
// respect to a single factor of 0 is the product of the other factors; if two factors are 0, every derivative is 0. The
// derivative of the surprisal is infinite, but a cotangent of 0 gives 0.
static void NAME(add_zero_slopes)(const synann_pooled_sets *s, const synann_pooling_gradients *g, long n, long c) {
#pragma clang fp contract(fast)
    const REAL *x = (const REAL *)s->x + n * s->instances * s->channels + c;
    REAL *dx = (REAL *)g->x_gradient + n * s->instances * s->channels + c, *dbeta = (REAL *)g->beta_gradient + c;
    const REAL beta = ((const REAL *)s->beta)[c];
    double mantissa = 1;
    long exponent = 0, zeros = 0;
    for (long i = 0; i < s->instances; i++) {
        if (s->mask && !s->mask[n * s->instances + i])
            continue;
        const REAL factor = 1 - beta * x[i * s->channels];
        int shift = 0;
        if (factor == 0)
            zeros++;
        else
            mantissa = frexp(mantissa * (double)factor, &shift);
        exponent += shift;
    }
    if (zeros == 0 || (zeros > 1 && g->product))
        return;
    const long bounded = exponent > 4000 ? 4000 : exponent < -4000 ? -4000 : exponent;
    const double h = NAME(cotangent_of)(s, g, n * s->channels + c, ldexp(mantissa, (int)bounded));
    const double rest = g->product || h == 0 ? h : h / 0.0;
    for (long i = 0; i < s->instances; i++) {
        if ((s->mask && !s->mask[n * s->instances + i]) || 1 - beta * x[i * s->channels] != 0)
            continue;
        dx[i * s->channels] += (REAL)(rest * (double)beta);
        *dbeta += (REAL)(rest * (double)x[i * s->channels]);
    }
}

// Writes the cotangents h and the slopes h β of set n, and clears the sums.
INLINE void NAME(begin_slopes)(const synann_pooled_sets *s, const NAME(pool) *pool, const synann_pooling_gradients *g,
                               long n) {
    const REAL *product = g->product;
    for (long c = 0; c < s->channels; c++) {
        const long at = n * s->channels + c;
        pool->cotangent[c] = (REAL)NAME(cotangent_of)(s, g, at, product ? (double)product[at] : 1);
    }
    NAME(repeat)(pool, pool->cotangent, pool->slope);
    for (long k = 0; k < pool->padded; k++) {
        pool->slope[k] *= pool->beta[k];
        pool->sum[k] = 0;
    }
}

static void NAME(slopes_of_set)(const synann_pooled_sets *s, const NAME(pool) *pool, const synann_pooling_gradients *g,
                                long n) {
    NAME(begin_slopes)(s, pool, g, n);
    const long channels = s->channels;
    const uint8_t *mask = s->mask ? s->mask + n * s->instances : 0;
    const REAL *x = (const REAL *)s->x + n * s->instances * channels;
    REAL *dx = (REAL *)g->x_gradient + n * s->instances * channels;
    int found_zero = 0;
    for (long i = 0; i < s->instances;) {
        const long end = NAME(end_of_run)(mask, i, s->instances);
        found_zero |= NAME(slope_run)(pool, x + i * channels, dx + i * channels, (end - i) * channels);
        if (end < s->instances)
            memset(dx + end * channels, 0, (size_t)channels * sizeof(REAL));
        i = end + 1;
    }
    REAL *dbeta = g->beta_gradient;
    for (long c = 0; c < channels; c++) {
        REAL sum = 0;
        for (long k = c; k < pool->width; k += channels)
            sum += pool->sum[k];
        dbeta[c] += pool->cotangent[c] * sum;
        if (found_zero)
            NAME(add_zero_slopes)(s, g, n, c);
    }
}

static void NAME(synapse_pooling_gradient)(const synann_pooled_sets *s, const synann_pooling_gradients *gradients,
                                           long first, long end, void *scratch) {
    const NAME(pool) pool = NAME(pool_in)(s, scratch);
    NAME(repeat)(&pool, s->beta, pool.beta);
    for (long n = first; n < end; n++)
        NAME(slopes_of_set)(s, &pool, gradients, n);
}
