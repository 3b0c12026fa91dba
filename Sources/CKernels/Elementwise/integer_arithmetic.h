// Division and shifts of integers. The code processes lane by lane, because processors have no vector division of
// integers.

// Returns a / b, rounded towards 0. A quotient that is out of range wraps around: the least number divided by −1 is the
// least number. A divisor of 0 counts as 1, so that the processor does not trap.
INLINE REAL NAME(quotient)(REAL a, REAL b) {
#ifndef IS_UNSIGNED
    if (b == (REAL)-1)
        return (REAL)(0 - (uint64_t)a);
#endif
    return (REAL)(a / (b == 0 ? 1 : b));
}

INLINE REAL NAME(remainder_of)(REAL a, REAL b) {
#ifndef IS_UNSIGNED
    if (b == (REAL)-1)
        return 0;
#endif
    return (REAL)(a % (b == 0 ? 1 : b));
}

INLINE vreal NAME(truncated_divide)(vreal a, vreal b) {
    for (long lane = 0; lane < LANES; lane++)
        a[lane] = NAME(quotient)(a[lane], b[lane]);
    return a;
}

INLINE vreal NAME(truncated_remainder)(vreal a, vreal b) {
    for (long lane = 0; lane < LANES; lane++)
        a[lane] = NAME(remainder_of)(a[lane], b[lane]);
    return a;
}

// Returns whether rounding the quotient towards 0 rounded it up. `remainder` is the remainder of the division by b.
INLINE int NAME(rounds_up)(REAL remainder, REAL b) {
#ifdef IS_UNSIGNED
    (void)remainder, (void)b;
    return 0;
#else
    return remainder != 0 && (remainder < 0) != (b < 0);
#endif
}

INLINE vreal NAME(floor_divide)(vreal a, vreal b) {
    for (long lane = 0; lane < LANES; lane++) {
        const int rounds_up = NAME(rounds_up)(NAME(remainder_of)(a[lane], b[lane]), b[lane]);
        a[lane] = (REAL)(NAME(quotient)(a[lane], b[lane]) - rounds_up);
    }
    return a;
}

INLINE vreal NAME(floor_remainder)(vreal a, vreal b) {
    for (long lane = 0; lane < LANES; lane++) {
        const REAL remainder = NAME(remainder_of)(a[lane], b[lane]);
        a[lane] = (REAL)(remainder + (NAME(rounds_up)(remainder, b[lane]) ? b[lane] : 0));
    }
    return a;
}

// Returns a · 2^(direction · b), rounded down. `direction` is 1 or −1.
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
