// log₂, log₁₀, and the logarithm from which the inverse hyperbolic functions are computed.
//
// With AVX-512 a logarithm needs no division: let x = 2^e m with m in [¾, 1½). The highest four bits of the mantissa of
// m select a number c near 1/m and the number −log c from two tables, which fill one or two registers. Then log x is e
// log 2 − log c + log(1 + r) with r = m c − 1, where −1/32 < r < 1/16, and log(1 + r) is a polynomial. Next to m = 1
// the number c is 1, so that the result has a small relative error near the zero of the logarithm. The other numbers c
// were chosen so that −log c has only a small rounding error (S. Gal's accurate tables).
//
// The other instruction sets use log_parts and log_of_parts.

#ifdef AVX512

#if IS_FLOAT
static const REAL NAME(log2_reciprocals)[16] = {
    1, 0x1.d41bfap-1f, 0x1.bacf3cp-1f, 0x1.a418b6p-1f, 0x1.8f9758p-1f, 0x1.7d0532p-1f,
    0x1.6c1208p-1f, 0x1.5c9c3cp-1f, 0x1.4e5cc8p0f, 0x1.4144e2p0f, 0x1.351fb4p0f, 0x1.29e352p0f,
    0x1.1f6fcep0f, 0x1.15af66p0f, 0x1.0c9510p0f, 1
};
static const REAL NAME(log2_logarithms)[16] = {
    0, 0x1.08cd9ep-3f, 0x1.acf81cp-3f, 0x1.2445eap-2f, 0x1.6e33b0p-2f, 0x1.b481b0p-2f,
    0x1.f7bb82p-2f, 0x1.1beb2ep-1f, -0x1.8a83f0p-2f, -0x1.4f806ap-2f, -0x1.1691f2p-2f, -0x1.bfbf04p-3f,
    -0x1.5638dep-3f, -0x1.e07c7cp-4f, -0x1.1b86bcp-4f, 0
};
#else
static const REAL NAME(log2_reciprocals)[16] = {
    1, 0x1.d41dd1d41d41dp-1, 0x1.bad0d6cc1bad0p-1, 0x1.a41a2ba41a41ap-1,
    0x1.8f9ba4f9c18fap-1, 0x1.7d079f97d05f4p-1, 0x1.6c15beec16c17p-1, 0x1.5c99b3b931057p-1,
    0x1.4e5ead32f0539p0, 0x1.4140708141414p0, 0x1.35220032b78c1p0, 0x1.29e332de4129ep0,
    0x1.1f7079dc11f70p0, 0x1.15b1abf75270dp0, 0x1.0c975cfbcda3bp0, 1
};
static const REAL NAME(log2_logarithms)[16] = {
    0, 0x1.08c1fbe8583a8p-3, 0x1.aced66fb4c780p-3, 0x1.2440c80e33c35p-2,
    0x1.6e23c9b1616f9p-2, 0x1.b47845f1b2db4p-2, 0x1.f7ac6f708b6fap-2, 0x1.1bf08ba2334dcp-1,
    -0x1.8a8c4fbd6aa20p-2, -0x1.4f6bfb37081abp-2, -0x1.169cecfd56484p-2, -0x1.bfbdcf376f365p-3,
    -0x1.563fc49597bffp-3, -0x1.e0acdc54ed87ap-4, -0x1.1bb95a7374776p-4, 0
};
#endif

#if IS_FLOAT
static const REAL NAME(log10_reciprocals)[16] = {
    1, 0x1.d41778p-1f, 0x1.bad0c6p-1f, 0x1.a414d8p-1f, 0x1.8f994ep-1f, 0x1.7d08c4p-1f,
    0x1.6c15d2p-1f, 0x1.5c91eap-1f, 0x1.4e5b96p0f, 0x1.413e1ap0f, 0x1.351fc4p0f, 0x1.29e0a2p0f,
    0x1.1f6d02p0f, 0x1.15ae32p0f, 0x1.0c972cp0f, 1
};
static const REAL NAME(log10_logarithms)[16] = {
    0, 0x1.3efd18p-5f, 0x1.023db4p-4f, 0x1.5ffef0p-4f, 0x1.b8eabcp-4f, 0x1.06c546p-3f,
    0x1.2f3db2p-3f, 0x1.55f99ap-3f, -0x1.db04dep-4f, -0x1.93d668p-4f, -0x1.4f6ee8p-4f, -0x1.0d81e2p-4f,
    -0x1.9bf0f8p-5f, -0x1.2138aap-5f, -0x1.559e34p-6f, 0
};
#else
static const REAL NAME(log10_reciprocals)[16] = {
    1, 0x1.d41ddcd41d41dp-1, 0x1.bacfcdcc1bad0p-1, 0x1.a41989a41a41ap-1,
    0x1.8f9bc279c18fap-1, 0x1.7d065397d05f4p-1, 0x1.6c17f8ec16c17p-1, 0x1.5c9791b931057p-1,
    0x1.4e5e12f2f0539p0, 0x1.4141d44141414p0, 0x1.3522b932b78c1p0, 0x1.29e3ccde4129ep0,
    0x1.1f6f895c11f70p0, 0x1.15b119375270dp0, 0x1.0c96543bcda3bp0, 1
};
static const REAL NAME(log10_logarithms)[16] = {
    0, 0x1.3ecc7f950ab3cp-5, 0x1.0241991454db3p-4, 0x1.5feb0fa92c18ap-4,
    0x1.b8dfce494a26cp-4, 0x1.06caf78cc33c0p-3, 0x1.2f3870267d869p-3, 0x1.55eb2c01a314dp-3,
    -0x1.db121aaef7ebep-4, -0x1.93eb0c09012bcp-4, -0x1.4f7fed40e1cfbp-4, -0x1.0d94cc42241c8p-4,
    -0x1.9c1044d74329ap-5, -0x1.215ddc275f64ap-5, -0x1.5587dfe5d2dfcp-6, 0
};
#endif

