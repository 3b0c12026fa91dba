// Special functions of vectors of double, computed by the polynomials of coefficients.h and the functions of
// vector_math.h. Some arguments of log Γ and ψ, the arguments that are not positive, need a reflection. The functions
// of scalar.h compute these lanes one by one.
//
// special.c converts float to double before it calls these kernels, so only double is instantiated.

#if IS_DOUBLE

#include "../Vector/vector_math.h"

#undef POLYNOMIAL
#define POLYNOMIAL(table, t) NAME(horner)(table, (long)(sizeof(table) / sizeof(table[0])), t)

INLINE vreal NAME(horner)(const double *c, long count, vreal t) {
    FUSED
    vreal p = broadcast(c[count - 1]);
#pragma clang loop unroll(full)
    for (long i = count - 2; i >= 0; i--)
        p = p * t + c[i];
    return p;
}

// The error function, the normal distribution and their inverses.

// Returns e^(−f x²) for f = 1 or ½. The code writes x² as a square without rounding error, high², plus a small rest.
INLINE vreal NAME(gaussian)(vreal x, REAL f) {
    FUSED
    vreal size = NAME(bounded)(NAME(vabs)(x), 0, 40);
    vreal high = (vreal)((vint)size & ~(vint)((vint){0} + 0x7ffffff));
    vreal rest = -f * ((size - high) * (size + high));
    vreal correction = rest + rest * rest * (0.5 + rest * (REAL)(1.0 / 6));
    vreal value = NAME(vexp)(-f * (high * high));
    return choose(x != x, x, value + value * correction);
}

// Returns erfcx(x) = e^(x²) erfc(x) for x ≥ 0.
INLINE vreal NAME(erfcx_positive)(vreal x) {
    FUSED
    vreal t = 1 - 7.5 / (x + 3.75);
    t = choose(x < 3.75, (x - 3.75) / (x + 3.75), t);
    return POLYNOMIAL(ERFCX, t) / (x + 0.5);
}

// Returns erf(x) for |x| ≤ ½.
INLINE vreal NAME(erf_near)(vreal x) {
    return x * POLYNOMIAL(ERF_NEAR, x * x);
}

INLINE vreal NAME(verfc)(vreal x) {
    vreal size = NAME(vabs)(x);
    vreal tail = NAME(gaussian)(x, 1) * NAME(erfcx_positive)(NAME(bounded)(size, 0, 1e3));
    vreal far = choose(x < 0, 2 - tail, tail);
    return choose(x != x, x, choose(size < 0.5, 1 - NAME(erf_near)(x), far));
}

// Returns erfcx(x). For x < 0 the result is 2 e^(x²) − erfcx(−x). For the exponential the code writes x² as high² plus
// a small rest, as `gaussian` does.
INLINE vreal NAME(verfcx)(vreal x) {
    FUSED
    vreal size = NAME(vabs)(x), value = NAME(erfcx_positive)(size);
    vreal near = NAME(bounded)(size, 0, 30);
    vreal high = (vreal)((vint)near & ~(vint)((vint){0} + 0x7ffffff));
    vreal rest = (near - high) * (near + high);
    vreal growth = NAME(vexp)(high * high);
    growth = growth * (1 + (rest + rest * rest * (0.5 + rest * (REAL)(1.0 / 6))));
    vreal result = choose(x < 0, 2 * growth - value, value);
    return choose(x != x, x, choose(size < 0x1p-54, broadcast(1), result));
}

#undef ROOT_OF_HALF
#define ROOT_OF_HALF 0x1.6a09e667f3bcdp-1

// Returns Φ(−size) for size ≥ 0, where Φ is the normal distribution function.
INLINE vreal NAME(normal_tail)(vreal size) {
    return 0.5 * NAME(gaussian)(size, 0.5) * NAME(erfcx_positive)(NAME(bounded)(size, 0, 1e3) * ROOT_OF_HALF);
}

