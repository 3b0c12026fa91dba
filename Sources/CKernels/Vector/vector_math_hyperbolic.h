// sinh and cosh, and the inverse hyperbolic functions asinh, acosh and atanh. tanh is in vector_math_logistic.h.

// For |x| above this limit, e^|x| ± e^−|x| rounds to e^|x|.
#undef HYPERBOLIC_LIMIT
// For |x| above this limit, x² overflows, or x² ± 1 rounds to x².
#undef AREA_LIMIT
#undef LN2
#if IS_FLOAT
#define HYPERBOLIC_LIMIT 20
#define AREA_LIMIT 0x1p24f
#define LN2 0x1.62e430p-1f
#else
#define HYPERBOLIC_LIMIT 40
#define AREA_LIMIT 0x1p60
#define LN2 0x1.62e42fefa39efp-1
#endif

// Returns e^x / 2, which may be finite where e^x is infinite.
INLINE vreal NAME(half_exp)(vreal x) {
    vreal root = NAME(vexp)((REAL)0.5 * x);
    return (REAL)0.5 * root * root;
}

INLINE vreal NAME(vsinh)(vreal x) {
    vreal size = NAME(vabs)(x), e = NAME(vexpm1)(choose(size > HYPERBOLIC_LIMIT, broadcast(0), size));
    vreal value = choose(size > HYPERBOLIC_LIMIT, NAME(half_exp)(size), (REAL)0.5 * (e + e / (e + 1)));
    return choose((x != x) | (x == 0), x, NAME(with_sign)(value, x));
}

INLINE vreal NAME(vcosh)(vreal x) {
    vreal size = NAME(vabs)(x), e = NAME(vexp)(choose(size > HYPERBOLIC_LIMIT, broadcast(0), size));
    return choose(size > HYPERBOLIC_LIMIT, NAME(half_exp)(size), (REAL)0.5 * (e + 1 / e));
}

// asinh a = log(a + √(a² + 1)) and acosh a = log(a + √(a² − 1)). The code computes these logarithms by log1p, in forms
// without cancellation.

INLINE vreal NAME(vasinh)(vreal x) {
    vreal size = NAME(vabs)(x);
    vint is_large = size > AREA_LIMIT;
    vreal a = choose(is_large, broadcast(1), size), square = a * a;
    vreal value = NAME(vlog1p)(a + square / (1 + NAME(vsqrt)(square + 1)));
    value = choose(is_large, NAME(vlog)(size) + LN2, value);
    return choose((x != x) | (x == 0), x, NAME(with_sign)(value, x));
}

INLINE vreal NAME(vacosh)(vreal x) {
    vint is_large = x > AREA_LIMIT;
    vreal t = choose(is_large, broadcast(1), x - 1);
    vreal value = NAME(vlog1p)(t + NAME(vsqrt)(t * (t + 2)));
    value = choose(is_large, NAME(vlog)(x) + LN2, value);
    return choose(x < 1, broadcast((REAL)__builtin_nan("")), value);
}

INLINE vreal NAME(vatanh)(vreal x) {
    vreal size = NAME(vabs)(x);
    vreal value = (REAL)0.5 * NAME(vlog1p)(2 * size / (1 - size));
    return choose((x != x) | (x == 0), x, NAME(with_sign)(value, x));
}
