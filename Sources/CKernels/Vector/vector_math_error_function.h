// erf x is x + x P(x²) for |x| < 1, and ±(1 − e^Q(|x|)) otherwise, where P and Q are polynomials and e^Q approximates
// erfc.

INLINE vreal NAME(verf)(vreal x) {
    FUSED
    vreal size = NAME(vabs)(x), z = x * x;
#if IS_FLOAT
    vreal p = broadcast(0x1.4771ecp-14f);
    p = p * z - 0x1.a3515cp-11f;
    p = p * z + 0x1.53f224p-8f;
    p = p * z - 0x1.b7f71ap-6f;
    p = p * z + 0x1.ce2ce6p-4f;
    p = p * z - 0x1.81273ep-2f;
    p = p * z + 0x1.06eba8p-3f;
    const REAL saturation = 4;
    vreal a = choose(size > saturation, broadcast(saturation), size);
    vreal q = broadcast(-0x1.2d8f9cp-10f);
    q = q * a + 0x1.e43c52p-7f;
    q = q * a - 0x1.6b0a62p-4f;
    q = q * a - 0x1.4f1968p-1f;
    q = q * a - 0x1.1e105ep0f;
    q = q * a - 0x1.5e3adap-9f;
#else
    vreal p = broadcast(-0x1.b174d96095592p-31);
    p = p * z + 0x1.d90310a0de136p-27;
    p = p * z - 0x1.5c4bb821a1201p-23;
    p = p * z + 0x1.b98a7c38cd737p-20;
    p = p * z - 0x1.f4cb4bf372dcep-17;
    p = p * z + 0x1.f9a2c90a7cca5p-14;
    p = p * z - 0x1.c02db0b4aeba2p-11;
    p = p * z + 0x1.565bccfaea464p-8;
    p = p * z - 0x1.b82ce311f8dc9p-6;
    p = p * z + 0x1.ce2f21a040748p-4;
    p = p * z - 0x1.812746b0379a9p-2;
    p = p * z + 0x1.06eba8214db68p-3;
    const REAL saturation = 6;
    vreal a = choose(size > saturation, broadcast(saturation), size);
    vreal q = broadcast(0x1.32246ab229f32p-36);
    q = q * a - 0x1.60697a7644ac7p-31;
    q = q * a + 0x1.70885169b0386p-27;
    q = q * a - 0x1.c91a4cde5868cp-24;
    q = q * a + 0x1.6a917e6f5805dp-21;
    q = q * a - 0x1.5e5ffd38af0acp-19;
    q = q * a + 0x1.c4eb82b4f6372p-19;
    q = q * a + 0x1.e13c615596384p-16;
    q = q * a - 0x1.e6f01d22e3f18p-13;
    q = q * a + 0x1.e3bb02251066fp-11;
    q = q * a - 0x1.139247cee59f2p-9;
    q = q * a + 0x1.3439a1121a1a8p-11;
    q = q * a + 0x1.350a8858a3028p-6;
    q = q * a - 0x1.a46591ed2c39bp-4;
    q = q * a - 0x1.45f961b0ba19cp-1;
    q = q * a - 0x1.20dcc2dfe7651p0;
    q = q * a - 0x1.22632e13ab18dp-20;
#endif
    vreal far = NAME(with_sign)(1 - NAME(vexp)(q), x);
    vreal result = choose(size < 1, x + x * p, far);
    return choose((x == 0) | (x != x), x, result);
}
