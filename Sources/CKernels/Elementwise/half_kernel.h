// Conversion between the 16-bit floating-point types and float or double, with integer operations that every
// instruction set has. The compiler vectorizes the loops.

INLINE float NAME(float_of)(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

INLINE uint32_t NAME(bits_of)(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

INLINE float NAME(float_of_half)(uint16_t half) {
    uint32_t magnitude = half & 0x7fffu;
    // If the exponent and the fraction of a half are moved to their places in a float, the float is the half divided by
    // 2¹¹². This holds for subnormal halves too.
    uint32_t finite = NAME(bits_of)(NAME(float_of)(magnitude << 13) * 0x1p112f);
    uint32_t quiet = magnitude > 0x7c00u ? 0x400000u : 0;
    uint32_t special = 0x7f800000u | (magnitude & 0x3ffu) << 13 | quiet;
    uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
    return NAME(float_of)(sign | (magnitude >= 0x7c00u ? special : finite));
}

INLINE float NAME(float_of_bfloat)(uint16_t half) {
    uint32_t quiet = (half & 0x7fffu) > 0x7f80u ? 0x400000u : 0;
    return NAME(float_of)((uint32_t)half << 16 | quiet);
}

INLINE uint16_t NAME(half_of_float)(float value) {
    uint32_t bits = NAME(bits_of)(value), magnitude = bits & 0x7fffffffu;
    // The shift drops 13 bits. The sum adds half a unit of the last kept bit, or one less if this bit is 0. The
    // addition therefore carries into the kept bits if and only if the number is rounded up, with ties to even.
    uint32_t normal = (magnitude - (112u << 23) + 0xfffu + (magnitude >> 13 & 1)) >> 13;
    // Floats in [0.5, 1) are multiples of 2⁻²⁴, the least positive half. The addition of 0.5 therefore rounds to a
    // multiple of 2⁻²⁴.
    uint32_t subnormal = NAME(bits_of)(NAME(float_of)(magnitude) + 0.5f) - 0x3f000000u;
    uint32_t nan = 0x7e00u | (magnitude >> 13 & 0x3ffu);
    uint32_t finite = magnitude < 0x38800000u ? subnormal : normal;
    // 0x477ff000 is the float 65520, which is halfway between the greatest finite half, 65504, and 2¹⁶.
    uint32_t result = magnitude > 0x7f800000u ? nan : magnitude >= 0x477ff000u ? 0x7c00u : finite;
    return (uint16_t)(result | bits >> 16 & 0x8000u);
}

INLINE uint16_t NAME(bfloat_of_float)(float value) {
    uint32_t bits = NAME(bits_of)(value);
    uint32_t rounded = (bits + 0x7fffu + (bits >> 16 & 1)) >> 16;
    return (uint16_t)((bits & 0x7fffffffu) > 0x7f800000u ? bits >> 16 | 0x40u : rounded);
}

// Returns `value` rounded to a float, so that a second rounding to fewer bits gives the same result as a single
// rounding of `value`. If `value` is not equal to a float, the result is the neighbouring float whose last bit is 1.
INLINE float NAME(odd_float)(REAL value) {
#ifdef IS_DOUBLE
    float nearest = (float)value;
    uint32_t bits = NAME(bits_of)(nearest);
    double magnitude = __builtin_fabs(value), reached = __builtin_fabs((double)nearest);
    uint32_t truncated = bits - (reached > magnitude ? 1u : 0u);
    return NAME(float_of)(reached != magnitude ? truncated | 1u : bits);
#else
    return value;
#endif
}

static void NAME(widen_half)(long count, const uint16_t *from, REAL *to) {
    for (long i = 0; i < count; i++)
        to[i] = NAME(float_of_half)(from[i]);
}

static void NAME(widen_bfloat)(long count, const uint16_t *from, REAL *to) {
    for (long i = 0; i < count; i++)
        to[i] = NAME(float_of_bfloat)(from[i]);
}

static void NAME(narrow_half)(long count, const REAL *from, uint16_t *to) {
    for (long i = 0; i < count; i++)
        to[i] = NAME(half_of_float)(NAME(odd_float)(from[i]));
}

static void NAME(narrow_bfloat)(long count, const REAL *from, uint16_t *to) {
    for (long i = 0; i < count; i++)
        to[i] = NAME(bfloat_of_float)(NAME(odd_float)(from[i]));
}
