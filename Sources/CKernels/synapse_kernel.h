#undef WIDE_LANES
#define WIDE_LANES ((long)(VECTOR_BYTES / sizeof(double)))
typedef double NAME(wide) __attribute__((vector_size(VECTOR_BYTES)));
typedef int64_t NAME(wide_mask) __attribute__((vector_size(VECTOR_BYTES)));
typedef REAL NAME(narrow) __attribute__((vector_size(WIDE_LANES * sizeof(REAL))));

// WIDE_LANES elements as double.
INLINE NAME(wide) NAME(widen)(const REAL *from) {
    NAME(narrow) value;
    memcpy(&value, from, sizeof value);
    return __builtin_convertvector(value, NAME(wide));
}

// A product in scaled form: mantissa · 2^exponent, the mantissa within 2^±256 of 1 unless it is 0 or not finite.
typedef struct {
    NAME(wide) mantissa, exponent;
} NAME(scaled);

INLINE void NAME(multiply)(NAME(scaled) *product, NAME(wide) factor) {
    const NAME(wide) zero = {0}, large = zero + 0x1p256, small = zero + 0x1p-256;
    NAME(wide) value = product->mantissa * factor;
    NAME(wide) magnitude = (NAME(wide))((NAME(wide_mask))value & INT64_MAX);
    NAME(wide_mask) is_large = magnitude > large, is_small = magnitude < small;
    // 1, 2^-256 or 2^256, chosen by masks: a product with a zero factor keeps its 0, NaN its NaN.
    NAME(wide_mask) one = (NAME(wide_mask))(zero + 1.0);
    NAME(wide) scale = (NAME(wide))(((NAME(wide_mask))small & is_large) | ((NAME(wide_mask))large & is_small)
                                    | (one & ~is_large & ~is_small));
    product->mantissa = value * scale;
    product->exponent += (NAME(wide))((NAME(wide_mask))(zero + 256.0) & is_large);
    product->exponent -= (NAME(wide))((NAME(wide_mask))(zero + 256.0) & is_small);
}

// 1 − βx of a pair of rows, lane by lane.
INLINE NAME(scaled) NAME(row_product)(long inputs, const REAL *x, const REAL *beta) {
    NAME(scaled) product = {(NAME(wide)){0} + 1.0, {0}};
    long j = 0;
    for (; j + WIDE_LANES <= inputs; j += WIDE_LANES)
        NAME(multiply)(&product, 1.0 - NAME(widen)(beta + j) * NAME(widen)(x + j));
    if (j < inputs) {
        REAL x_part[WIDE_LANES], beta_part[WIDE_LANES];
        memset(x_part, 0, sizeof x_part);
        memset(beta_part, 0, sizeof beta_part);
        memcpy(x_part, x + j, (size_t)(inputs - j) * sizeof(REAL));
        memcpy(beta_part, beta + j, (size_t)(inputs - j) * sizeof(REAL));
        NAME(multiply)(&product, 1.0 - NAME(widen)(beta_part) * NAME(widen)(x_part));
    }
    return product;
}

// Upper and lower lanes multiplied with each other until the whole product stands in lane 0.
INLINE void NAME(fold)(NAME(scaled) *product) {
    for (long width = WIDE_LANES / 2; width > 0; width /= 2) {
        NAME(wide) upper = product->mantissa, exponent = product->exponent;
        for (long lane = 0; lane < width; lane++) {
            upper[lane] = product->mantissa[lane + width];
            exponent[lane] = product->exponent[lane + width];
        }
        NAME(multiply)(product, upper);
        product->exponent += exponent;
    }
}

static void NAME(synapse_product)(long first, long end, long inputs, long outputs, const REAL *x, const REAL *beta,
                                  REAL *result, int as_logarithm) {
    for (long b = first; b < end; b++)
        for (long i = 0; i < outputs; i++) {
            NAME(scaled) product = NAME(row_product)(inputs, x + b * inputs, beta + i * inputs);
            NAME(fold)(&product);
            double mantissa = product.mantissa[0], exponent = product.exponent[0];
            if (as_logarithm) {
                result[b * outputs + i] = (REAL)(log(mantissa) + exponent * 0.693147180559945309417);
            } else {
                double bounded = exponent > 4000 ? 4000 : exponent < -4000 ? -4000 : exponent;
                result[b * outputs + i] = (REAL)(bounded == 0 ? mantissa : ldexp(mantissa, (int)bounded));
            }
        }
}

// The derivative where one factor is 0: that factor's own, times the product of all others. With two zero factors
// every derivative is 0.
static void NAME(synapse_zero_factor)(long inputs, const REAL *x, const REAL *beta, double slope, double *beta_sums,
                                      REAL *x_gradient) {
    long position = -1;
    double mantissa = 1;
    long exponent = 0;
    for (long j = 0; j < inputs; j++) {
        double factor = 1.0 - (double)beta[j] * (double)x[j];
        if (factor == 0) {
            if (position >= 0)
                return;
            position = j;
            continue;
        }
        int shift = 0;
        mantissa = frexp(mantissa * factor, &shift);
        exponent += shift;
    }
    long bounded = exponent > 4000 ? 4000 : exponent < -4000 ? -4000 : exponent;
    double rest = slope * ldexp(mantissa, (int)bounded);
    beta_sums[position] -= rest * x[position];
    if (x_gradient)
        x_gradient[position] -= (REAL)(rest * beta[position]);
}

static void NAME(synapse_gradient)(long batch, long inputs, long outputs, long first, long end, const REAL *x,
                                   const REAL *beta, const REAL *h, const REAL *slope, REAL *beta_gradient,
                                   REAL *x_gradient, double *beta_sums) {
    for (long i = first; i < end; i++) {
        const REAL *beta_row = beta + i * inputs;
        memset(beta_sums, 0, (size_t)inputs * sizeof(double));
        for (long b = 0; b < batch; b++) {
            const REAL *x_row = x + b * inputs;
            REAL *x_sums = x_gradient ? x_gradient + b * inputs : 0;
            double weight = h[b * outputs + i];
            int has_zero = 0;
            // Plain loops over arrays, which the compiler turns into vector code.
            for (long j = 0; j < inputs; j++) {
                double factor = 1.0 - (double)beta_row[j] * (double)x_row[j];
                int is_zero = factor == 0 && slope;
                has_zero |= is_zero;
                double ratio = is_zero ? 0.0 : weight / factor;
                beta_sums[j] -= ratio * x_row[j];
                if (x_sums)
                    x_sums[j] -= (REAL)(ratio * beta_row[j]);
            }
            if (has_zero)
                NAME(synapse_zero_factor)(inputs, x_row, beta_row, slope[b * outputs + i], beta_sums, x_sums);
        }
        for (long j = 0; j < inputs; j++)
            beta_gradient[i * inputs + j] = (REAL)beta_sums[j];
    }
}
