// sin and cos: let x = n π/2 + r with an integer n and |r| ≤ π/4. The result is a polynomial in r, which the quadrant n
// mod 4 selects. For |x| above REDUCTION_LIMIT, n π/2 would need more digits than the constants have, so lanes with
// such x call the C library.

#undef REDUCTION_LIMIT
#undef PI_2_HIGH
#undef PI_2_MIDDLE
#undef PI_2_LOW
// π/2 in three parts. The products of the first part and of the second part with an integer n ≤ 2^20 are exact.
#define PI_2_HIGH 0x1.921fb544p0
#define PI_2_MIDDLE 0x1.0b4611a6p-34
#define PI_2_LOW 0x1.3198a2e037073p-69
#if IS_FLOAT
#define REDUCTION_LIMIT 0x1p13f
#else
#define REDUCTION_LIMIT 0x1p19
#endif

// Returns r and writes n. Writes the rounding error of r, for float 0.
INLINE vreal NAME(reduced_angle)(vreal x, vint *quadrant, vreal *rounding_error) {
    vreal count;
    *rounding_error = broadcast(0);
    *quadrant = NAME(nearest)(x * (REAL)0x1.45f306dc9c883p-1, &count);
#if IS_FLOAT && (defined(HAS_AVX2) || defined(HAS_AVX512))
    // π/2 in three parts. The first operation is exact, because x − n · 0x1.921fb6p0 is less than 1 and a multiple of
    // 2^−24. The second part has only 10 bits, so that its product with n is exact. `lost` is the rounding error of the
    // difference. The result is therefore correctly rounded, except in very rare cases.
    vreal high = __builtin_elementwise_fma(count, broadcast(-0x1.921fb6p0f), x);
    vreal middle = count * -0x1.778p-25f;
    vreal rest = high - middle, lost = (high - rest) - middle;
    return rest + __builtin_elementwise_fma(count, broadcast(-0x1.68c234p-39f), lost);
#elif IS_FLOAT
    // The reduction is computed in double, because the subtraction cancels most digits of an x near a multiple of π/2.
    typedef double NAME(wide_angle) __attribute__((vector_size(2 * VECTOR_BYTES)));
    NAME(wide_angle) n = __builtin_convertvector(count, NAME(wide_angle));
    NAME(wide_angle) rest = __builtin_convertvector(x, NAME(wide_angle)) - n * PI_2_HIGH;
    return __builtin_convertvector(rest - n * PI_2_MIDDLE, vreal);
#else
    vreal high = x - count * PI_2_HIGH;
    vreal middle = count * PI_2_MIDDLE;
    vreal rest = high - middle;
    vreal low = (high - rest - middle) - count * PI_2_LOW;
    vreal r = rest + low;
    *rounding_error = low - (r - rest);
    return r;
#endif
}

// Returns P with sin r = r + r z P(z), z = r².
INLINE vreal NAME(sine_polynomial)(vreal z) {
    FUSED
#if IS_FLOAT
    vreal p = broadcast(-0x1.995402p-13f);
    p = p * z + 0x1.110778p-7f;
    p = p * z - 0x1.555546p-3f;
#else
    vreal p = broadcast(0x1.5d8b67a41abd7p-33);
    p = p * z - 0x1.ae5e4b91f1a8dp-26;
    p = p * z + 0x1.71de35552347dp-19;
    p = p * z - 0x1.a01a019be91d0p-13;
    p = p * z + 0x1.111111110f730p-7;
    p = p * z - 0x1.5555555555548p-3;
#endif
    return p;
}

INLINE vreal NAME(sine_series)(vreal r) {
    FUSED
    vreal z = r * r;
    return r + r * z * NAME(sine_polynomial)(z);
}

// Returns Q with cos r = 1 − z / 2 + z² Q(z), z = r².
INLINE vreal NAME(cosine_polynomial)(vreal z) {
    FUSED
#if IS_FLOAT
    vreal p = broadcast(0x1.99e808p-16f);
    p = p * z - 0x1.6c0c28p-10f;
    p = p * z + 0x1.55554ap-5f;
#else
    vreal p = broadcast(-0x1.8fa66f821644ap-37);
    p = p * z + 0x1.1ee9dbabc3e7dp-29;
    p = p * z - 0x1.27e4f7f166ab5p-22;
    p = p * z + 0x1.a01a019c8ef97p-16;
    p = p * z - 0x1.6c16c16c15014p-10;
    p = p * z + 0x1.555555555554bp-5;
#endif
    return p;
}

