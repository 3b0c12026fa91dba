// Division of real numbers with a whole quotient. Each result is exact, as those of C's fmod, and the signs and special
// cases are Python's.

INLINE vreal NAME(truncated_remainder)(vreal a, vreal b) {
    for (long lane = 0; lane < LANES; lane++)
        a[lane] = (REAL)fmod((double)a[lane], (double)b[lane]);
    return a;
}

INLINE vreal NAME(floor_remainder)(vreal a, vreal b) {
    vreal remainder = NAME(truncated_remainder)(a, b);
    vint differs = (vint)(remainder != 0) & (vint)((remainder < 0) != (b < 0));
    remainder = choose(differs, remainder + b, remainder);
    return choose((vint)(remainder == 0), NAME(vcopysign)(broadcast(0), b), remainder);
}

// The quotient of numbers whose remainder is 0 is nearly whole, so rounding to nearest gives it.
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
