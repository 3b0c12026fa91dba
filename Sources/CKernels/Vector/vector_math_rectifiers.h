// GELU, x Φ(x), and SiLU, x σ(x), with the derivatives of both functions. Both functions are −0 at −∞ and ∞ at ∞; the
// derivatives are 0 at −∞ and 1 at ∞. A product of an infinite x and a factor of 0 would be NaN. The code therefore
// limits x in such a product to a number at which the other factor is already 0 in every scalar type. The limit changes
// no other result.
//
// Each product is a separate statement. In a single expression, the compiler may fuse a product and a sum, and the
// result would differ between instruction sets.

INLINE vreal NAME(at_least)(vreal x, REAL bound) {
    return choose(x < bound, broadcast(bound), x);
}

INLINE vreal NAME(within)(vreal x, REAL bound) {
    vreal raised = NAME(at_least)(x, -bound);
    return choose(raised > bound, broadcast(bound), raised);
}

// Returns e^x for x ≤ 0. For float, the function is faster than vexp: it neither corrects the rounding error of the
// reduced argument nor returns subnormal numbers, but 0. The error is at most 2 units in the last place. x must be above
// −1000.
INLINE vreal NAME(exp_of_negative)(vreal x) {
#if IS_FLOAT
    FUSED
    vreal number;
    vint n = NAME(nearest)(x * LOG2_E, &number);
    vreal r = x - number * LN2_HIGH;
    r = r - number * LN2_LOW;
    vreal p = broadcast(0x1.6d98f0p-10f);
    p = p * r + 0x1.122816p-7f;
    p = p * r + 0x1.555488p-5f;
    p = p * r + 0x1.5554b0p-3f;
    p = p * r + 0x1p-1f;
    // 2^n is 0 if n is below the exponents of normal numbers.
    vint exponent = n + BIAS;
    return (1 + (r + r * r * p)) * (vreal)(__builtin_elementwise_max(exponent, (vint){0}) << MANTISSA_BITS);
#else
    return NAME(vexp)(x);
#endif
}

#if IS_FLOAT
// Returns Φ(−|x|), and writes e^(−x²/2) to `bell`. With t = 1/(1 + 0.35 |x|), the ratio of both is t P(t), where P is a
// polynomial. The relative error is at most 6e-7 for |x| ≤ 4, also where Φ is tiny.
INLINE vreal NAME(normal_tail)(vreal x, vreal *bell) {
    FUSED
    vreal size = NAME(vabs)(x);
    vreal bounded = choose(size > 20, broadcast(20), size);
    *bell = NAME(exp_of_negative)(bounded * bounded * (REAL)-0.5);
    vreal t = 1 / (1 + bounded * (REAL)0.35);
    // The even and the odd powers of t are summed separately, because each step waits for the step before.
    vreal square = t * t;
    vreal even = broadcast(-0x1.ddd1dep-6f), odd = broadcast(0x1.27090ep-3f);
    even = even * square - 0x1.060ad8p-2f;
    odd = odd * square + 0x1.466f24p-3f;
    even = even * square - 0x1.7d242cp-6f;
    odd = odd * square + 0x1.b06edcp-4f;
    even = even * square + 0x1.eac3bcp-4f;
    odd = odd * square + 0x1.1e7130p-3f;
    even = even * square + 0x1.1df1c0p-3f;
    vreal p = odd * t + even;
    return *bell * t * p;
}

// Returns Φ(x), and writes e^(−x²/2) to `bell`.
INLINE vreal NAME(normal_distribution)(vreal x, vreal *bell) {
    vreal tail = NAME(normal_tail)(x, bell);
    return choose((vint)x < 0, tail, 1 - tail);
}

INLINE vreal NAME(vgelu)(vreal x) {
    vreal bell;
    return NAME(at_least)(x, -100) * NAME(normal_distribution)(x, &bell);
}
#else
// Returns 2 Φ(x) = 1 + erf(x / √2).
INLINE vreal NAME(twice_normal_distribution)(vreal x) {
    vreal scaled = x * (REAL)0.70710678118654752440;
    return NAME(verf)(scaled) + 1;
}

INLINE vreal NAME(vgelu)(vreal x) {
    // The code halves x before the multiplication by 2 Φ(x). The half is exact, and the product does not overflow.
    vreal half = NAME(at_least)(x, -100) * (REAL)0.5;
    return half * NAME(twice_normal_distribution)(x);
}
#endif

// Returns σ(x). x must be above −1000.
INLINE vreal NAME(bounded_sigmoid)(vreal x) {
    vreal t = NAME(exp_of_negative)(-NAME(vabs)(x));
    return choose(x < 0, t, broadcast(1)) / (1 + t);
}

INLINE vreal NAME(vsilu)(vreal x) {
    return NAME(at_least)(x, -999) * NAME(bounded_sigmoid)(NAME(within)(x, 999));
}

// Returns the product of a cotangent and a derivative. Where the derivative is 0, the result is 0 even if the cotangent
// is infinite: the function may be constant there.
INLINE vreal NAME(scaled_cotangent)(vreal cotangent, vreal derivative) {
    return choose(derivative == 0, broadcast(0), cotangent * derivative);
}

INLINE vreal NAME(gelu_gradient)(vreal cotangent, vreal x) {
#if IS_FLOAT
    vreal bell;
    vreal by_factor = cotangent * NAME(normal_distribution)(x, &bell);
    vreal density = bell * (REAL)0.39894228040143267794;
    vreal by_distribution = cotangent * NAME(within)(x, 100) * density;
#else
    vreal half = cotangent * (REAL)0.5, scaled = x * (REAL)0.70710678118654752440;
    vreal square = scaled * scaled;
    vreal slope = NAME(vexp)(-square) * (REAL)1.12837916709551257390;
    vreal by_factor = half * NAME(twice_normal_distribution)(x);
    vreal by_distribution = half * NAME(within)(x, 100) * slope * (REAL)0.70710678118654752440;
#endif
    return by_factor + by_distribution;
}

INLINE vreal NAME(silu_gradient)(vreal cotangent, vreal x) {
    vreal bounded = NAME(within)(x, 999);
    vreal sigmoid = NAME(bounded_sigmoid)(bounded);
    vreal by_factor = cotangent * sigmoid;
    vreal closed = 1 - sigmoid;
    vreal by_sigmoid = cotangent * bounded * sigmoid * closed;
    return by_factor + by_sigmoid;
}