#if IS_FLOAT
static const REAL NAME(log_reciprocals)[16] = {
    1, 0x1.d4176cp-1f, 0x1.bac8c6p-1f, 0x1.a42000p-1f, 0x1.8f9708p-1f, 0x1.7d0a74p-1f,
    0x1.6c1380p-1f, 0x1.5c9438p-1f, 0x1.4e5f7ep0f, 0x1.414528p0f, 0x1.352496p0f, 0x1.29e368p0f,
    0x1.1f7340p0f, 0x1.15b55ep0f, 0x1.0c9956p0f, 1
};
static const REAL NAME(log_logarithms)[16] = {
    0, 0x1.6f4038p-4f, 0x1.29749cp-3f, 0x1.9509aap-3f, 0x1.fbab7ep-3f, 0x1.2e8214p-2f,
    0x1.5d2504p-2f, 0x1.89afd4p-2f, -0x1.117d5ap-2f, -0x1.d11c5ep-3f, -0x1.824e78p-3f, -0x1.365b36p-3f,
    -0x1.da9cc6p-4f, -0x1.4d6440p-4f, -0x1.898f60p-5f, 0
};
#else
static const REAL NAME(log_reciprocals)[16] = {
    1, 0x1.d41c8bd41d41dp-1, 0x1.bad0b7cc1bad0p-1, 0x1.a41b49241a41ap-1,
    0x1.8f9b0079c18fap-1, 0x1.7d057197d05f4p-1, 0x1.6c178d6c16c17p-1, 0x1.5c99a1b931057p-1,
    0x1.4e5ddbb2f0539p0, 0x1.41419b0141414p0, 0x1.3521e9f2b78c1p0, 0x1.29e3e75e4129ep0,
    0x1.1f6fc9dc11f70p0, 0x1.15b260f75270dp0, 0x1.0c97bcbbcda3bp0, 1
};
static const REAL NAME(log_logarithms)[16] = {
    0, 0x1.6f13612f8c48fp-4, 0x1.294fdd73c4403p-3, 0x1.9520a540d8460p-3,
    0x1.fb972467dc6d2p-3, 0x1.2e8f8a664de29p-2, 0x1.5d199e3621590p-2, 0x1.899fed5d6f314p-2,
    -0x1.117858f674456p-2, -0x1.d105bb4e05fb9p-3, -0x1.823cc43d12d9dp-3, -0x1.365ea1a9436b7p-3,
    -0x1.da6b72b6bae11p-4, -0x1.4d382c10761fcp-4, -0x1.895e9da3bd7b1p-5, 0
};
#endif

// Returns the element of a table of 16 numbers that the lowest four bits of `index` select.
INLINE vreal NAME(entry)(const REAL *table, vint index) {
#if IS_FLOAT
    return AVX512(permutexvar)((__m512i)index, load(table));
#else
    return AVX512(permutex2var)(load(table), (__m512i)index, load(table + 8));
#endif
}

// Returns m in [¾, 1½), and writes the integer e, where x = 2^e m. For 0 the results are 1 and e = −∞, for ∞ they are 1
// and e = ∞, and for NaN m and e are NaN.
INLINE vreal NAME(table_parts)(vreal x, vreal *e) {
    vreal m = AVX512(getmant)(x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_zero);
    vreal exponent = AVX512(getexp)(x);
    *e = choose(m < 1, exponent + 1, exponent);
    return m;
}

// Returns the index of the tables for a normal number.
INLINE vint NAME(table_index)(vreal m) {
    return (vint)m >> (MANTISSA_BITS - 4);
}

#endif

