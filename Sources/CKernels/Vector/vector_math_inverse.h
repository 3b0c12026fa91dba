// Inverse trigonometric functions. atan and atan2 are computed from the arc tangent of a number in [0, 1], asin and
// acos from the arc sine of a number in [0, ½].

// Returns atan t = t + t z P(z) with z = t² and a polynomial P, for |t| ≤ tan(π/8).
INLINE vreal NAME(arc_tangent_series)(vreal t) {
    FUSED
    vreal z = t * t;
#if IS_FLOAT
    vreal p = broadcast(-0x1.f2e580p-5f);
    p = p * z + 0x1.b22454p-4f;
    p = p * z - 0x1.23b9a2p-3f;
    p = p * z + 0x1.9991e2p-3f;
    p = p * z - 0x1.55554ap-2f;
#else
    vreal p = broadcast(-0x1.256583a99e03ep-6);
    p = p * z + 0x1.37d36b5248b51p-5;
    p = p * z - 0x1.9cd1db8907b6ap-5;
    p = p * z + 0x1.df0f19167f4cap-5;
    p = p * z - 0x1.10ebb4dadc181p-4;
    p = p * z + 0x1.3b1118d1098b9p-4;
    p = p * z - 0x1.745cf8d86b041p-4;
    p = p * z + 0x1.c71c70e5efa93p-4;
    p = p * z - 0x1.24924922ad1edp-3;
    p = p * z + 0x1.9999999995864p-3;
    p = p * z - 0x1.555555555553dp-2;
#endif
    return t + t * z * p;
}

// π/4 in two parts. The first part is π/4 rounded to the scalar type, and the second part is the rest. The multiples of
// the parts give π/2 and π.
#undef PI_4
#undef PI_4_REST
#if IS_FLOAT
#define PI_4 0x1.921fb6p-1f
#define PI_4_REST -0x1.777a5cp-26f
#else
#define PI_4 0x1.921fb54442d18p-1
#define PI_4_REST 0x1.1a62633145c07p-55
#endif

// Returns the arc tangent of t = numerator / denominator, for 0 ≤ numerator ≤ denominator. For t above tan(π/8), the
// arc tangent is π/4 + atan((t − 1) / (t + 1)).
INLINE vreal NAME(arc_tangent_of_ratio)(vreal numerator, vreal denominator) {
    vint is_large = (vint)(numerator > denominator * (REAL)0.41421356237309503);
    vreal above = choose(is_large, numerator - denominator, numerator);
    vreal below = choose(is_large, numerator + denominator, denominator);
    vreal series = NAME(arc_tangent_series)(above / below);
    return choose(is_large, broadcast(PI_4) + (series + PI_4_REST), series);
}

// Returns the same as C's atan2, up to rounding. Points on an axis and infinite points have the angles that C defines.
INLINE vreal NAME(vatan2)(vreal y, vreal x) {
    const vreal infinity = broadcast((REAL)__builtin_inf());
    vreal height = NAME(vabs)(y), width = NAME(vabs)(x);
    // The code halves `less` and `greater` if `greater` exceeds 1, so that the sum of these numbers does not overflow.
    // The code also replaces ∞ / ∞ by 1 / 1, a number divided by ∞ by 0 / 1, and 0 / 0 by 0 / 1.
    vint is_steep = (vint)(height > width);
    vreal less = choose(is_steep, width, height), greater = choose(is_steep, height, width);
    less = choose((vint)(less == infinity), broadcast(1), choose((vint)(greater == infinity), broadcast(0), less));
    greater = choose((vint)(greater == infinity) | (vint)(greater == 0), broadcast(1), greater);
    vreal scale = choose((vint)(greater > 1), broadcast((REAL)0.5), broadcast(1));
    vreal angle = NAME(arc_tangent_of_ratio)(less * scale, greater * scale);
    angle = choose(is_steep, (2 * broadcast(PI_4) - angle) + 2 * (REAL)PI_4_REST, angle);
    vint is_left = (vint)x < 0;
    angle = choose(is_left, (4 * broadcast(PI_4) - angle) + 4 * (REAL)PI_4_REST, angle);
    return choose((vint)(x != x) | (vint)(y != y), x + y, NAME(with_sign)(angle, y));
}

INLINE vreal NAME(vatan)(vreal x) {
    vreal size = NAME(vabs)(x);
    vint is_steep = (vint)(size > 1);
    vreal angle = NAME(arc_tangent_of_ratio)(
        choose(is_steep, broadcast(1), size), choose(is_steep, size, broadcast(1)));
    angle = choose(is_steep, (2 * broadcast(PI_4) - angle) + 2 * (REAL)PI_4_REST, angle);
    return choose(x != x, x, NAME(with_sign)(angle, x));
}

// Returns asin s = s + s z P(z), where z = s² and P is a polynomial, for 0 ≤ s ≤ ½.
INLINE vreal NAME(arc_sine_series)(vreal s, vreal z) {
    FUSED
#if IS_FLOAT
    vreal p = z * 0x1.595c16p-5f + 0x1.8c3e96p-6f;
    p = p * z + 0x1.747bb4p-5f;
    p = p * z + 0x1.330204p-4f;
    p = p * z + 0x1.5555c8p-3f;
#else
    vreal square = z * z, fourth = square * square;
    vreal p = (z * 0x1.0570e5ba32e8ap-5 - 0x1.09dce802a5e4ep-6) * square
        + (z * 0x1.3ffa9a96e8bd5p-6 + 0x1.abc71ec491405p-8);
    vreal q = (z * 0x1.8ec3e1e07c31bp-7 + 0x1.c6fda14e7cbb8p-7) * square
        + (z * 0x1.1c6be3239d9acp-6 + 0x1.6e89f429d4139p-6);
    vreal r = (z * 0x1.f1c72c39c1e96p-6 + 0x1.6db6db4278813p-5) * square
        + (z * 0x1.333333336e828p-4 + 0x1.5555555555390p-3);
    p = (p * fourth + q) * fourth + r;
#endif
    return s + s * z * p;
}

// For |x| > ½ with s = √((1 − |x|) / 2), the code uses asin |x| = π/2 − 2 asin s and acos |x| = 2 asin s. s² is exact.

INLINE vreal NAME(vasin)(vreal x) {
    vreal size = NAME(vabs)(x);
    vint is_large = size > (REAL)0.5;
    vreal z = choose(is_large, (REAL)0.5 - (REAL)0.5 * size, size * size);
    vreal series = NAME(arc_sine_series)(choose(is_large, NAME(vsqrt)(z), size), z);
    vreal large = 2 * broadcast(PI_4) - (2 * series - 2 * (REAL)PI_4_REST);
    return NAME(with_sign)(choose(is_large, large, series), x);
}

INLINE vreal NAME(vacos)(vreal x) {
    vreal size = NAME(vabs)(x);
    vint is_large = size > (REAL)0.5, is_negative = (vint)x < 0;
    vreal z = choose(is_large, (REAL)0.5 - (REAL)0.5 * size, size * size);
    vreal series = NAME(arc_sine_series)(choose(is_large, NAME(vsqrt)(z), size), z);
    // The result is whole · π/2 minus ± asin |x| or ± 2 asin s.
    vreal whole = choose(is_large, choose(is_negative, broadcast(2), broadcast(0)), broadcast(1));
    vreal part = choose(is_large, 2 * series, series);
    part = (vreal)((vint)part ^ (((vint)x ^ is_large) & SIGN_BIT));
    return whole * (2 * (REAL)PI_4) - (part - whole * (2 * (REAL)PI_4_REST));
}
