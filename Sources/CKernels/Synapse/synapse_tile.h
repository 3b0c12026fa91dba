// The micro-kernel multiplies ROWS samples by PANEL outputs. The running products are in registers. For each column the
// kernel loads β from a packed panel and broadcasts a scalar of each sample. A column in quotient form takes 2 · ROWS
// subtractions and 2 · ROWS multiplications of vectors. The 2 · ROWS independent products hide the latency of the
// multiplication.

// The products of a block, as mantissa · 2^exponent. The exponents are not initialized if the schedule does not split
// them off.
typedef struct {
    vreal mantissa[ROWS][2];
    vint exponent[ROWS][2];
} NAME(products);

#undef EXPONENT_SHIFT
#undef EXPONENT_BIAS
#if IS_FLOAT
#define EXPONENT_SHIFT 23
#define EXPONENT_BIAS 127
#else
#define EXPONENT_SHIFT 52
#define EXPONENT_BIAS 1023
#endif

// Adds the exponent of each mantissa to `exponent`, where it cannot overflow, so that the absolute value of the
// mantissa is in [1, 2). A mantissa of 0 remains 0.
static void NAME(split_exponents)(NAME(products) *products) {
    for (long r = 0; r < ROWS; r++)
        for (long half = 0; half < 2; half++) {
            vreal *mantissa = &products->mantissa[r][half];
            vint field = ((vint)*mantissa >> EXPONENT_SHIFT) & (2 * EXPONENT_BIAS + 1);
            products->exponent[r][half] += field - EXPONENT_BIAS;
            *mantissa *= (vreal)((2 * EXPONENT_BIAS - field) << EXPONENT_SHIFT);
        }
}

// Returns mantissa · 2^exponent. The result is rounded only if it is subnormal, and then only once.
INLINE vreal NAME(joined)(vreal mantissa, vint exponent) {
    const vint limit = (vint){0} + (2 * EXPONENT_BIAS - 4);
    vint is_high = exponent > limit, is_low = exponent < -limit;
    exponent = (limit & is_high) | (-limit & is_low) | (exponent & ~is_high & ~is_low);
    vint half = exponent >> 1;
    mantissa *= (vreal)((half + EXPONENT_BIAS) << EXPONENT_SHIFT);
    return mantissa * (vreal)((exponent - half + EXPONENT_BIAS) << EXPONENT_SHIFT);
}

// Returns 1 − βx with a single rounding. If βx is near 1 and is rounded before the subtraction, only few digits of the
// difference are correct.
INLINE vreal NAME(direct_factor)(vreal beta, vreal x) {
#if HAS_AVX2 || HAS_AVX512 || defined(__aarch64__) || IS_DOUBLE
#pragma clang fp contract(fast)
    return 1 - beta * x;
#else
    vreal factor;
    for (long lane = 0; lane < LANES; lane++)
        factor[lane] = (REAL)(1 - (double)beta[lane] * (double)x[lane]);
    return factor;
#endif
}

#define FOR_EACH_ROW _Pragma("clang loop unroll(full)") for (long r = 0; r < ROWS; r++)

static void NAME(multiply_tile)(const NAME(schedule) *s, const REAL *panel, NAME(products) *result) {
    const vreal one = broadcast(1);
    vreal p[ROWS][2];
    FOR_EACH_ROW p[r][0] = p[r][1] = one;
    if (s->splits)
        memset(result->exponent, 0, sizeof result->exponent);
    const REAL *value = s->values;
    long k = 0;
    for (long q = 0; q < s->segment_count; q++) {
        long end = s->segments[q].end;
        if (q < s->quotient_segments) {
            for (; k < end; k++, value += ROWS) {
                const REAL *beta = panel + (long)s->columns[k] * PANEL;
                vreal first = load(beta), second = load(beta + LANES);
                FOR_EACH_ROW {
                    vreal u = broadcast(value[r]);
                    vreal a = u - first, b = u - second;
                    p[r][0] *= a;
                    p[r][1] *= b;
                }
            }
            FOR_EACH_ROW {
                vreal weight = broadcast(s->weights[q * ROWS + r]);
                p[r][0] *= weight;
                p[r][1] *= weight;
            }
        } else {
            for (; k < end; k++, value += ROWS) {
                const REAL *beta = panel + (long)s->columns[k] * PANEL;
                vreal first = load(beta), second = load(beta + LANES);
                FOR_EACH_ROW {
                    vreal x = broadcast(value[r]);
                    p[r][0] *= NAME(direct_factor)(first, x);
                    p[r][1] *= NAME(direct_factor)(second, x);
                }
            }
        }
        // The products are copied element by element. If the code took the address of p, the compiler would store p in
        // every step of the loops above.
        if (s->segments[q].splits) {
            FOR_EACH_ROW result->mantissa[r][0] = p[r][0], result->mantissa[r][1] = p[r][1];
            NAME(split_exponents)(result);
            FOR_EACH_ROW p[r][0] = result->mantissa[r][0], p[r][1] = result->mantissa[r][1];
        }
    }
    FOR_EACH_ROW result->mantissa[r][0] = p[r][0], result->mantissa[r][1] = p[r][1];
}

#undef FOR_EACH_ROW