// Returns log₂ x. The result is exact for powers of two.
INLINE vreal NAME(vlog2)(vreal x) {
    FUSED
#ifdef AVX512
    vreal e, m = NAME(table_parts)(x, &e);
    vint index = NAME(table_index)(m);
    vreal r = AVX512(fmsub)(m, NAME(entry)(NAME(log2_reciprocals), index), broadcast(1)), square = r * r;
#if IS_FLOAT
    vreal p = (r * 0x1.16dc66p-2f - 0x1.7171b8p-2f) * square + (r * 0x1.ec74bcp-2f - 0x1.715476p-1f);
#else
    vreal fourth = square * square;
    vreal p = (r * 0x1.472b3def9df91p-3 - 0x1.7162a83783e87p-3) * square
        + (r * 0x1.a618267de959bp-3 - 0x1.ec709ca52a5b1p-3);
    vreal q = (r * 0x1.2776c4fe1dba6p-2 - 0x1.71547652b33d4p-2) * square
        + (r * 0x1.ec709dc3a110dp-2 - 0x1.71547652b8300p-1);
    p = (fourth * -0x1.02caf6730526dp-3 + p) * fourth + q;
#endif
    vreal high = e + NAME(entry)(NAME(log2_logarithms), index);
    return NAME(any_logarithm)(x, high + (r * LOG2_E + square * p));
#else
    vreal e, m = NAME(log_parts)(x, &e);
    return NAME(any_logarithm)(x, e + NAME(log_of_parts)(broadcast(0), m, broadcast(0)) * LOG2_E);
#endif
}

// Returns log₁₀ x. LOG10_2_HIGH has only few bits, so that e · LOG10_2_HIGH is exact.
INLINE vreal NAME(vlog10)(vreal x) {
    FUSED
#ifdef AVX512
    vreal e, m = NAME(table_parts)(x, &e);
    vint index = NAME(table_index)(m);
    vreal r = AVX512(fmsub)(m, NAME(entry)(NAME(log10_reciprocals), index), broadcast(1)), square = r * r;
#if IS_FLOAT
    vreal p = (r * 0x1.4fc834p-4f - 0x1.bcdaecp-4f) * square + (r * 0x1.287cf0p-3f - 0x1.bcb7b2p-3f);
#else
    vreal fourth = square * square;
    vreal p = (r * 0x1.89f35c47b4b5bp-5 - 0x1.bcc8c8f74f648p-5) * square
        + (r * 0x1.fc4091e4b1d29p-5 - 0x1.287a758a7cceap-4);
    vreal q = (r * 0x1.63c62760d80b8p-4 - 0x1.bcb7b152685bcp-4) * square
        + (r * 0x1.287a7636f4b3cp-3 - 0x1.bcb7b1526e510p-3);
    p = (fourth * -0x1.379e1ba90de30p-5 + p) * fourth + q;
#endif
    vreal high = e * LOG10_2_HIGH + NAME(entry)(NAME(log10_logarithms), index);
    return NAME(any_logarithm)(x, high + (r * LOG10_E + (square * p + e * LOG10_2_LOW)));
#else
    vreal e, m = NAME(log_parts)(x, &e);
    vreal rest = NAME(log_of_parts)(broadcast(0), m, broadcast(0));
    return NAME(any_logarithm)(x, e * LOG10_2_HIGH + (rest * LOG10_E + e * LOG10_2_LOW));
#endif
}

// Returns log(1 + y) for y ≥ 0, or log(2 · large) in the lanes of the mask `is_large`, where `large` is at least 1.
INLINE vreal NAME(area_logarithm)(vreal y, vint is_large, vreal large) {
#ifdef AVX512
    FUSED
    vreal sum = 1 + y;
    // The rounding error of 1 + y.
    vreal lost = AVX512(min)(y, broadcast(1)) - (sum - AVX512(max)(y, broadcast(1)));
    vreal u = choose(is_large, large, sum);
    // u ≥ 1 has the same mantissa as m, and is known earlier.
    vint index = NAME(table_index)(u);
    vreal c = NAME(entry)(NAME(log_reciprocals), index);
    vreal e, m = NAME(table_parts)(u, &e);
    vreal rest = AVX512(scalef)(choose(is_large, broadcast(0), lost), -e);
    e = choose(is_large, e + 1, e);
    vreal r = AVX512(fmsub)(m, c, broadcast(1)) + rest * c, square = r * r;
#if IS_FLOAT
    vreal p = (r * 0x1.829556p-3f - 0x1.001448p-2f) * square + (r * 0x1.555830p-2f - 0x1.000000p-1f);
#else
    vreal fourth = square * square;
    vreal p = (r * 0x1.c58d6b6bb4b4ap-4 - 0x1.0009d6d2bcf6ap-3) * square
        + (r * 0x1.2492d0e2f91b3p-3 - 0x1.5555548ec626dp-3);
    vreal q = (r * 0x1.999999823a52dp-3 - 0x1.fffffffff9242p-3) * square
        + (r * 0x1.5555555555e63p-2 - 0x1.0000000000001p-1);
    p = (fourth * -0x1.66c356040fb36p-4 + p) * fourth + q;
#endif
    vreal high = e * LN2_HIGH + NAME(entry)(NAME(log_logarithms), index);
    return high + (r + (square * p + e * LN2_LOW));
#else
    return choose(is_large, NAME(vlog)(large) + LN2, NAME(vlog1p)(y));
#endif
}
