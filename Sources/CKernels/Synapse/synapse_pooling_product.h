// The forward pass of the pooling: the products of the factors 1 − βx, and the results.

INLINE vint NAME(is_far)(vreal product) {
    const vreal magnitude = NAME(vabs)(product);
    return (vint)(magnitude > GREATEST_PRODUCT) | ((vint)(magnitude < LEAST_PRODUCT) & (vint)(product != 0));
}

// Moves the exponents of the products into `exponent`. The magnitudes of the products are then from 1 to 2. Products
// that are 0, infinite or NaN do not change.
INLINE void NAME(normalize)(vreal *product, vreal *exponent) {
    const vint has_exponent = (vint)(*product != 0) & (vint)(*product - *product == 0);
    const vint shift = (((vint)NAME(vabs)(*product) >> MANTISSA_BITS) - BIAS) & has_exponent;
    // 2^−shift may be out of range. Its two factors are not.
    const vint half = shift >> 1;
    *product = *product * NAME(power_of_two)(-half) * NAME(power_of_two)(half - shift);
    *exponent += __builtin_convertvector(shift, vreal);
}

// Returns product · 2^exponent.
INLINE vreal NAME(scaled_product)(vreal product, vreal exponent) {
    if (!NAME(any_lane)((vint)(exponent != 0)))
        return product;
    for (long lane = 0; lane < LANES; lane++) {
        const REAL bounded = exponent[lane] > 4000 ? 4000 : exponent[lane] < -4000 ? -4000 : exponent[lane];
        product[lane] = (REAL)ldexp((double)product[lane], (int)bounded);
    }
    return product;
}

typedef struct {
    vreal beta[POOL_VECTORS], product[POOL_VECTORS], sum[POOL_VECTORS], size[POOL_VECTORS];
} NAME(pool_registers);

// Includes one vector of x in each of the `vectors` products, whose exponents are at `exponent`.
INLINE void NAME(include)(NAME(pool_registers) *r, const vreal *x, REAL *exponent, long vectors) {
#pragma clang fp contract(fast)
    vint far = {0};
    FOR_VECTORS {
        const vreal term = r->product[v] * (r->beta[v] * x[v]);
        r->sum[v] += term;
        r->size[v] += NAME(vabs)(term);
        r->product[v] *= 1 - r->beta[v] * x[v];
        far |= NAME(is_far)(r->product[v]);
    }
    if (__builtin_expect(NAME(any_lane)(far), 0))
        FOR_VECTORS {
            vreal shifted = load(exponent + v * LANES);
            NAME(normalize)(&r->product[v], &shifted);
            store(exponent + v * LANES, shifted);
        }
}

// Includes the `count` elements of a run of instances in the columns j ..< j + vectors · LANES of the pool. `readable`
// is the number of elements that may be read. If the row has one instance, the last vector of the row may contain
// elements of the next instance; these lanes are not used.
INLINE void NAME(include_columns)(const NAME(pool) *pool, const REAL *x, long count, long readable, long j,
                                  long vectors) {
    NAME(pool_registers) r;
    FOR_VECTORS {
        r.beta[v] = load(pool->beta + j + v * LANES);
        r.product[v] = load(pool->product + j + v * LANES);
        r.sum[v] = load(pool->sum + j + v * LANES);
        r.size[v] = load(pool->size + j + v * LANES);
    }
    long i = j;
    vreal values[POOL_VECTORS];
    for (; i < count && i + vectors * LANES <= readable; i += pool->width) {
        FOR_VECTORS values[v] = load(x + i + v * LANES);
        NAME(include)(&r, values, pool->exponent + j, vectors);
    }
    for (; i < count; i += pool->width) {
        FOR_VECTORS {
            const long rest = readable - i - v * LANES;
            values[v] = rest > 0 ? load_some(x + i + v * LANES, rest) : broadcast(0);
        }
        NAME(include)(&r, values, pool->exponent + j, vectors);
    }
    FOR_VECTORS {
        store(pool->product + j + v * LANES, r.product[v]);
        store(pool->sum + j + v * LANES, r.sum[v]);
        store(pool->size + j + v * LANES, r.size[v]);
    }
}

