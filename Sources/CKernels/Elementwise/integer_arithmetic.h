// Division, shifts and powers of integers. Processors have no vector division of integers. Numbers that are exact in
// double are therefore divided as doubles.

// Returns a / b, rounded towards 0. A quotient that is out of range wraps around: the least number divided by −1 is the
// least number. A divisor of 0 counts as 1, so that the processor does not trap.
INLINE REAL NAME(quotient)(REAL a, REAL b) {
#ifndef IS_UNSIGNED
    if (b == (REAL)-1)
        return (REAL)(0 - (uint64_t)a);
#endif
    return (REAL)(a / (b == 0 ? 1 : b));
}

// Returns whether all numbers of a and b are in −2⁵² ..< 2⁵² (0 ..< 2⁵² if unsigned). Such numbers are exact in double,
// and their quotient in double has the correct integer part. If a / b is not equal to an integer k, a / b differs from
// k by more than half of the spacing of doubles at k. The quotient is therefore not rounded to k.
INLINE int NAME(fit_double)(const REAL *a, const REAL *b) {
#if !defined(HAS_AVX2) && !defined(HAS_AVX512)
    // Without instructions that round, the division of integers is faster.
    (void)a, (void)b;
    return 0;
#elif defined(IS_64_BIT)
    uint64_t bits = 0;
    for (long lane = 0; lane < LANES; lane++)
#ifdef IS_UNSIGNED
        bits |= (a[lane] | b[lane]) >> 52 << 53;
#else
        bits |= ((uint64_t)a[lane] + ((uint64_t)1 << 52)) | ((uint64_t)b[lane] + ((uint64_t)1 << 52));
#endif
    return bits >> 53 == 0;
#else
    (void)a, (void)b;
    return 1;
#endif
}

// Returns a / b rounded towards 0, or rounded down if `rounds_down` is not 0.
INLINE vreal NAME(quotients)(vreal a, vreal b, int rounds_down) {
    REAL x[LANES], y[LANES];
    store(x, a), store(y, b);
    if (NAME(fit_double)(x, y))
        for (long lane = 0; lane < LANES; lane++) {
            const double quotient = (double)x[lane] / (y[lane] == 0 ? 1 : (double)y[lane]);
            x[lane] = (REAL)(int64_t)(rounds_down ? __builtin_floor(quotient) : __builtin_trunc(quotient));
        }
    else
        for (long lane = 0; lane < LANES; lane++) {
            const REAL quotient = NAME(quotient)(x[lane], y[lane]);
#ifdef IS_UNSIGNED
            x[lane] = quotient;
#else
            const REAL remainder = (REAL)((uint64_t)x[lane] - (uint64_t)quotient * (uint64_t)y[lane]);
            const int is_up = y[lane] != 0 && remainder != 0 && (remainder < 0) != (y[lane] < 0);
            x[lane] = (REAL)(quotient - (rounds_down && is_up));
#endif
        }
    return load(x);
}

INLINE vreal NAME(truncated_divide)(vreal a, vreal b) {
    return NAME(quotients)(a, b, 0);
}

INLINE vreal NAME(floor_divide)(vreal a, vreal b) {
    return NAME(quotients)(a, b, 1);
}

// Returns the remainder of the quotient a / b that is rounded towards 0. For b = 0 the remainder is 0, as if b were 1.
INLINE vreal NAME(truncated_remainder)(vreal a, vreal b) {
    const vreal divisor = choose((vint)(b == 0), broadcast(1), b);
    return a - NAME(quotients)(a, divisor, 0) * divisor;
}

INLINE vreal NAME(floor_remainder)(vreal a, vreal b) {
    const vreal divisor = choose((vint)(b == 0), broadcast(1), b);
    return a - NAME(quotients)(a, divisor, 1) * divisor;
}

// Returns a · 2^(direction · b), rounded down. `direction` is 1 or −1. Bits that are shifted out of the type are lost.
INLINE vreal NAME(shift)(vreal a, vreal b, int direction) {
    const REAL width = sizeof(REAL) * 8;
    for (long lane = 0; lane < LANES; lane++) {
        const REAL value = a[lane], amount = b[lane];
        const int is_left = (amount > 0) == (direction > 0);
#ifdef IS_UNSIGNED
        const uint64_t places = amount;
#else
        const uint64_t places = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
#endif
        if (places >= (uint64_t)width)
            a[lane] = is_left || !(value < 0) ? 0 : (REAL)-1;
        else
            a[lane] = is_left ? (REAL)((uint64_t)value << places) : (REAL)(value >> places);
    }
    return a;
}

// Returns a to the power of b, computed by repeated squaring.
INLINE vreal NAME(integer_power)(vreal a, vreal b) {
    for (long lane = 0; lane < LANES; lane++) {
        uint64_t base = (uint64_t)a[lane], power = 1;
        for (uint64_t rest = (uint64_t)b[lane]; rest > 0; rest >>= 1) {
            if (rest & 1)
                power *= base;
            base *= base;
        }
        a[lane] = (REAL)power;
    }
    return a;
}
