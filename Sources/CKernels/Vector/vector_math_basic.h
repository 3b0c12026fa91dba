// Functions that need no polynomial, and building blocks of the functions in the other vector_math_ headers.

#undef SIGN_BIT
#undef MANTISSA_BITS
#undef BIAS
#undef ROUNDING
#if IS_FLOAT
#define SIGN_BIT ((vint){0} + INT32_MIN)
#define MANTISSA_BITS 23
#define BIAS 127
#define ROUNDING 0x1.8p23f
#else
#define SIGN_BIT ((vint){0} + INT64_MIN)
#define MANTISSA_BITS 52
#define BIAS 1023
#define ROUNDING 0x1.8p52
#endif

// The intrinsic of AVX-512 for this scalar type.
#undef AVX512
#if defined(HAS_AVX512) && IS_FLOAT
#define AVX512(operation) _mm512_##operation##_ps
#elif defined(HAS_AVX512)
#define AVX512(operation) _mm512_##operation##_pd
#endif

// Whether the processor has instructions that round to integers.
#undef HAS_ROUNDING
#if (defined(HAS_AVX2) || defined(HAS_AVX512) || defined(__aarch64__)) && __has_builtin(__builtin_elementwise_roundeven)
#define HAS_ROUNDING 1
#endif

INLINE vreal NAME(vabs)(vreal x) {
    return (vreal)((vint)x & ~SIGN_BIT);
}

// Returns `magnitude` with the sign of `x`. `magnitude` must not have its sign bit set.
INLINE vreal NAME(with_sign)(vreal magnitude, vreal x) {
    return (vreal)((vint)magnitude | ((vint)x & SIGN_BIT));
}

INLINE vreal NAME(vsign)(vreal x) {
    vreal one = NAME(with_sign)(broadcast(1), x);
    return choose((x == 0) | (x != x), x, one);
}

INLINE vreal NAME(vsquare)(vreal x) {
    return x * x;
}

INLINE vreal NAME(vreciprocal)(vreal x) {
    return 1 / x;
}

INLINE vreal NAME(vsqrt)(vreal x) {
#if __has_builtin(__builtin_elementwise_sqrt)
    return __builtin_elementwise_sqrt(x);
#else
    vreal result;
    for (long lane = 0; lane < LANES; lane++)
        result[lane] = (REAL)sqrt(x[lane]);
    return result;
#endif
}

// vround, vfloor and vceil do not change NaN, or numbers that are too large to have a fraction. These functions keep
// the sign of a zero. vround rounds ties to even.
INLINE vreal NAME(vround)(vreal x) {
#ifdef HAS_ROUNDING
    return __builtin_elementwise_roundeven(x);
#else
    vreal size = NAME(vabs)(x);
    // ROUNDING = 1.5 · 2^MANTISSA_BITS would be wrong here: from size = ROUNDING / 3 on, the sum would lose the lowest
    // bit of the integer.
    const REAL limit = (REAL)(ROUNDING / 1.5);
    vreal rounded = NAME(with_sign)(size + limit - limit, x);
    return choose(size < limit, rounded, x);
#endif
}

INLINE vreal NAME(vfloor)(vreal x) {
#ifdef HAS_ROUNDING
    return __builtin_elementwise_floor(x);
#else
    vreal rounded = NAME(vround)(x);
    return choose(rounded > x, rounded - 1, rounded);
#endif
}

INLINE vreal NAME(vceil)(vreal x) {
#ifdef HAS_ROUNDING
    return __builtin_elementwise_ceil(x);
#else
    vreal rounded = NAME(vround)(x);
    // As in C, numbers in (−1, 0) give −0.
    return choose(rounded < x, NAME(with_sign)(NAME(vabs)(rounded + 1), x), rounded);
#endif
}

INLINE vreal NAME(vtrunc)(vreal x) {
#ifdef HAS_ROUNDING
    return __builtin_elementwise_trunc(x);
#else
    vreal size = NAME(vabs)(x);
    return choose(x != x, x, NAME(with_sign)(NAME(vfloor)(size), x));
#endif
}

INLINE vreal NAME(vcopysign)(vreal magnitude, vreal sign) {
    return NAME(with_sign)(NAME(vabs)(magnitude), sign);
}

// Returns the same as C's nextafter. The bits of a number, as an integer, are one more or one less than the bits of the
// neighbouring numbers.
INLINE vreal NAME(vnextafter)(vreal x, vreal target) {
    vint is_away = (vint)((x < target) == (x > 0)), step = (is_away & 2) - 1;
    vreal next = (vreal)((vint)x + step);
    next = choose((vint)(x == 0), NAME(with_sign)((vreal)((vint){0} + 1), target), next);
    next = choose((vint)(x == target), target, next);
    return choose((vint)(x != x) | (vint)(target != target), x + target, next);
}

INLINE vreal NAME(vrelu)(vreal x) {
    return choose((x > 0) | (x != x), x, broadcast(0));
}

INLINE vreal NAME(vmin)(vreal a, vreal b) {
    return choose((a < b) | (a != a), a, b);
}

INLINE vreal NAME(vmax)(vreal a, vreal b) {
    return choose((a > b) | (a != a), a, b);
}

// Returns 2^n. n must be the exponent of a normal number.
INLINE vreal NAME(power_of_two)(vint n) {
    return (vreal)((n + BIAS) << MANTISSA_BITS);
}

// Returns x · 2^n for |x| near 1, where `number` is the integer n as a real number. The code multiplies x by 2^(n/2)
// twice, because 2^n may be out of range. Both factors must be normal numbers. Only the second product can be
// subnormal, so the result is rounded once. AVX-512 has an instruction with the same result.
INLINE vreal NAME(scaled_by)(vreal x, vint n, vreal number) {
#ifdef AVX512
    return AVX512(scalef)(x, number);
#else
    vint half = n >> 1;
    return x * NAME(power_of_two)(half) * NAME(power_of_two)(n - half);
#endif
}

// Returns the integer nearest to x, and writes the same integer as a real number to `number`. |x| must be less than
// 2^(MANTISSA_BITS − 1).
INLINE vint NAME(nearest)(vreal x, vreal *number) {
    vreal sum = x + ROUNDING;
#ifdef AVX512
    *number = AVX512(roundscale)(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
#else
    *number = sum - ROUNDING;
#endif
    return (vint)sum - (vint)broadcast(ROUNDING);
}

// Returns x clamped to [low, high]. NaN remains NaN.
INLINE vreal NAME(bounded)(vreal x, REAL low, REAL high) {
    x = choose(x < low, broadcast(low), x);
    return choose(x > high, broadcast(high), x);
}