static void NAME(include_run)(const NAME(pool) *pool, const REAL *x, long count, long readable) {
    long j = 0;
    for (; j + 4 * LANES <= pool->padded; j += 4 * LANES)
        NAME(include_columns)(pool, x, count, readable, j, 4);
    for (; j + 2 * LANES <= pool->padded; j += 2 * LANES)
        NAME(include_columns)(pool, x, count, readable, j, 2);
    if (j < pool->padded)
        NAME(include_columns)(pool, x, count, readable, j, 1);
}

static void NAME(include_set)(const synann_pooled_sets *s, const NAME(pool) *pool, long n) {
    for (long k = 0; k < pool->padded; k++) {
        pool->product[k] = 1;
        pool->exponent[k] = pool->sum[k] = pool->size[k] = 0;
    }
    const uint8_t *mask = s->mask ? s->mask + n * s->instances : 0;
    const REAL *x = s->x;
    for (long i = 0; i < s->instances;) {
        const long end = NAME(end_of_run)(mask, i, s->instances), start = n * s->instances + i;
        const long count = (end - i) * s->channels;
        const long readable = pool->groups == 1 ? (s->sets * s->instances - start) * s->channels : count;
        NAME(include_run)(pool, x + start * s->channels, count, readable);
        i = end + 1;
    }
}

// Multiplies the products of all groups for the channels c ..< c + length, and returns the result in the first vector
// of each register.
INLINE NAME(pool_registers) NAME(fold)(const NAME(pool) *pool, long c, long length, vreal *exponent) {
#pragma clang fp contract(fast)
    const long channels = pool->width / pool->groups;
    NAME(pool_registers) r = {.product = {broadcast(1)}};
    *exponent = broadcast(0);
    for (long k = c; k < pool->width; k += channels) {
        r.sum[0] += r.product[0] * load_some(pool->sum + k, length);
        r.size[0] += NAME(vabs)(r.product[0]) * load_some(pool->size + k, length);
        r.product[0] *= load_some(pool->product + k, length);
        *exponent += load_some(pool->exponent + k, length);
        if (NAME(any_lane)(NAME(is_far)(r.product[0])))
            NAME(normalize)(&r.product[0], exponent);
    }
    return r;
}

static void NAME(finish_set)(const synann_pooled_sets *s, const NAME(pool) *pool, const synann_pooling_results *results,
                             long n) {
#pragma clang fp contract(fast)
    const REAL *leaks = s->leak;
    REAL *result = (REAL *)results->result + n * s->channels;
    REAL *products = results->product ? (REAL *)results->product + n * s->channels : 0;
    FOR_EACH_VECTOR(c, length, s->channels, {
        vreal exponent;
        const NAME(pool_registers) r = NAME(fold)(pool, c, length, &exponent);
        const vreal leak = leaks ? load_some(leaks + c, length) : broadcast(0);
        const vreal product = (1 - leak) * r.product[0];
        const vreal sum = leak + (1 - leak) * r.sum[0];
        const vreal size = NAME(vabs)(leak) + NAME(vabs)(1 - leak) * r.size[0];
        // The sum is used only where the product would lose its digits in 1 − product.
        const vint uses_sum = (vint)(product > (REAL)0.5) & (vint)(size <= 1) & (vint)(exponent == 0);
        vreal value;
        if (results->as_surprisal)
            value = 0 - choose(uses_sum, NAME(vlog1p)(-sum),
                               NAME(vlog)(product) + exponent * (REAL)0.693147180559945309417);
        else
            value = choose(uses_sum, sum, 1 - NAME(scaled_product)(product, exponent));
        store_some(result + c, value, length);
        if (products)
            store_some(products + c, NAME(scaled_product)(r.product[0], exponent), length);
    })
}

static void NAME(synapse_pooling)(const synann_pooled_sets *s, const synann_pooling_results *results, long first,
                                  long end, void *scratch) {
    const NAME(pool) pool = NAME(pool_in)(s, scratch);
    NAME(repeat)(&pool, s->beta, pool.beta);
    for (long n = first; n < end; n++) {
        NAME(include_set)(s, &pool, n);
        NAME(finish_set)(s, &pool, results, n);
    }
}
