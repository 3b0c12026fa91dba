// log and log1p: let u = 2^e m with an integer e and m in [√½, √2), and let f = m − 1. Then log u is e ln 2 + log(1 +
// f).

#undef ROOT_HALF
#undef LEAST_NORMAL
#undef SUBNORMAL_SHIFT
#undef LOG10_E
#undef LOG10_2_HIGH
#undef LOG10_2_LOW
#if IS_FLOAT
#define ROOT_HALF 0x1.6a09e6p-1f
#define LEAST_NORMAL 0x1p-126f
#define SUBNORMAL_SHIFT 24
#define LOG10_E 0x1.bcb7b2p-2f
#define LOG10_2_HIGH 0x1.344p-2f
#define LOG10_2_LOW 0x1.3509f8p-18f
#else
#define ROOT_HALF 0x1.6a09e667f3bcdp-1
#define LEAST_NORMAL 0x1p-1022
#define SUBNORMAL_SHIFT 54
#define LOG10_E 0x1.bcb7b1526e50ep-2
#define LOG10_2_HIGH 0x1.34413509fp-2
#define LOG10_2_LOW 0x1.e7fbcc47c4acdp-40
#endif

// Returns m in [√½, √2) and writes the integer e, where u = 2^e m. u must be positive and finite. With AVX-512, the
// result is also m = 1 for u = 0 and for u = ∞, with e = −∞ and e = ∞, and NaN for NaN.
INLINE vreal NAME(log_parts)(vreal u, vreal *e) {
#ifdef AVX512
    vreal m = AVX512(getmant)(u, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_zero);
    vreal exponent = AVX512(getexp)(u);
    vint is_upper = m >= 2 * ROOT_HALF;
    *e = choose(is_upper, exponent + 1, exponent);
    return choose(is_upper, (REAL)0.5 * m, m);
#else
    vint is_subnormal = u < LEAST_NORMAL;
    u = choose(is_subnormal, u * (REAL)(1LL << SUBNORMAL_SHIFT), u);
    vint bits = (vint)u - (vint)broadcast(ROOT_HALF);
    vint exponent = (bits >> MANTISSA_BITS) - ((vint){0} + SUBNORMAL_SHIFT & is_subnormal);
    // Converts an integer below 2^12 to a real number. AVX2 has no instruction for this conversion of 64-bit integers.
    *e = (vreal)(exponent + (vint)broadcast(ROUNDING)) - ROUNDING;
    return (vreal)((bits & (((INTEGER)1 << MANTISSA_BITS) - 1)) + (vint)broadcast(ROOT_HALF));
#endif
}

// Returns log(2^e m) + correction, for m in [√½, √2). The correction is small. The code adds it to the low-order terms,
// where rounding does not lose it.
INLINE vreal NAME(log_of_parts)(vreal e, vreal m, vreal correction) {
    FUSED
    vreal f = m - 1;
    vreal half_square = (REAL)0.5 * f * f;
#if IS_FLOAT
    vreal p = broadcast(-0x1.38ba38p-4f);
    p = p * f + 0x1.055ca2p-3f;
    p = p * f - 0x1.0d84ecp-3f;
    p = p * f + 0x1.22d9e8p-3f;
    p = p * f - 0x1.547248p-3f;
    p = p * f + 0x1.99a00ap-3f;
    p = p * f - 0x1.000226p-2f;
    p = p * f + 0x1.555554p-2f;
    vreal low = f * f * f * p + (e * LN2_LOW + correction);
    return e * LN2_HIGH + (f - (half_square - low));
#else
    vreal s = f / (2 + f), z = s * s;
    vreal p = broadcast(0x1.2f04560941219p-3);
    p = p * z + 0x1.39a1db16f4880p-3;
    p = p * z + 0x1.74663d61df4ebp-3;
    p = p * z + 0x1.c71c521282b90p-3;
    p = p * z + 0x1.24924941e2fd6p-2;
    p = p * z + 0x1.999999997ff07p-2;
    p = p * z + 0x1.5555555555592p-1;
    vreal low = s * (half_square + z * p) + (e * LN2_LOW + correction);
    return e * LN2_HIGH + (f - (half_square - low));
#endif
}

// Returns log(u) + correction, for positive finite u.
INLINE vreal NAME(log_with)(vreal u, vreal correction) {
    vreal e, m = NAME(log_parts)(u, &e);
    return NAME(log_of_parts)(e, m, correction);
}

// Returns `result`, which is the logarithm of x, where x is positive and finite. The function returns −∞ for x = 0, ∞
// for x = ∞, and NaN if x is negative or NaN.
INLINE vreal NAME(any_logarithm)(vreal x, vreal result) {
    const vreal none = broadcast((REAL)__builtin_nanf(""));
#ifndef AVX512
    // With AVX-512, `result` is already right for 0, ∞ and NaN, because e is (see log_parts).
    const vreal infinity = broadcast((REAL)__builtin_inff());
    result = choose(x == 0, -infinity, result);
    result = choose((x == infinity) | (x != x), x, result);
#endif
    return choose(x < 0, none, result);
}

INLINE vreal NAME(vlog)(vreal x) {
    return NAME(any_logarithm)(x, NAME(log_with)(x, broadcast(0)));
}

INLINE vreal NAME(vlog1p)(vreal x) {
    const vreal infinity = broadcast((REAL)__builtin_inff()), none = broadcast((REAL)__builtin_nanf(""));
    vreal u = 1 + x;
    // The rounding error of 1 + x.
    vreal greater = choose(x > 1, x, broadcast(1)), less = choose(x > 1, broadcast(1), x);
    vreal lost = less - (u - greater);
    vreal result = NAME(log_with)(u, lost / u);
    result = choose(x == -1, -infinity, result);
    result = choose(x < -1, none, result);
    return choose((x == 0) | (x == infinity) | (x != x), x, result);
}
