// sinh and cosh, and the inverse hyperbolic functions asinh, acosh and atanh. tanh is in vector_math_logistic.h.

// For |x| above this limit, x² overflows, or x² ± 1 rounds to x².
#undef AREA_LIMIT
#if IS_FLOAT
#define AREA_LIMIT 0x1p24f
#else
#define AREA_LIMIT 0x1p60
#endif

// Writes n as an integer and as a real number, t = 2^(−2n), s = sinh r and c = cosh r − 1, where size = n ln 2 + r with
// an integer n and |r| ≤ ln 2 / 2. Then sinh(size) = 2^(n − 1) ((1 + t) s + (1 − t) (1 + c)), and cosh(size) is the
// same with 1 + t and 1 − t exchanged. For n = 0 these are s and 1 + c. The size must not be negative.
INLINE void NAME(hyperbolic_parts)(vreal size, vint *n, vreal *number, vreal *t, vreal *s, vreal *c) {
    FUSED
#if IS_FLOAT
    const REAL most = 91;
#else
    const REAL most = 712;
#endif
    vreal inside = choose(size > most, broadcast(most), size);
    *n = NAME(nearest)(inside * LOG2_E, number);
    vreal r = (inside - *number * LN2_HIGH) - *number * LN2_LOW, z = r * r;
#if IS_FLOAT
    vreal p = z * (z * 0x1.6d4f0ep-10f + 0x1.5554e6p-5f) + 0x1p-1f;
    vreal q = z * 0x1.1227a2p-7f + 0x1.5554b0p-3f;
#else
    vreal w = z * z;
    vreal p = (z * 0x1.1f8bef30e04e4p-29 + 0x1.27e4cc08fef60p-22) * w
        + (z * 0x1.a01a01ad8106ep-16 + 0x1.6c16c16c14ffap-10);
    p = p * w + (z * 0x1.5555555555558p-5 + 0x1p-1);
    vreal q = z * 0x1.af5ff622f81b2p-26 + 0x1.71ddf7aeeae57p-19;
    q = q * w + (z * 0x1.a01a01b0207c3p-13 + 0x1.111111110f62ap-7);
    q = q * z + 0x1.5555555555559p-3;
#endif
    *c = z * p;
    *s = r + r * z * q;
#ifdef AVX512
    *t = AVX512(scalef)(broadcast(1), -2 * *number);
#else
    // For n ≥ 31 the sum 1 ± t rounds to 1, so that a greater n needs no smaller t.
    *t = NAME(power_of_two)(-2 * (vint)choose(*n > 31, (vreal)((vint){0} + 31), (vreal)*n));
#endif
}

INLINE vreal NAME(vsinh)(vreal x) {
    FUSED
    vint n;
    vreal number, t, s, c;
    NAME(hyperbolic_parts)(NAME(vabs)(x), &n, &number, &t, &s, &c);
    vreal difference = 1 - t;
    vreal value = difference + (s * (1 + t) + c * difference);
    return NAME(with_sign)(NAME(scaled_by)(value, n - 1, number - 1), x);
}

INLINE vreal NAME(vcosh)(vreal x) {
    FUSED
    vint n;
    vreal number, t, s, c;
    NAME(hyperbolic_parts)(NAME(vabs)(x), &n, &number, &t, &s, &c);
    vreal sum = 1 + t;
    return NAME(scaled_by)(sum + (c * sum + s * (1 - t)), n - 1, number - 1);
}

// asinh a = log(a + √(a² + 1)) and acosh a = log(a + √(a² − 1)). The code computes log(1 + y), in forms of y without
// cancellation.

INLINE vreal NAME(vasinh)(vreal x) {
    vreal size = NAME(vabs)(x);
    vint is_large = size > AREA_LIMIT;
    vreal a = choose(is_large, broadcast(1), size), square = a * a;
    vreal value = NAME(area_logarithm)(a + square / (1 + NAME(vsqrt)(square + 1)), is_large, size);
    return NAME(with_sign)(value, x);
}

INLINE vreal NAME(vacosh)(vreal x) {
    vint is_large = x > AREA_LIMIT;
    vreal t = choose(is_large, broadcast(1), x - 1);
    vreal value = NAME(area_logarithm)(t + NAME(vsqrt)(t * (t + 2)), is_large, x);
    return choose(x < 1, broadcast((REAL)__builtin_nan("")), value);
}

// atanh a = ½ log(1 + 2a / (1 − a)).
INLINE vreal NAME(vatanh)(vreal x) {
    const vreal infinity = broadcast((REAL)__builtin_inf()), none = broadcast((REAL)__builtin_nan(""));
    vreal size = NAME(vabs)(x);
    vint is_one = (vint)(size == 1);
    vreal value = (REAL)0.5 * NAME(area_logarithm)(2 * size / (1 - size), is_one, infinity);
    return NAME(with_sign)(choose(size > 1, none, value), x);
}
