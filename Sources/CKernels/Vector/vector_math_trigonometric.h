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

INLINE vreal NAME(reduced_angle)(vreal x, vint *quadrant) {
    vreal count;
    *quadrant = NAME(nearest)(x * (REAL)0x1.45f306dc9c883p-1, &count);
#if IS_FLOAT
    // The reduction is computed in double, because the subtraction cancels most digits of an x near a multiple of π/2.
    typedef double NAME(wide_angle) __attribute__((vector_size(2 * VECTOR_BYTES)));
    NAME(wide_angle) n = __builtin_convertvector(count, NAME(wide_angle));
    NAME(wide_angle) rest = __builtin_convertvector(x, NAME(wide_angle)) - n * PI_2_HIGH;
    return __builtin_convertvector(rest - n * PI_2_MIDDLE, vreal);
#else
    vreal high = x - count * PI_2_HIGH;
    vreal middle = count * PI_2_MIDDLE;
    vreal rest = high - middle;
    return rest + ((high - rest - middle) - count * PI_2_LOW);
#endif
}

INLINE vreal NAME(sine_series)(vreal r) {
    FUSED
    vreal z = r * r;
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
    return r + r * z * p;
}

INLINE vreal NAME(cosine_series)(vreal r) {
    FUSED
    vreal z = r * r;
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
    vreal half = (REAL)0.5 * z, whole = 1 - half;
    return whole + ((1 - whole - half) + z * z * p);
}

// Returns sin(x + quadrants · π/2).
INLINE vreal NAME(shifted_sine)(vreal x, INTEGER quadrants) {
    vint quadrant;
    vreal r = NAME(reduced_angle)(x, &quadrant);
    quadrant += quadrants;
    vint is_odd = (quadrant & 1) != 0, is_negative = (quadrant & 2) != 0;
    vreal value = choose(is_odd, NAME(cosine_series)(r), NAME(sine_series)(r));
    return (vreal)((vint)value ^ (is_negative & SIGN_BIT));
}

INLINE vreal NAME(reduced_tangent)(vreal x) {
    vint quadrant;
    vreal r = NAME(reduced_angle)(x, &quadrant);
    vreal sine = NAME(sine_series)(r), cosine = NAME(cosine_series)(r);
    vint is_odd = (quadrant & 1) != 0;
    return choose(is_odd, -cosine, sine) / choose(is_odd, sine, cosine);
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
