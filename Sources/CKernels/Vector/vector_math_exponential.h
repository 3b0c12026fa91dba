// exp and expm1: let x = n ln 2 + r with an integer n and |r| ≤ ln 2 / 2. Then e^x is 2^n (1 + r + r² P(r)), where P is
// a polynomial.

#undef LN2_HIGH
#undef LN2_LOW
#undef LOG2_E
#if IS_FLOAT
#define LOG2_E 0x1.715476p0f
// LN2_HIGH has only few bits, so that the product n · LN2_HIGH is exact for every integer n that exp_rest uses.
#define LN2_HIGH 0x1.62e4p-1f
#define LN2_LOW 0x1.7f7d1cp-20f
#else
#define LOG2_E 0x1.71547652b82fep0
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#endif

// Returns e^r − 1 and writes n, where x = n ln 2 + r with an integer n and |r| ≤ ln 2 / 2. The variable `lost` corrects
// the rounding error of r to first order.
INLINE vreal NAME(exp_rest)(vreal x, vint *n) {
    FUSED
    vreal count;
    *n = NAME(nearest)(x * LOG2_E, &count);
    vreal high = x - count * LN2_HIGH;
    vreal low = count * LN2_LOW;
    vreal r = high - low;
    vreal lost = (high - r) - low;
#if IS_FLOAT
    vreal p = broadcast(0x1.6d98f0p-10f);
    p = p * r + 0x1.122816p-7f;
    p = p * r + 0x1.555488p-5f;
    p = p * r + 0x1.5554b0p-3f;
    p = p * r + 0x1p-1f;
#else
    vreal p = broadcast(0x1.af76c75b20d50p-26);
    p = p * r + 0x1.28a2b96d2e63fp-22;
    p = p * r + 0x1.71dde9f2f6924p-19;
    p = p * r + 0x1.a019a67880256p-16;
    p = p * r + 0x1.a01a01b5e11f6p-13;
    p = p * r + 0x1.6c16c17f3b9dcp-10;
    p = p * r + 0x1.111111110e6b7p-7;
    p = p * r + 0x1.55555555520e5p-5;
    p = p * r + 0x1.555555555555cp-3;
    p = p * r + 0x1.0000000000005p-1;
#endif
    return r + (r * r * p + lost);
}

INLINE vreal NAME(vexp)(vreal x) {
#if IS_FLOAT
    vreal inside = NAME(bounded)(x, -105, 90);
#else
    vreal inside = NAME(bounded)(x, -747, 711);
#endif
    vint n;
    vreal rest = NAME(exp_rest)(inside, &n);
    return choose(x != x, x, NAME(scaled_by)(1 + rest, n));
}

// Returns 2^x = 2^n e^(r ln 2), where n + r = x and n is an integer. The result is exact for integers x.
INLINE vreal NAME(vexp2)(vreal x) {
#if IS_FLOAT
    vreal inside = NAME(bounded)(x, -152, 130);
#else
    vreal inside = NAME(bounded)(x, -1080, 1030);
#endif
    vreal count;
    vint n = NAME(nearest)(inside, &count), carry;
    vreal rest = NAME(exp_rest)((inside - count) * (REAL)0x1.62e42fefa39efp-1, &carry);
    return choose(x != x, x, NAME(scaled_by)(1 + rest, n + carry));
}

// Returns e^x − 1 = 2^n (e^r − 1) + (2^n − 1), where x = n ln 2 + r with an integer n. The code computes half of this
// number and doubles it, because 2^n may overflow although the result does not.
INLINE vreal NAME(vexpm1)(vreal x) {
    FUSED
#if IS_FLOAT
    vreal inside = NAME(bounded)(x, -30, 89);
#else
    vreal inside = NAME(bounded)(x, -50, 710);
#endif
    vint n;
    vreal rest = NAME(exp_rest)(inside, &n);
    vreal half = NAME(power_of_two)(n - 1);
    vreal result = 2 * (half * rest + (half - (REAL)0.5));
    // For tiny x, halving would lose the last bit of a subnormal number. For such x, expm1(x) rounds to x.
    return choose((NAME(vabs)(x) < (REAL)1e-20) | (x != x), x, result);
}
