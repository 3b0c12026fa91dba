// This kernel computes the product in double, with a separate exponent, so that running products neither overflow nor
// underflow. The code uses this kernel for blocks of samples whose factors the fast kernel cannot bound.

#undef WIDE_LANES
#define WIDE_LANES ((long)(VECTOR_BYTES / sizeof(double)))
typedef double NAME(wide) __attribute__((vector_size(VECTOR_BYTES)));
typedef int64_t NAME(wide_mask) __attribute__((vector_size(VECTOR_BYTES)));
typedef REAL NAME(narrow) __attribute__((vector_size(WIDE_LANES * sizeof(REAL))));

// Returns WIDE_LANES elements as double.
INLINE NAME(wide) NAME(widen)(const REAL *from) {
    NAME(narrow) value;
    memcpy(&value, from, sizeof value);
    return __builtin_convertvector(value, NAME(wide));
}

// Products mantissa · 2^exponent, one in each lane. The absolute value of a mantissa is between 2^−256 and 2^256,
// unless the mantissa is 0, NaN or infinite.
typedef struct {
    NAME(wide) mantissa, exponent;
} NAME(scaled);

INLINE void NAME(multiply)(NAME(scaled) *product, NAME(wide) factor) {
    const NAME(wide) zero = {0}, large = zero + 0x1p256, small = zero + 0x1p-256;
    NAME(wide) value = product->mantissa * factor;
    NAME(wide) magnitude = (NAME(wide))((NAME(wide_mask))value & INT64_MAX);
    NAME(wide_mask) is_large = magnitude > large, is_small = magnitude < small;
    // Masks select the scale 1, 2^−256 or 2^256. A mantissa of 0 or NaN does not change.
    NAME(wide_mask) one = (NAME(wide_mask))(zero + 1.0);
    NAME(wide) scale = (NAME(wide))(((NAME(wide_mask))small & is_large) | ((NAME(wide_mask))large & is_small)
                                    | (one & ~is_large & ~is_small));
    product->mantissa = value * scale;
    product->exponent += (NAME(wide))((NAME(wide_mask))(zero + 256.0) & is_large);
    product->exponent -= (NAME(wide))((NAME(wide_mask))(zero + 256.0) & is_small);
}

// Returns the product of the factors 1 − βx of a row of x and a row of β. Lane l contains the product of the factors of
// the columns j with j mod WIDE_LANES = l.
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

// Multiplies all lanes, so that lane 0 contains the product of the row.
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

static void NAME(synapse_exact_product)(const synann_synapse *s, long first, long end) {
    const REAL *x = s->x, *beta = s->beta, *excitation = s->excitation, *alpha = s->alpha;
    REAL *result = s->result;
    for (long b = first; b < end; b++)
        for (long i = 0; i < s->outputs; i++) {
            long at = b * s->outputs + i;
            NAME(scaled) product = NAME(row_product)(s->inputs, x + b * s->inputs, beta + i * s->inputs);
            NAME(fold)(&product);
            double mantissa = product.mantissa[0], exponent = product.exponent[0], value;
            if (s->as_logarithm) {
                value = log(mantissa) + exponent * 0.693147180559945309417;
            } else {
                double bounded = exponent > 4000 ? 4000 : exponent < -4000 ? -4000 : exponent;
                value = bounded == 0 ? mantissa : ldexp(mantissa, (int)bounded);
            }
            REAL rounded = (REAL)value;
            ((REAL *)s->product)[at] = rounded;
            if (result)
                result[at] = rounded * (excitation ? excitation[at] : 1) * (alpha ? alpha[i] : 1);
        }
}

// Adds the gradients of a sample and output with respect to β and x if exactly one factor 1 − βx is 0. The derivative
// of the product P of all factors with respect to this factor is the product of the other factors. If two or more
// factors are 0, every derivative is 0.
static void NAME(add_zero_factor)(long inputs, const REAL *x, const REAL *beta, double product_gradient,
                                  REAL *beta_gradient, REAL *x_gradient) {
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
    if (position < 0)
        return;
    long bounded = exponent > 4000 ? 4000 : exponent < -4000 ? -4000 : exponent;
    double rest = product_gradient * ldexp(mantissa, (int)bounded);
    beta_gradient[position] -= (REAL)(rest * x[position]);
    if (x_gradient)
        x_gradient[position] -= (REAL)(rest * beta[position]);
}

static void NAME(synapse_add_zero_factors)(const synann_synapse_gradient_operands *s, const REAL *product_gradient) {
    const REAL *x = s->x, *beta = s->beta;
    REAL *beta_gradient = s->beta_gradient, *x_gradient = s->x_gradient;
    for (long b = 0; b < s->batch; b++)
        for (long i = 0; i < s->outputs; i++)
            if (product_gradient[b * s->outputs + i] != 0)
                NAME(add_zero_factor)(s->inputs, x + b * s->inputs, beta + i * s->inputs,
                                      product_gradient[b * s->outputs + i], beta_gradient + i * s->inputs,
                                      x_gradient ? x_gradient + b * s->inputs : 0);
}
