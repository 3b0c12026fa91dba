// Division of real numbers with a whole quotient. The remainders of the truncated division are exact, as the remainders
// of C's fmod are. If the signs of the remainder and the divisor differ, the floored remainder is their sum, which is
// rounded, as in Python. The signs and the special cases are Python's.

// The remainder of |a| / |b| is computed in double. Let q be the quotient rounded to a whole number. Then |a| − q |b|
// is exact, and q is at most one too great or too small. For float the product of q < 2²⁹ and |b| is exact in double.
// For double the operation is a fused multiply-add. For quotients of REMAINDER_LIMIT or more the code calls fmod.
#undef REMAINDER_LIMIT
#if IS_FLOAT
#define REMAINDER_LIMIT 0x1p28
#else
#define REMAINDER_LIMIT 0x1p50
#endif
#undef HAS_VECTOR_REMAINDER
#if IS_FLOAT || (HAS_AVX2 && __has_builtin(__builtin_elementwise_fma)) || (HAS_AVX512 && __has_builtin(__builtin_elementwise_fma))
#define HAS_VECTOR_REMAINDER 1
#endif

#ifdef HAS_VECTOR_REMAINDER
INLINE vreal NAME(near_remainder)(vreal a, vreal b, vint *is_near) {
    typedef double NAME(doubles) __attribute__((vector_size(VECTOR_BYTES / sizeof(REAL) * 8)));
    typedef int64_t NAME(masks) __attribute__((vector_size(VECTOR_BYTES / sizeof(REAL) * 8)));
    const NAME(doubles) x = __builtin_convertvector(NAME(vabs)(a), NAME(doubles));
    const NAME(doubles) y = __builtin_convertvector(NAME(vabs)(b), NAME(doubles));
    const NAME(doubles) quotient = x / y, whole = (quotient + 0x1p52) - 0x1p52;
#if IS_FLOAT
    NAME(doubles) rest = x - whole * y;
#else
    NAME(doubles) rest = __builtin_elementwise_fma(-whole, y, x);
#endif
    const NAME(masks) is_less = (NAME(masks))(rest < 0);
    rest = rest + (NAME(doubles))((NAME(masks))y & is_less);
    const NAME(masks) is_greater = (NAME(masks))(rest >= y);
    rest = rest - (NAME(doubles))((NAME(masks))y & is_greater);
    *is_near = __builtin_convertvector((NAME(masks))((quotient < REMAINDER_LIMIT) & (y < __builtin_inf())), vint);
    return NAME(with_sign)(__builtin_convertvector(rest, vreal), a);
}
#endif

INLINE vreal NAME(truncated_remainder)(vreal a, vreal b) {
#ifdef HAS_VECTOR_REMAINDER
    vint is_near;
    vreal result = NAME(near_remainder)(a, b, &is_near);
#else
    vint is_near = {0};
    vreal result = a;
#endif
    INTEGER all = -1;
    for (long lane = 0; lane < LANES; lane++)
        all &= is_near[lane];
    if (!all)
        for (long lane = 0; lane < LANES; lane++)
            if (!is_near[lane])
                result[lane] = (REAL)fmod((double)a[lane], (double)b[lane]);
    return result;
}

INLINE vreal NAME(floor_remainder)(vreal a, vreal b) {
    vreal remainder = NAME(truncated_remainder)(a, b);
    vint differs = (vint)(remainder != 0) & (vint)((remainder < 0) != (b < 0));
    remainder = choose(differs, remainder + b, remainder);
    return choose((vint)(remainder == 0), NAME(vcopysign)(broadcast(0), b), remainder);
}

// Returns the whole quotient (a − remainder) / b. The computed quotient is nearly whole, so rounding it to the nearest
// integer gives the exact quotient.
INLINE vreal NAME(whole_quotient)(vreal a, vreal remainder, vreal b) {
    vreal quotient = NAME(vround)((a - remainder) / b);
    return choose((vint)(quotient == 0), NAME(vcopysign)(broadcast(0), a / b), quotient);
}

INLINE vreal NAME(truncated_divide)(vreal a, vreal b) {
    vreal quotient = NAME(whole_quotient)(a, NAME(truncated_remainder)(a, b), b);
    return choose((vint)(b == 0), a / b, quotient);
}

INLINE vreal NAME(floor_divide)(vreal a, vreal b) {
    vreal remainder = NAME(truncated_remainder)(a, b);
    vint differs = (vint)(remainder != 0) & (vint)((remainder < 0) != (b < 0));
    vreal quotient = NAME(whole_quotient)(a, remainder, b);
    quotient = choose(differs, NAME(vround)((a - remainder) / b) - 1, quotient);
    return choose((vint)(b == 0), a / b, quotient);
}
