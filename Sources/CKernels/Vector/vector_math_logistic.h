// tanh, sigmoid, softplus and log1mexp. Sigmoid and softplus use e^(−|x|), which cannot overflow.

INLINE vreal NAME(vtanh)(vreal x) {
    FUSED
    vreal size = NAME(vabs)(x), z = x * x;
#if IS_FLOAT
    vreal p = broadcast(-0x1.750da0p-8f);
    p = p * z + 0x1.51f8dep-6f;
    p = p * z - 0x1.b835a4p-5f;
    p = p * z + 0x1.1106f6p-3f;
    p = p * z - 0x1.555532p-2f;
    const REAL saturation = 10;
#else
    vreal p = broadcast(-0x1.0d992c5f89e0ap-16);
    p = p * z + 0x1.4389fc25c1818p-14;
    p = p * z - 0x1.df5255067c1f4p-13;
    p = p * z + 0x1.3365af41207bep-11;
    p = p * z - 0x1.7d6893eeecd30p-10;
    p = p * z + 0x1.d6cf2690e0c38p-9;
    p = p * z - 0x1.226e16200f2c9p-7;
    p = p * z + 0x1.664f477a65830p-6;
    p = p * z - 0x1.ba1ba1b503b58p-5;
    p = p * z + 0x1.111111110ac94p-3;
    p = p * z - 0x1.55555555554ffp-2;
    const REAL saturation = 20;
#endif
    vreal near = size + size * z * p;
    // tanh a = (e^2a − 1) / (e^2a + 1).
    vreal excess = NAME(expm1_inside)(2 * choose(size > saturation, broadcast(saturation), size));
    return NAME(with_sign)(choose(size < (REAL)0.390625, near, excess / (excess + 2)), x);
}

INLINE vreal NAME(vsigmoid)(vreal x) {
    vreal t = NAME(vexp)(-NAME(vabs)(x));
    return choose(x < 0, t, broadcast(1)) / (1 + t);
}

INLINE vreal NAME(vsoftplus)(vreal x) {
    vreal rest = NAME(vlog1p)(NAME(vexp)(-NAME(vabs)(x)));
    return choose(x > 0, x + rest, rest);
}

// Returns log(1 − e⁻ˣ). For x < log 2 the difference 1 − e⁻ˣ cancels, so the code computes it by expm1. For greater x
// the argument of the logarithm is near 1, so the code uses log1p. For negative x the result is NaN. Source: M.
// Mächler, "Accurately computing log(1 − exp(−|a|))", 2012.
INLINE vreal NAME(vlog1mexp)(vreal x) {
    vreal near = NAME(vlog)(-NAME(vexpm1)(-x));
    vreal far = NAME(vlog1p)(-NAME(vexp)(-x));
    return choose(x < (REAL)0.6931471805599453, near, far);
}
