// What needs no polynomial, and the pieces that the others are made of.

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

INLINE vreal NAME(vabs)(vreal x) {
    return (vreal)((vint)x & ~SIGN_BIT);
}

// `magnitude`, which is not negative, with the sign of `x`.
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

// NaN and what has no fraction any more pass through the three roundings; the sign of a zero stays.
INLINE vreal NAME(vround)(vreal x) {
    vreal size = NAME(vabs)(x);
    // Not ROUNDING: from a third of it on, the sum would lose the lowest bit of the integer.
    const REAL limit = (REAL)(ROUNDING / 1.5);
    vreal rounded = NAME(with_sign)(size + limit - limit, x);
    return choose(size < limit, rounded, x);
}

INLINE vreal NAME(vfloor)(vreal x) {
    vreal rounded = NAME(vround)(x);
    return choose(rounded > x, rounded - 1, rounded);
}

INLINE vreal NAME(vceil)(vreal x) {
    vreal rounded = NAME(vround)(x);
    // −0.5 goes up to −0.
    return choose(rounded < x, NAME(with_sign)(NAME(vabs)(rounded + 1), x), rounded);
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

// 2^n for n within the exponents of normal numbers.
INLINE vreal NAME(power_of_two)(vint n) {
    return (vreal)((n + BIAS) << MANTISSA_BITS);
}

// x · 2^n, rounded once: in two steps, so that neither factor leaves the range.
INLINE vreal NAME(scaled_by)(vreal x, vint n) {
    vint half = n >> 1;
    return x * NAME(power_of_two)(half) * NAME(power_of_two)(n - half);
}

// The integer next to x, as a number and (in its low bits) as an integer, for |x| below 2^(MANTISSA_BITS − 1).
INLINE vint NAME(nearest)(vreal x, vreal *number) {
    vreal sum = x + ROUNDING;
    *number = sum - ROUNDING;
    return (vint)sum - (vint)broadcast(ROUNDING);
}

// x moved between the bounds; NaN stays.
INLINE vreal NAME(bounded)(vreal x, REAL low, REAL high) {
    x = choose(x < low, broadcast(low), x);
    return choose(x > high, broadcast(high), x);
}
