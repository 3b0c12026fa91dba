// For every weight, the kernel adds a product to each of eight vectors of sums. The sums stay in registers. The eight
// additions do not depend on each other, so the processor does not wait for the result of the previous addition. Sums
// of integers are unsigned, because overflow must wrap around.

#undef SUM
#if defined(IS_FLOAT) || defined(IS_DOUBLE)
#define SUM vreal
#else
#define SUM NAME(vunsigned)
typedef UNSIGNED NAME(vunsigned) __attribute__((vector_size(VECTOR_BYTES)));
#endif

#ifndef VECTORS
#define VECTORS 8
#endif

static void NAME(correlate)(long count, long length, const REAL *x, const REAL *weights, REAL *y) {
    long i = 0;
    for (; i + VECTORS * LANES <= count; i += VECTORS * LANES) {
        SUM sums[VECTORS] = {{0}};
        for (long k = 0; k < length; k++) {
            const SUM weight = (SUM)broadcast(weights[k]);
            for (int part = 0; part < VECTORS; part++)
                sums[part] += (SUM)load(x + i + k + part * LANES) * weight;
        }
        for (int part = 0; part < VECTORS; part++)
            store(y + i + part * LANES, (vreal)sums[part]);
    }
    for (; i < count; i += LANES) {
        const long number = count - i < LANES ? count - i : LANES;
        SUM sum = {0};
        for (long k = 0; k < length; k++)
            sum += (SUM)load_some(x + i + k, number) * (SUM)broadcast(weights[k]);
        store_some(y + i, (vreal)sum, number);
    }
}

#undef SUM
