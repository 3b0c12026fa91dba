// pow: for float, a positive normal base x and an exponent |y| < 2^100, the code computes 2^(y log2 x) in double and
// rounds the result once to float. All other lanes call the C library. All lanes of double call the C library too,
// because log2 x would need more digits than a double has.

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
#endif
    for (long lane = 0; lane < LANES; lane++)
        if (!is_computed[lane])
            result[lane] = (REAL)pow((double)base[lane], (double)exponent[lane]);
    return result;
}
