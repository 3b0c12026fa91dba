// pow of a positive normal base x and an exponent of moderate size. For float, the code computes 2^(y log2 x) in double
// and rounds the result once to float. For double, log x is a sum of two doubles, of which about 67 bits are right, so
// that y log x has a small absolute error; this needs an instruction for fused multiplication and addition. All other
// lanes, and all lanes of double without this instruction, call the C library.

#if IS_FLOAT

typedef double NAME(wide_power) __attribute__((vector_size(2 * VECTOR_BYTES)));
typedef int64_t NAME(wide_power_bits) __attribute__((vector_size(2 * VECTOR_BYTES)));

// Replaces every number x by log₂ x. The results are correct only for positive normal numbers. The argument is passed
// by pointer, because no calling convention covers vectors that are wider than the processor's vectors.
INLINE void NAME(log2_wide)(NAME(wide_power) *number) {
    FUSED
    NAME(wide_power) x = *number;
    const double rounding = 0x1.8p52;
    NAME(wide_power_bits) bits = (NAME(wide_power_bits))x - 0x3fe6a09e667f3bcd;
    NAME(wide_power_bits) exponent = (bits >> 52) + (int64_t)0x4338000000000000;
    NAME(wide_power) e = (NAME(wide_power))exponent - rounding;
    NAME(wide_power) f = (NAME(wide_power))((bits & 0xfffffffffffff) + 0x3fe6a09e667f3bcd) - 1;
    NAME(wide_power) s = f / (2 + f), z = s * s;
    NAME(wide_power) p = z * 0x1.5ce85af2298e8p-2 + 0x1.a58d88797742ap-2;
    p = p * z + 0x1.27777fe912a41p-1;
    p = p * z + 0x1.ec709d12cef15p-1;
    p = p * z + 0x1.71547652bedf3p+1;
    *number = e + s * p;
}

INLINE void NAME(exp2_wide)(NAME(wide_power) *number) {
    FUSED
    NAME(wide_power) x = *number;
    const double rounding = 0x1.8p52;
    NAME(wide_power) sum = x + rounding, r = x - (sum - rounding);
    NAME(wide_power_bits) n = (NAME(wide_power_bits))sum - (int64_t)0x4338000000000000;
    NAME(wide_power) p = r * 0x1.fe17988364839p-17 + 0x1.446a203d732d5p-13;
    p = p * r + 0x1.5d8a707a6bf48p-10;
    p = p * r + 0x1.3b29dc401232fp-7;
    p = p * r + 0x1.c6b08aaf36349p-5;
    p = p * r + 0x1.ebfbe0a4c09e3p-3;
    p = p * r + 0x1.62e42ff1162a0p-1;
    p = p * r + 0x1.ffffffffabb69p-1;
    *number = p * (NAME(wide_power))((n + 1023) << 52);
}

#endif

#undef HAS_POWER
#if defined(IS_DOUBLE) && (defined(HAS_AVX2) || defined(HAS_AVX512)) && __has_builtin(__builtin_elementwise_fma)
#define HAS_POWER 1

// a b + c, with a single rounding.
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)

// Returns 1/7 + z/9 + z²/11 + …, for z < 0.03: the rest of the series atanh(s) / s = 1 + z/3 + z²/5 + … with z = s².
INLINE vreal NAME(atanh_rest)(vreal z) {
    const vreal square = z * z;
    vreal even = broadcast(1 / 23.0), odd = broadcast(1 / 25.0);
    even = FMA(even, square, broadcast(1 / 19.0));
    odd = FMA(odd, square, broadcast(1 / 21.0));
    even = FMA(even, square, broadcast(1 / 15.0));
    odd = FMA(odd, square, broadcast(1 / 17.0));
    even = FMA(even, square, broadcast(1 / 11.0));
    odd = FMA(odd, square, broadcast(1 / 13.0));
    even = FMA(even, square, broadcast(1 / 7.0));
    odd = FMA(odd, square, broadcast(1 / 9.0));
    return FMA(odd, z, even);
}

