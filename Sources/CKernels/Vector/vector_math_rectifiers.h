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

INLINE vreal NAME(vsilu)(vreal x) {
    return NAME(at_least)(x, -1000) * NAME(vsigmoid)(x);
}

// Returns the product of a cotangent and a derivative. Where the derivative is 0, the result is 0 even if the cotangent
// is infinite: the function may be constant there.
INLINE vreal NAME(scaled_cotangent)(vreal cotangent, vreal derivative) {
    return choose(derivative == 0, broadcast(0), cotangent * derivative);
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