INLINE vreal NAME(vnormal_cdf)(vreal x) {
    vreal tail = NAME(normal_tail)(NAME(vabs)(x)), scaled = x * ROOT_OF_HALF;
    vreal far = choose(x > 0, 1 - tail, tail);
    return choose(x != x, x, choose(NAME(vabs)(x) < 0.7, 0.5 + 0.5 * NAME(erf_near)(scaled), far));
}

// Returns log Φ(x), where Φ is the normal distribution function. For x ≤ 0 the result is log(erfcx(−x/√2)/2) − x²/2, a
// sum of two negative numbers.
INLINE vreal NAME(vlog_normal_cdf)(vreal x) {
    vreal size = NAME(vabs)(x);
    vreal scaled = 0.5 * NAME(erfcx_positive)(NAME(bounded)(size, 0, 1e150) * ROOT_OF_HALF);
    vreal below = NAME(vlog)(scaled) - 0.5 * x * x;
    vreal tail = choose(size < 0.7, 0.5 - 0.5 * NAME(erf_near)(size * ROOT_OF_HALF), NAME(normal_tail)(size));
    vreal above = NAME(vlog1p)(-tail);
    return choose(x != x, x, choose(x > 0, above, below));
}

// Returns the normal quantile Φ⁻¹(p) by Wichura's algorithm AS 241 (PPND16). `q` is p − ½, and `log_tail` is the
// logarithm of min(p, 1 − p).
INLINE vreal NAME(normal_quantile)(vreal q, vreal log_tail) {
    FUSED
    static const double center[] = {
        3.3871328727963666080e+0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double under_center[] = {
        1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3};
    static const double near[] = {
        1.42343711074968357734e+0, 4.63033784615654529590e+0, 5.76949722146069140550e+0, 3.64784832476320460504e+0,
        1.27045825245236838258e+0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double under_near[] = {
        1, 2.05319162663775882187e+0, 1.67638483018380384940e+0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9};
    static const double far[] = {
        6.65790464350110377720e+0, 5.46378491116411436990e+0, 1.78482653991729133580e+0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double under_far[] = {
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15};
    vreal r = 0.180625 - q * q;
    vreal middle = q * POLYNOMIAL(center, r) / POLYNOMIAL(under_center, r);
    vreal root = NAME(vsqrt)(-log_tail);
    vint is_near = root <= 5;
    vreal s = root - choose(is_near, broadcast(1.6), broadcast(5));
    vreal top = choose(is_near, POLYNOMIAL(near, s), POLYNOMIAL(far, s));
    vreal bottom = choose(is_near, POLYNOMIAL(under_near, s), POLYNOMIAL(under_far, s));
    vreal outer = NAME(with_sign)(choose(root == (REAL)__builtin_inf(), root, top / bottom), q);
    return choose(NAME(vabs)(q) <= 0.425, middle, outer);
}

INLINE vreal NAME(vinverse_normal_cdf)(vreal p) {
    const vreal none = broadcast((REAL)__builtin_nan(""));
    vreal q = p - 0.5, tail = choose(q < 0, p, 1 - p);
    vreal result = NAME(normal_quantile)(q, NAME(vlog)(tail));
    return choose((p >= 0) & (p <= 1), result, none);
}

// Returns erf⁻¹(y) = Φ⁻¹((1 + y)/2) / √2, or NaN for |y| > 1. Φ⁻¹ is the normal quantile.
INLINE vreal NAME(vinverse_erf)(vreal y) {
    const vreal none = broadcast((REAL)__builtin_nan(""));
    vreal size = NAME(vabs)(y);
    vreal result = ROOT_OF_HALF * NAME(normal_quantile)(0.5 * y, NAME(vlog)(0.5 * (1 - size)));
    // A result for 0 keeps the sign of y.
    return choose(y == 0, y, choose(size <= 1, result, none));
}

// Returns erfc⁻¹(y) = −Φ⁻¹(y/2) / √2, or NaN for y outside [0, 2]. Φ⁻¹ is the normal quantile. The code computes
// log(y/2) as log y − log 2, because y/2 may underflow.
INLINE vreal NAME(vinverse_erfc)(vreal y) {
    const vreal none = broadcast((REAL)__builtin_nan(""));
    vreal tail = choose(y < 1, y, 2 - y);
    vreal result = ROOT_OF_HALF * NAME(normal_quantile)(0.5 * (1 - y), NAME(vlog)(tail) - 0x1.62e42fefa39efp-1);
    return choose((y >= 0) & (y <= 2), result, none);
}

// The gamma function.

// Returns log |Γ(x)|. For 0 < x < 8 the recurrence Γ(x + 1) = x Γ(x) moves the argument to [1, 2]. For x ≥ 8 the code
// uses Stirling's series.
INLINE vreal NAME(vlog_gamma)(vreal x) {
    FUSED
    vint is_far = x >= 8, is_small = x < 1;
    vreal y = choose(is_far, broadcast(1.5), x), product = broadcast(1);
    for (int i = 0; i < 6; i++) {
        vint is_above = y > 2;
        y = choose(is_above, y - 1, y);
        product = choose(is_above, product * y, product);
    }
    product = choose(is_small, x, product);
    vreal first = choose(is_small, y, y - 1), second = choose(is_small, y - 1, y - 2);
    vreal t = choose(is_small, 2 * y - 1, 2 * y - 3);
    vreal near = first * second * POLYNOMIAL(LOG_GAMMA, t);
    vreal logarithm = NAME(vlog)(choose(is_far, x, product));
    near = choose(is_small, near - logarithm, near + logarithm);
    vreal inverse = 1 / choose(is_far, x, broadcast(8));
    vreal series = POLYNOMIAL(STIRLING, inverse * inverse) * inverse;
    const REAL half_log_two_pi = 0x1.d67f1c864beb5p-1;
    vreal far = (x - 0.5) * (logarithm - 1) + (series + (half_log_two_pi - 0.5));
    far = choose(x == (REAL)__builtin_inf(), x, far);
    vreal result = choose(is_far, far, near);
    for (long lane = 0; lane < LANES; lane++)
        if (x[lane] <= 0)
            result[lane] = synann_log_gamma_of_negative(x[lane]);
    return choose(x != x, x, result);
}

// Returns the digamma function ψ(x). For 0 < x < 8 the recurrence ψ(x + 1) = ψ(x) + 1/x moves the argument to [1, 2].
// The code adds the reciprocals of the recurrence as the single quotient top / bottom.
INLINE vreal NAME(vdigamma)(vreal x) {
    FUSED
    vint is_far = x >= 8, is_small = x < 1;
    vreal y = choose(is_far, broadcast(1.5), choose(is_small, x + 1, x)), top = broadcast(0), bottom = broadcast(1);
    for (int i = 0; i < 6; i++) {
        vint is_above = y > 2;
        y = choose(is_above, y - 1, y);
        top = choose(is_above, top * y + bottom, top);
        bottom = choose(is_above, bottom * y, bottom);
    }
    top = choose(is_small, broadcast(-1), top);
    bottom = choose(is_small, x, bottom);
    vreal from_root = (y - DIGAMMA_ROOT_HIGH) - DIGAMMA_ROOT_LOW;
    vreal near = from_root * POLYNOMIAL(DIGAMMA, 2 * y - 3) + top / bottom;
    vreal inverse = 1 / choose(is_far, x, broadcast(8)), square = inverse * inverse;
    vreal far = NAME(vlog)(choose(is_far, x, broadcast(8))) - (0.5 * inverse + square * POLYNOMIAL(DIGAMMA_FAR, square));
    vreal result = choose(is_far, far, near);
    for (long lane = 0; lane < LANES; lane++)
        if (x[lane] <= 0)
            result[lane] = synann_digamma_of_negative(x[lane]);
    return choose(x != x, x, result);
}

// The modified Bessel functions I₀ and I₁, and the scaled functions e^(−|x|) I₀(x) and e^(−|x|) I₁(x).

INLINE vreal NAME(bessel)(vreal x, int order, int is_scaled) {
    FUSED
    vreal size = NAME(vabs)(x), a = 0.25 * x * x;
    // The unscaled functions overflow at a smaller |x| than this bound, so the bound changes no result.
    if (!is_scaled)
        size = NAME(bounded)(size, 0, 1420);
    vint is_far = size > 7.75;
    a = choose(is_far, broadcast(0), a);
    vreal t = 15.5 / choose(is_far, size, broadcast(7.75)) - 1;
    vreal near = order ? 0.5 * size * (1 + a * POLYNOMIAL(BESSEL_I1_NEAR, a)) : 1 + a * POLYNOMIAL(BESSEL_I0_NEAR, a);
    vreal far = order ? POLYNOMIAL(BESSEL_I1_FAR, t) : POLYNOMIAL(BESSEL_I0_FAR, t);
    far = far / NAME(vsqrt)(choose(is_far, size, broadcast(1)));
    vreal result;
    if (is_scaled) {
        result = choose(is_far, far, near * NAME(vexp)(-NAME(bounded)(size, 0, 8)));
    } else {
        // e^|x| may overflow although the result does not, so the code multiplies by e^(|x|/2) twice.
        vreal root = NAME(vexp)(0.5 * size);
        result = choose(is_far, root * far * root, near);
    }
    if (order)
        result = NAME(with_sign)(result, x);
    return choose(x != x, x, result);
}

INLINE vreal NAME(vbessel_i0)(vreal x) { return NAME(bessel)(x, 0, 0); }
INLINE vreal NAME(vbessel_i0e)(vreal x) { return NAME(bessel)(x, 0, 1); }
INLINE vreal NAME(vbessel_i1)(vreal x) { return NAME(bessel)(x, 1, 0); }
INLINE vreal NAME(vbessel_i1e)(vreal x) { return NAME(bessel)(x, 1, 1); }

#define FOR_EACH(function)                                                             \
    FOR_EACH_VECTOR(i, length, count, {                                                \
        store_some(y + i, function(load_some(x + i, length)), length);                 \
    })                                                                                 \
    break;
#define FOR_EACH_NUMBER(function)                                                      \
    for (long i = 0; i < count; i++)                                                   \
        y[i] = function(x[i]);                                                         \
    break;

static void NAME(special_unary)(synann_special_unary_operation operation, long count, const REAL *x, REAL *y) {
    switch (operation) {
    case SYNANN_ERFC: FOR_EACH(NAME(verfc))
    case SYNANN_ERFCX: FOR_EACH(NAME(verfcx))
    case SYNANN_INVERSE_ERF: FOR_EACH(NAME(vinverse_erf))
    case SYNANN_INVERSE_ERFC: FOR_EACH(NAME(vinverse_erfc))
    case SYNANN_NORMAL_CDF: FOR_EACH(NAME(vnormal_cdf))
    case SYNANN_LOG_NORMAL_CDF: FOR_EACH(NAME(vlog_normal_cdf))
    case SYNANN_INVERSE_NORMAL_CDF: FOR_EACH(NAME(vinverse_normal_cdf))
    case SYNANN_LOG_GAMMA: FOR_EACH(NAME(vlog_gamma))
    case SYNANN_DIGAMMA: FOR_EACH(NAME(vdigamma))
    case SYNANN_BESSEL_I0: FOR_EACH(NAME(vbessel_i0))
    case SYNANN_BESSEL_I0E: FOR_EACH(NAME(vbessel_i0e))
    case SYNANN_BESSEL_I1: FOR_EACH(NAME(vbessel_i1))
    case SYNANN_BESSEL_I1E: FOR_EACH(NAME(vbessel_i1e))
    case SYNANN_GAMMA: FOR_EACH_NUMBER(synann_gamma)
    case SYNANN_ZETA: FOR_EACH_NUMBER(synann_zeta)
    case SYNANN_ZETA_DERIVATIVE: FOR_EACH_NUMBER(synann_zeta_derivative)
    }
}

#undef FOR_EACH
#undef FOR_EACH_NUMBER
#undef ROOT_OF_HALF
#undef POLYNOMIAL

#endif
