// exp and expm1: let x = n ln 2 + r with an integer n and |r| ≤ ln 2 / 2. Then e^x is 2^n (1 + r + r² P(r)), where P is
// a polynomial. exp2: let x = n + r with an integer n and |r| ≤ ½. Then 2^x is 2^n (1 + r ln 2 + r² Q(r)).

#undef LN2
#undef LN2_HIGH
#undef LN2_LOW
#undef LOG2_E
#if IS_FLOAT
#define LOG2_E 0x1.715476p0f
#define LN2 0x1.62e430p-1f
// LN2_HIGH has only few bits, so that the product n · LN2_HIGH is exact for every integer n that exp_rest uses.
#define LN2_HIGH 0x1.62e4p-1f
#define LN2_LOW 0x1.7f7d1cp-20f
#else
#define LOG2_E 0x1.71547652b82fep0
#define LN2 0x1.62e42fefa39efp-1
#define LN2_HIGH 0x1.62e42feep-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#endif

// Defines p, the polynomial (e^r − 1 − r) / r² for double.
#undef EXP_POLYNOMIAL
#define EXP_POLYNOMIAL(p, r)                                                           \
    vreal p = broadcast(0x1.af76c75b20d50p-26);                                        \
    p = p * r + 0x1.28a2b96d2e63fp-22;                                                 \
    p = p * r + 0x1.71dde9f2f6924p-19;                                                 \
    p = p * r + 0x1.a019a67880256p-16;                                                 \
    p = p * r + 0x1.a01a01b5e11f6p-13;                                                 \
    p = p * r + 0x1.6c16c17f3b9dcp-10;                                                 \
    p = p * r + 0x1.111111110e6b7p-7;                                                  \
    p = p * r + 0x1.55555555520e5p-5;                                                  \
    p = p * r + 0x1.555555555555cp-3;                                                  \
    p = p * r + 0x1.0000000000005p-1;

// Returns e^r − 1 and writes n, where x = n ln 2 + r with an integer n and |r| ≤ ln 2 / 2. `number` is n as a real
// number. The variable `lost` corrects the rounding error of r to first order.
INLINE vreal NAME(exp_rest)(vreal x, vint *n, vreal *number) {
    FUSED
    *n = NAME(nearest)(x * LOG2_E, number);
    vreal high = x - *number * LN2_HIGH;
    vreal low = *number * LN2_LOW;
    vreal r = high - low;
    vreal lost = (high - r) - low;
#if IS_FLOAT
    vreal p = broadcast(0x1.6d98f0p-10f);
    p = p * r + 0x1.122816p-7f;
    p = p * r + 0x1.555488p-5f;
    p = p * r + 0x1.5554b0p-3f;
    p = p * r + 0x1p-1f;
#else
    EXP_POLYNOMIAL(p, r)
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
    vreal number, rest = NAME(exp_rest)(inside, &n, &number);
    return choose(x != x, x, NAME(scaled_by)(1 + rest, n, number));
}

// The result is exact for integers x.
INLINE vreal NAME(vexp2)(vreal x) {
    FUSED
#if IS_FLOAT
    vreal inside = NAME(bounded)(x, -152, 130);
#else
    vreal inside = NAME(bounded)(x, -1080, 1030);
#endif
    vreal number;
    vint n = NAME(nearest)(inside, &number);
    vreal r = inside - number, square = r * r;
#if IS_FLOAT
    vreal p = square * 0x1.44138ap-13f + (r * 0x1.5ef19ap-10f + 0x1.3b2a54p-7f);
    p = p * square + (r * 0x1.c6afa2p-5f + 0x1.ebfbe0p-3f);
#else
    vreal fourth = square * square;
    vreal p = (r * 0x1.b5248ef6989afp-24 + 0x1.62bfca5717400p-20) * square
        + (r * 0x1.ffcbfca5e3b6fp-17 + 0x1.4309130d8a324p-13);
    vreal q = (r * 0x1.5d87fe7893e68p-10 + 0x1.3b2ab6fba096ap-7) * square
        + (r * 0x1.c6b08d704a14fp-5 + 0x1.ebfbdff82c5a0p-3);
    p = ((r * 0x1.ea6121231c660p-32 + 0x1.e617445d59648p-28) * fourth + p) * fourth + q;
#endif
    vreal rest = r * LN2 + square * p;
    return choose(x != x, x, NAME(scaled_by)(1 + rest, n, number));
}

// Returns e^x − 1 = 2^n (e^r − 1) + (2^n − 1), where x = n ln 2 + r with an integer n. The code computes half of this
// number and doubles it, because 2^n may overflow although the result does not. x must be −50 … 710 (for float, −30 …
// 89).
INLINE vreal NAME(expm1_inside)(vreal x) {
    FUSED
    vint n;
    vreal number, rest = NAME(exp_rest)(x, &n, &number);
    vreal half = NAME(power_of_two)(n - 1);
    return 2 * (half * rest + (half - (REAL)0.5));
}

INLINE vreal NAME(vexpm1)(vreal x) {
#if IS_FLOAT
    vreal inside = NAME(bounded)(x, -30, 89);
#else
    vreal inside = NAME(bounded)(x, -50, 710);
#endif
    // For tiny x, halving would lose the last bit of a subnormal number. For such x, expm1(x) rounds to x.
    return choose((NAME(vabs)(x) < (REAL)1e-20) | (x != x), x, NAME(expm1_inside)(inside));
}