// Returns the logarithm of x, which is positive and normal, and writes the rounding error of the result to *low.
//
// x is 2^e m with m in [√½, √2), and log m is 2 atanh(s) = 2 s (1 + z (1/3 + …)) with s = (m − 1) / (m + 1) and z = s².
// Each variable NAME_low is the rounding error of the variable NAME. So the compiler must not fuse other operations.
INLINE vreal NAME(wide_logarithm)(vreal x, vreal *low) {
    _Pragma("clang fp contract(off)")
    vreal e, m = NAME(log_parts)(x, &e);
    const vreal f = m - 1, d = m + 1, d_low = m - (d - 1), inverse = 1 / d;
    const vreal s = f * inverse, s_low = inverse * (FMA(-s, d, f) - s * d_low);
    const vreal z = s * s, z_low = FMA(s, s, -z) + 2 * s * s_low;
    const vreal third = broadcast(0x1.5555555555555p-2), third_low = broadcast(0x1.5555555555555p-56);
    const vreal fifth = broadcast(0x1.999999999999ap-3), fifth_low = broadcast(-0x1.999999999999ap-57);
    const vreal q = z * fifth;
    const vreal q_low = FMA(z, fifth, -q) + FMA(z, FMA(z, NAME(atanh_rest)(z), fifth_low), z_low * fifth);
    const vreal p = third + q, p_low = (third - p) + q + (third_low + q_low);
    const vreal t = z * p, t_low = FMA(z, p, -t) + FMA(z, p_low, z_low * p);
    const vreal u = 1 + t, u_low = (1 - u) + t + t_low;
    const vreal l = 2 * s * u, l_low = FMA(2 * s, u, -l) + 2 * FMA(s, u_low, s_low * u);
    // The product is exact, because LN2_HIGH has few bits.
    const vreal high = e * LN2_HIGH, sum = high + l;
    *low = ((high - sum) + l) + FMA(e, broadcast(LN2_LOW), l_low);
    return sum;
}

// Returns e^(x + low), where |low| is at most about a unit in the last place of x, and −747 ≤ x ≤ 711.
INLINE vreal NAME(exp_of_sum)(vreal x, vreal low) {
    FUSED
    vreal number;
    const vint n = NAME(nearest)(x * LOG2_E, &number);
    const vreal high = x - number * LN2_HIGH;
    const vreal rest = number * LN2_LOW - low;
    const vreal r = high - rest;
    const vreal lost = (high - r) - rest;
    EXP_POLYNOMIAL(p, r)
    return NAME(scaled_by)(1 + (r + (r * r * p + lost)), n, number);
}

// Returns base^exponent for a positive normal base and |exponent| < 2^1000.
INLINE vreal NAME(wide_power)(vreal base, vreal exponent) {
    vreal log_low;
    const vreal log = NAME(wide_logarithm)(base, &log_low);
    const vreal product = exponent * log;
    const vreal product_low = FMA(exponent, log, -product) + exponent * log_low;
    const vreal inside = NAME(bounded)(product, -747, 711);
    return NAME(exp_of_sum)(inside, choose((vint)(inside == product), product_low, broadcast(0)));
}

#undef FMA
#endif

// Whether all lanes of a mask are set. Without a fast test the result is 0.
#undef ALL_LANES
#if defined(HAS_AVX512) && IS_FLOAT
#define ALL_LANES(mask) (_mm512_movepi32_mask((__m512i)(mask)) == 0xffff)
#elif defined(HAS_AVX512)
#define ALL_LANES(mask) (_mm512_movepi64_mask((__m512i)(mask)) == 0xff)
#elif defined(HAS_AVX2) && IS_FLOAT
#define ALL_LANES(mask) (_mm256_movemask_ps((__m256)(mask)) == 0xff)
#elif defined(HAS_AVX2)
#define ALL_LANES(mask) (_mm256_movemask_pd((__m256d)(mask)) == 0xf)
#else
#define ALL_LANES(mask) 0
#endif

INLINE vreal NAME(vpow)(vreal base, vreal exponent) {
    vreal result = base;
    vint is_computed = {0};
#if IS_FLOAT
    NAME(wide_power) product = __builtin_convertvector(base, NAME(wide_power));
    NAME(log2_wide)(&product);
    product *= __builtin_convertvector(exponent, NAME(wide_power));
    // Clamps the product to ±200. At these numbers the result in float is already infinite or 0. Without the clamp,
    // exp2_wide would compute a wrong exponent. NaN remains NaN.
    const NAME(wide_power) high = (NAME(wide_power)){0} + 200, low = -high;
    NAME(wide_power_bits) is_high = product > high, is_low = product < low;
    product = (NAME(wide_power))(((NAME(wide_power_bits))high & is_high) | ((NAME(wide_power_bits))low & is_low)
                                 | ((NAME(wide_power_bits))product & ~is_high & ~is_low));
    NAME(exp2_wide)(&product);
    result = __builtin_convertvector(product, vreal);
    is_computed = (base >= LEAST_NORMAL) & (base < (REAL)__builtin_inff()) & (NAME(vabs)(exponent) < (REAL)0x1p100f);
#elif defined(HAS_POWER)
    result = NAME(wide_power)(base, exponent);
    is_computed = (base >= LEAST_NORMAL) & (base < (REAL)__builtin_inff()) & (NAME(vabs)(exponent) < (REAL)0x1p1000);
#endif
    if (ALL_LANES(is_computed))
        return result;
    for (long lane = 0; lane < LANES; lane++)
        if (!is_computed[lane])
            result[lane] = (REAL)pow((double)base[lane], (double)exponent[lane]);
    return result;
}
