// GELU, x Φ(x), and SiLU, x σ(x), with their derivatives. Their limits are −0 at −∞ and ∞ at ∞, and the limits of
// their derivatives are 0 and 1. A product with an infinite x would be NaN there, because the other factor is 0.
// Therefore x is limited to a number beyond which this factor is 0 in every scalar type. Other results do not change.
//
// Each product is a statement of its own, because the compiler may fuse a product and a sum of one expression, which
// would round differently on each instruction set.

INLINE vreal NAME(at_least)(vreal x, REAL bound) {
    return choose(x < bound, broadcast(bound), x);
}

INLINE vreal NAME(within)(vreal x, REAL bound) {
    vreal raised = NAME(at_least)(x, -bound);
    return choose(raised > bound, broadcast(bound), raised);
}

// Returns 2 Φ(x) = 1 + erf(x / √2).
INLINE vreal NAME(twice_normal_distribution)(vreal x) {
    vreal scaled = x * (REAL)0.70710678118654752440;
    return NAME(verf)(scaled) + 1;
}

INLINE vreal NAME(vgelu)(vreal x) {
    // Halving first is exact, and the product with 2 Φ(x) does not overflow.
    vreal half = NAME(at_least)(x, -100) * (REAL)0.5;
    return half * NAME(twice_normal_distribution)(x);
}

INLINE vreal NAME(vsilu)(vreal x) {
    return NAME(at_least)(x, -1000) * NAME(vsigmoid)(x);
}

INLINE vreal NAME(gelu_gradient)(vreal cotangent, vreal x) {
    vreal half = cotangent * (REAL)0.5, scaled = x * (REAL)0.70710678118654752440;
    vreal square = scaled * scaled;
    vreal slope = NAME(vexp)(-square) * (REAL)1.12837916709551257390;
    vreal by_factor = half * NAME(twice_normal_distribution)(x);
    vreal by_distribution = half * NAME(within)(x, 100) * slope * (REAL)0.70710678118654752440;
    return by_factor + by_distribution;
}

INLINE vreal NAME(silu_gradient)(vreal cotangent, vreal x) {
    vreal sigmoid = NAME(vsigmoid)(x);
    vreal by_factor = cotangent * sigmoid;
    vreal closed = 1 - sigmoid;
    vreal by_sigmoid = cotangent * NAME(within)(x, 1000) * sigmoid * closed;
    return by_factor + by_sigmoid;
}