INLINE vreal NAME(cosine_series)(vreal r) {
    FUSED
    vreal z = r * r, half = (REAL)0.5 * z, whole = 1 - half;
    return whole + ((1 - whole - half) + z * z * NAME(cosine_polynomial)(z));
}

// Returns sin(x + quadrants · π/2).
INLINE vreal NAME(shifted_sine)(vreal x, INTEGER quadrants) {
    vint quadrant;
    vreal lost, r = NAME(reduced_angle)(x, &quadrant, &lost);
    quadrant += quadrants;
    vint is_odd = (quadrant & 1) != 0, is_negative = (quadrant & 2) != 0;
    vreal value = choose(is_odd, NAME(cosine_series)(r), NAME(sine_series)(r));
    return (vreal)((vint)value ^ (is_negative & SIGN_BIT));
}

// Returns tan x. The tangent of an odd multiple of π/2 plus r is −1 / tan r.
INLINE vreal NAME(reduced_tangent)(vreal x) {
    FUSED
    vint quadrant;
#if IS_FLOAT && (defined(HAS_AVX2) || defined(HAS_AVX512))
    // The same reduction as in reduced_angle, with fewer operations and a rounding error of the second one. This error
    // is small beside the bound of the tangent.
    vreal number;
    quadrant = NAME(nearest)(x * 0x1.45f306p-1f, &number);
    vreal r = __builtin_elementwise_fma(number, broadcast(-0x1.921fb6p0f), x);
    r = __builtin_elementwise_fma(number, broadcast(0x1.777a5cp-25f), r);
    r = __builtin_elementwise_fma(number, broadcast(0x1.ee59dap-50f), r);
#else
    vreal lost, r = NAME(reduced_angle)(x, &quadrant, &lost);
#endif
    vreal z = r * r;
#if IS_FLOAT
    vreal w = z * z;
    vreal p = (z * 0x1.33e44ap-7f + 0x1.968fd0p-9f) * w + (z * 0x1.90724cp-6f + 0x1.b58524p-5f);
    p = p * w + (z * 0x1.112deap-3f + 0x1.5554dep-2f);
    vreal above = r + r * z * p, below = broadcast(1);
#else
    // The rounding error of r changes sin r by `lost` cos r and cos r by −`lost` sin r.
    vreal half = (REAL)0.5 * z, whole = 1 - half;
    vreal above = r + (r * z * NAME(sine_polynomial)(z) + lost * whole);
    vreal below = whole + ((1 - whole - half) + (z * z * NAME(cosine_polynomial)(z) - lost * r));
#endif
    vint is_odd = (quadrant & 1) != 0;
    return choose(is_odd, -below, above) / choose(is_odd, above, below);
}

#define TRIGONOMETRIC(name, function, reduced)                                          \
    INLINE vreal NAME(name)(vreal x) {                                                  \
        vreal result = reduced;                                                         \
        vint is_far = NAME(vabs)(x) > REDUCTION_LIMIT;                                  \
        int any = 0;                                                                    \
        for (long lane = 0; lane < LANES; lane++)                                       \
            any |= is_far[lane] != 0;                                                   \
        if (any)                                                                        \
            for (long lane = 0; lane < LANES; lane++)                                   \
                if (is_far[lane])                                                       \
                    result[lane] = (REAL)function((double)x[lane]);                     \
        return choose(x != x, x, result);                                               \
    }

TRIGONOMETRIC(vsin_nonzero, sin, NAME(shifted_sine)(x, 0))
TRIGONOMETRIC(vcos, cos, NAME(shifted_sine)(x, 1))
TRIGONOMETRIC(vtan_nonzero, tan, NAME(reduced_tangent)(x))

#undef TRIGONOMETRIC

INLINE vreal NAME(vsin)(vreal x) {
    return choose(x == 0, x, NAME(vsin_nonzero)(x));
}

INLINE vreal NAME(vtan)(vreal x) {
    return choose(x == 0, x, NAME(vtan_nonzero)(x));
}
