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

static void NAME(normalize_gradient)(long batch, long channels, long inner, const REAL *g, const REAL *x,
                                     const REAL *center, const REAL *a, const REAL *b, const REAL *d, REAL *out) {
    for (long n = 0; n < batch; n++) {
        if (inner == 1) {
            for (long c = 0; c < channels; c++)
                out[c] = a[c] * g[c] + (b[c] * (x[c] - center[c]) + d[c]);
        } else {
            for (long c = 0; c < channels; c++)
                for (long i = c * inner; i < (c + 1) * inner; i++)
                    out[i] = a[c] * g[i] + (b[c] * (x[i] - center[c]) + d[c]);
        }
        g += channels * inner, x += channels * inner, out += channels * inner;
    }
}

// Sums of a plane in vectors, of all planes of a channel in double.
static void NAME(normalize_plane_sums)(long inner, const REAL *g, const REAL *x, REAL center, double *sum,
                                       double *product) {
    vreal sums[2] = {{0}}, products[2] = {{0}};
    long i = 0;
    for (; i + 2 * LANES <= inner; i += 2 * LANES)
        for (int part = 0; part < 2; part++) {
            vreal vg = load(g + i + part * LANES);
            sums[part] += vg;
            products[part] += vg * (load(x + i + part * LANES) - center);
        }
    for (; i < inner; i++) {
        *sum += g[i];
        *product += (double)g[i] * (x[i] - center);
    }
    sums[0] += sums[1], products[0] += products[1];
    for (long lane = 0; lane < LANES; lane++) {
        *sum += sums[0][lane];
        *product += products[0][lane];
    }
}

static void NAME(normalize_sums)(long batch, long channels, long inner, long first, long end, const REAL *g,
                                 const REAL *x, const REAL *center, REAL *sums, REAL *products) {
    if (inner > 1) {
        for (long c = first; c < end; c++) {
            double sum = 0, product = 0;
            for (long n = 0; n < batch; n++) {
                long start = (n * channels + c) * inner;
                NAME(normalize_plane_sums)(inner, g + start, x + start, center[c], &sum, &product);
            }
            sums[c] = (REAL)sum, products[c] = (REAL)product;
        }
        return;
    }
    for (long c = first; c < end; c += 16) {
        long width = end - c < 16 ? end - c : 16;
        double sum[16] = {0}, product[16] = {0};
        for (long n = 0; n < batch; n++)
            for (long i = 0; i < width; i++) {
                REAL value = g[n * channels + c + i];
                sum[i] += value;
                product[i] += (double)value * (x[n * channels + c + i] - center[c + i]);
            }
        for (long i = 0; i < width; i++)
            sums[c + i] = (REAL)sum[i], products[c + i] = (REAL)product[i];
    }
}
