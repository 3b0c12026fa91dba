// Coefficients of the special functions. Tests/References/special_function_coefficients.py wrote this file. In the
// table of a polynomial in t, element i is the coefficient of t^i.

#ifndef SYNANN_SPECIAL_COEFFICIENTS_H
#define SYNANN_SPECIAL_COEFFICIENTS_H

// No source file uses all tables, so the compiler would warn about unused constants.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wunused-const-variable"

// (x + 1/2) erfcx(x) for x >= 0, as a polynomial in t = (x - 3.75) / (x + 3.75).
static const double ERFCX[25] = {
    0x1.3ccda0b5d5dc2p-1, -0x1.1f367683f89a5p-4, 0x1.d5f294815a405p-10, 0x1.510169d09665bp-5,
    -0x1.bda9309a2949ap-5, 0x1.7a14188a9ce2ap-5, -0x1.e0d0fa6ddfe85p-6, 0x1.d0b0037d167adp-7,
    -0x1.3f603c398c6c5p-8, 0x1.cc3a0e7d2150cp-11, 0x1.33fb2968decd9p-13, -0x1.303fa4966bc38p-13,
    0x1.b1439865f8d9ep-16, 0x1.778b933adcce7p-17, -0x1.800077b775cf3p-18, -0x1.055686d42aa63p-21,
    0x1.d6339f66a50f8p-21, -0x1.eb803840c0574p-26, -0x1.15be4201dc721p-23, 0x1.8fa9fe49c359bp-27,
    0x1.4c37f59c36e71p-26, -0x1.014cd7201b5adp-29, -0x1.638dcc665be8dp-29, 0x1.561b105822235p-33,
    0x1.d3744857e262bp-33,
};

// erf(x) / x for |x| <= 1/2, as a polynomial in x^2.
static const double ERF_NEAR[10] = {
    0x1.20dd750429b6dp+0, -0x1.812746b0379e6p-2, 0x1.ce2f21a042b29p-4, -0x1.b82ce3127f7a0p-6,
    0x1.565bcd0aa841bp-8, -0x1.c02db23dfea05p-11, 0x1.f9a2a68b90f36p-14, -0x1.f4bba46a9101ap-17,
    0x1.b77698ecaedf0p-20, -0x1.39fdacc73f1fbp-23,
};

// log Gamma(x) / ((x - 1) (x - 2)) for x in [1, 2], as a polynomial in t = 2x - 3.
static const double LOG_GAMMA[22] = {
    0x1.eeb95b094c191p-2, -0x1.2aed059bd608ap-4, 0x1.01af62a2929bfp-6, -0x1.007aa83cee101p-8,
    0x1.133423527f3d7p-10, -0x1.34dbda14a599fp-12, 0x1.64f0664c37406p-14, -0x1.a5035229a9556p-16,
    0x1.f814babe86906p-18, -0x1.313e8bc6a6231p-19, 0x1.750a77d822d32p-21, -0x1.cb448e61e1d84p-23,
    0x1.1c7e4f467baeep-24, -0x1.62443cdd5170dp-26, 0x1.b9e257d11f1c8p-28, -0x1.15350c1f6c64ap-29,
    0x1.68fdeb08edc47p-31, -0x1.cb09aadf8c861p-33, 0x1.ba137484c764cp-35, -0x1.0ed848f4c3a8bp-36,
    0x1.97a672f510735p-37, -0x1.0ba7e4b7ec423p-38,
};

// Gamma(x) for x in [1, 2], as a polynomial in t = 2x - 3.
static const double GAMMA[24] = {
    0x1.c5bf891b4ef6bp-1, 0x1.08ea88ee561b2p-6, 0x1.a8c4dba620d63p-4, -0x1.b77ac1ca2ec3ap-7,
    0x1.283bd374ea0e0p-7, -0x1.3d88cfe501968p-9, 0x1.e022b74498c06p-11, -0x1.374fd5ce89d67p-12,
    0x1.a752c64c7ae1cp-14, -0x1.1a2c28feadffcp-15, 0x1.7991eeb85af70p-17, -0x1.f7fc7c77eaabdp-19,
    0x1.504cc3b99e256p-20, -0x1.c09e64ede49acp-22, 0x1.2b52f283afd49p-23, -0x1.8f3d29de36d5fp-25,
    0x1.08491270ad524p-26, -0x1.5fd0b6db333f6p-28, 0x1.f4f6063ddea2cp-30, -0x1.514a2bdb276aep-31,
    0x1.18ba4cc8e94d8p-33, -0x1.6123186b313d9p-35, 0x1.773bf2f086911p-35, -0x1.01854338e4cd5p-36,
};

// digamma(x) / (x - r) for x in [1, 2], as a polynomial in t = 2x - 3. r is the positive zero of digamma.
static const double DIGAMMA[23] = {
    0x1.e6f0cbb873616p-1, -0x1.b1cb63005ee98p-3, 0x1.eca189b8e6f7bp-5, -0x1.2feeeb98a78cbp-6,
    0x1.8512e59037ebbp-8, -0x1.fb44202a259cep-10, 0x1.4de9aa1802de8p-11, -0x1.b9f8b11b2f98ep-13,
    0x1.25647156391a7p-14, -0x1.8635641765f08p-16, 0x1.03c0b2b60f6f7p-17, -0x1.5a06a23d62223p-19,
    0x1.cd1f26d55994ep-21, -0x1.336df991b5f25p-22, 0x1.99e1aca26565dp-24, -0x1.0fb126d4c2892p-25,
    0x1.69ba8fdd1d52cp-27, -0x1.fdacdb7508852p-29, 0x1.56c5b73aaffa6p-30, -0x1.2f41994664278p-32,
    0x1.80260c257a44fp-34, -0x1.761380b8f00cep-34, 0x1.00b98a8f0aa04p-35,
};

// The positive zero r of digamma, as a sum of two numbers.
#define DIGAMMA_ROOT_HIGH 0x1.762d86356be3fp+0
#define DIGAMMA_ROOT_LOW 0x1.b86a722197829p-54

// x (log Gamma(x) - (x - 1/2) log x + x - log(2 pi)/2) for x >= 8, as a polynomial in 1/x^2.
static const double STIRLING[8] = {
    0x1.5555555555555p-4, -0x1.6c16c16c16b2ep-9, 0x1.a01a019ee5550p-11, -0x1.38137ec71d8dbp-11,
    0x1.b94f7225f2c24p-11, -0x1.f6000e2b86995p-10, 0x1.96e55487fa109p-8, -0x1.55e1a052750c3p-6,
};

// x^2 (log x - 1/(2x) - digamma(x)) for x >= 8, as a polynomial in 1/x^2.
static const double DIGAMMA_FAR[8] = {
    0x1.5555555555555p-4, -0x1.1111111110d63p-7, 0x1.041041019fb6ep-8, -0x1.11110c1edcb59p-8,
    0x1.f0772b33c9bf9p-8, -0x1.58e7844063715p-6, 0x1.47d1d168b3376p-4, -0x1.32cfc4f5c4205p-2,
};

// (I0(x) - 1) / a for |x| <= 7.75, as a polynomial in a = x^2/4. I0 is a modified Bessel function.
static const double BESSEL_I0_NEAR[15] = {
    0x1.0000000000000p+0, 0x1.ffffffffffffdp-3, 0x1.c71c71c71c796p-6, 0x1.c71c71c71b842p-10,
    0x1.23456789bb05bp-14, 0x1.02e85c076c808p-19, 0x1.522a441480321p-25, 0x1.522a41e2c4e01p-31,
    0x1.0b314c57c99eep-37, 0x1.55ffbcefc0ad4p-44, 0x1.69e1921668ed2p-51, 0x1.40c6c88466f4ep-58,
    0x1.f16a285bcec81p-66, 0x1.13f8c8ee177c8p-73, 0x1.1863ec10664e8p-80,
};

// (2 I1(x)/x - 1) / a for |x| <= 7.75, as a polynomial in a = x^2/4. I1 is a modified Bessel function.
static const double BESSEL_I1_NEAR[15] = {
    0x1.0000000000000p-1, 0x1.5555555555555p-4, 0x1.c71c71c71c738p-8, 0x1.6c16c16c168abp-12,
    0x1.845c8a0cec14dp-17, 0x1.27e4fb76ffab8p-22, 0x1.522a44043b0edp-28, 0x1.2c9757e5fe9cdp-34,
    0x1.ab8202407f6bfp-41, 0x1.f174f01178ba1p-48, 0x1.e278ab435f31ap-55, 0x1.8b0d76f0a6707p-62,
    0x1.1b1d8b94ba3a1p-69, 0x1.2c4c7876ef3bcp-77, 0x1.115f7b97a4169p-84,
};

// sqrt(x) exp(-x) I0(x) for x >= 7.75, as a polynomial in t = 15.5 / x - 1. I0 is a modified Bessel function.
static const double BESSEL_I0_FAR[26] = {
    0x1.9bf09d24c9fb6p-2, 0x1.c7e07b9f9975ep-9, 0x1.32d2e3d916b4fp-13, 0x1.a271ce47ad312p-17,
    0x1.d34ef43a3748ep-20, 0x1.8cf616da2b0fap-22, 0x1.fe86cc7301c4ap-24, 0x1.e435fc96963e9p-25,
    0x1.029d53e48c6b8p-25, 0x1.a382ca30c743dp-28, -0x1.1717c69c74989p-26, -0x1.69efb3e0e6c34p-26,
    -0x1.2acd95bd4701ep-29, 0x1.13358e6c2b1c1p-26, 0x1.fd1ec17289ae4p-28, -0x1.720bfc1643b54p-27,
    -0x1.d27cd98a597b9p-28, 0x1.e69afc66834ddp-28, 0x1.2916b98e3ae4bp-28, -0x1.19f9ba10742b4p-28,
    -0x1.0b0960b547997p-29, 0x1.efd075cee3390p-30, 0x1.2d674a5ebd444p-31, -0x1.16ea8e6826987p-31,
    -0x1.3dc7a2ae3cc9cp-34, 0x1.25db50419b8e6p-34,
};

// sqrt(x) exp(-x) I1(x) for x >= 7.75, as a polynomial in t = 15.5 / x - 1. I1 is a modified Bessel function.
static const double BESSEL_I1_FAR[27] = {
    0x1.8e6bf6fae06bdp-2, -0x1.4a4281867f55ep-7, -0x1.ed3096ec56c62p-13, -0x1.19f47a6f31166p-16,
    -0x1.206f67b54dc07p-19, -0x1.d008d93aceb5dp-22, -0x1.1ef99581b5b3cp-23, -0x1.09351c578638fp-24,
    -0x1.198c33831444cp-25, -0x1.f0168ce8f9b31p-28, 0x1.1c2a00697fc66p-26, 0x1.7e38bd4012294p-26,
    0x1.a702d0524545ap-29, -0x1.1afb0ad92dcbbp-26, -0x1.2a346053d1ed2p-27, 0x1.7645d0c7b3253p-27,
    0x1.20f47b3cb6dc5p-27, -0x1.e85d30cf4748bp-28, -0x1.a677ac720cd1ep-28, 0x1.1a65417f825a0p-28,
    0x1.dfa40f419c1efp-29, -0x1.f0a35a94b33d8p-30, -0x1.89bac8035aed3p-30, 0x1.1799bfaa832f0p-31,
    0x1.993e23ff45159p-32, -0x1.26d2ec897353ap-34, -0x1.8fa8afd599c40p-35,
};

// Temme's expansion of the incomplete gamma functions P(a, x) and Q(a, x): element 24 k + n is the coefficient of
// eta^n a^-k, where eta^2/2 = mu - log(1 + mu) with mu = x/a - 1, and eta has the sign of mu.
static const double TEMME[264] = {
    -0x1.5555555555555p-2, 0x1.5555555555555p-4, -0x1.e573ac901e574p-7, 0x1.2f684bda12f68p-10,
    0x1.71de3a556c734p-12, -0x1.76e06fec7273bp-13, 0x1.48c5892f7cd83p-15, -0x1.255370652afc1p-19,
    -0x1.f1b22f594c6b5p-20, 0x1.bd6d21e4b4109p-21, -0x1.7b5f9a2d0465cp-23, 0x1.ccf5ceb7f0d9fp-28,
    0x1.6097d55c37c1cp-27, -0x1.2d2197c7a2faap-28, 0x1.f6e66d24d5c8ap-31, -0x1.c0d9b6edf2b0bp-36,
    -0x1.0070a87340428p-34, 0x1.ac9475c463659p-36, -0x1.61ca701fd754ap-38, 0x1.ef98008f5eec2p-44,
    0x1.7ba0759769d7cp-42, -0x1.3989bebb193c0p-43, 0x1.0104fc4369a3cp-45, -0x1.283fe7950ad7bp-51,
    -0x1.e573ac901e574p-10, -0x1.c71c71c71c71cp-9, 0x1.5ac056b015ac0p-9, -0x1.0394f6f09e723p-10,
    0x1.af83440e53dbcp-13, -0x1.af83440e53dbcp-22, -0x1.2fa4ae89e5af0p-16, 0x1.00a9cabd6b83ep-17,
    -0x1.b0bdfcc629cbap-20, 0x1.3f59230a8357cp-28, 0x1.280f2cde3f847p-23, -0x1.ee23d0cba8aeep-25,
    0x1.9aa7a30de114cp-27, -0x1.349fbca3a377bp-36, -0x1.1564ecff73d58p-30, 0x1.c9b434bf3c34ep-32,
    -0x1.78a5056f8ce45p-34, 0x1.113e3a466db9ep-44, 0x1.f8041c5540ea2p-38, -0x1.9ccf2fab4608bp-39,
    0x1.519580a10cd82p-41, -0x1.f3b7a5dcd1851p-53, -0x1.c068b448455eap-45, 0x1.6d8a9ef5c1827p-46,
    0x1.0ee643b990ee6p-8, -0x1.5f7268edab4c8p-9, 0x1.948b0fcd6e9e0p-11, 0x1.0db20a88f4696p-19,
    -0x1.c253efaa1a932p-14, 0x1.bbf43daf4fe53p-15, -0x1.ac2d05890f2c3p-17, 0x1.26154ae39151dp-25,
    0x1.7058929663937p-20, -0x1.522cb05171911p-21, 0x1.32ac81c15d3d7p-23, -0x1.c24bd0e740a6cp-33,
    -0x1.e437343a46f5dp-27, 0x1.ac0d455e25360p-28, -0x1.77c5829460139p-30, 0x1.0962774f638bbp-40,
    0x1.1b1056c188672p-33, -0x1.e9778dbc61371p-35, 0x1.a55da34225759p-37, -0x1.2c681309d6007p-48,
    -0x1.33f39f65c6eeep-40, 0x1.0675f56b95f3bp-41, -0x1.be16182b001e8p-44, 0x1.5d3b42a398b8fp-56,
    0x1.547d93b34e2b6p-11, 0x1.e13ce465fa859p-13, -0x1.ebfb188b7ca00p-12, 0x1.18b9b5bf2d984p-12,
    -0x1.3d2a3a29b5d9dp-14, -0x1.0152a1871f27ap-22, 0x1.73df462204ef4p-17, -0x1.7cd6f27b3f020p-18,
    0x1.7e0201539310ep-20, -0x1.ea23269c140a7p-36, -0x1.6c2dcffbefeefp-23, 0x1.5bde8ef4c4dc7p-24,
    -0x1.4853ced169327p-26, 0x1.50c3f0dd501ebp-39, 0x1.1b66a39794ba9p-29, -0x1.040c53b2491f0p-30,
    0x1.d9b15465daec1p-33, -0x1.f46057e1c9d1fp-47, -0x1.812d3d94d533bp-36, 0x1.587d7a7c1a668p-37,
    -0x1.328e9df2eb8b6p-39, 0x1.1e54cdbaa3443p-54, 0x1.def3f46a086e5p-43, -0x1.a4d8ed36b49dcp-44,
    -0x1.c3e0b02da7bf9p-11, 0x1.9b0ff6874f2c4p-11, -0x1.3999a85a4237ap-12, -0x1.88f2ae1def9d0p-20,
    0x1.16908b48ce058p-14, -0x1.4ce3fd902bcadp-15, 0x1.7db4c02846e81p-17, 0x1.13b3c5b7cb45ep-32,
    -0x1.c71c074985d3fp-20, 0x1.de37d9f09164cp-21, -0x1.ec676cf33153cp-23, 0x1.041515bab6adap-35,
    0x1.efe94304ac16bp-26, -0x1.e78e449f4e3bep-27, 0x1.d9a9f1a8b7696p-29, -0x1.033ba70791e5ep-42,
    -0x1.b14f212618752p-32, 0x1.9911dbca7ce93p-33, -0x1.7f2fac5e22aaep-35, 0x1.7088090f49aabp-50,
    0x1.49465337812c4p-38, -0x1.2e7ac3cc20208p-39, 0x1.14577d11fe2b7p-41, -0x1.d3b49b9fd2152p-58,
    -0x1.6128ac5a4fa71p-12, -0x1.247604839c038p-14, 0x1.22be87360ef1fp-12, -0x1.a2042c5148e27p-13,
    0x1.1d1e9cb24760bp-14, 0x1.30bdcf208080ep-23, -0x1.c823fc1b3cc36p-17, 0x1.0d0e229150428p-17,
    -0x1.338eb19652fd9p-19, -0x1.659cfde0bb2ebp-32, 0x1.741504e5c87c2p-22, -0x1.8c267becd0c0fp-23,
    0x1.9e630225a095bp-25, -0x1.4411c5ac40e35p-46, -0x1.b15bbf334c8c3p-28, 0x1.b2a3adb58623dp-29,
    -0x1.af0f32d677057p-31, 0x1.762c060bd9bdap-48, 0x1.9b9c5831849dcp-34, -0x1.8d0152b8692bap-35,
    0x1.7bf5ea6674b5fp-37, -0x1.51bfdafa33430p-55, -0x1.54d6b090f18dbp-40, 0x1.3fcc249cb50d9p-41,
    0x1.168ef1b0931c8p-11, -0x1.36773bdb97b48p-11, 0x1.1c0950d3ecb9dp-12, 0x1.a8411da6cab49p-21,
    -0x1.5600945495b37p-14, 0x1.d6bdf83130dc1p-15, -0x1.3382f4cf48618p-16, -0x1.a74243fa27729p-29,
    0x1.d115d4f5dcc68p-19, -0x1.10587854fcb37p-19, 0x1.36c8903447d35p-21, 0x1.074e709bf4b8bp-42,
    -0x1.7b2f7de505322p-24, 0x1.9778c6d79bcc1p-25, -0x1.af0ea334cc20ep-27, 0x1.858ba968e7d04p-44,
    0x1.cf0f99fa070bcp-30, -0x1.d77155071f99bp-31, 0x1.daf3327a51b54p-33, -0x1.b6df73b581619p-51,
    -0x1.d4a717ac2b965p-36, 0x1.cbb55e3e29ba5p-37, -0x1.bf888fe9ca81cp-39, 0x1.5b9bd2acc211fp-58,
    0x1.691879c01efb4p-12, 0x1.b1d75d3346711p-15, -0x1.5f3385098cebfp-12, 0x1.26eeb5ece1d9fp-12,
    -0x1.cc642787368cep-14, -0x1.119c70312e0a2p-23, 0x1.d179830b113abp-16, -0x1.3269164e3e304p-16,
    0x1.8467d794bd7f2p-18, 0x1.0f82da50cdaeep-31, -0x1.1c6acec59f442p-20, 0x1.4b12ad51452d5p-21,
    -0x1.7929779607d63p-23, -0x1.6d32eed259534p-40, 0x1.cf11fbdf49e99p-26, -0x1.f4e88c5d1cae1p-27,
    0x1.0b2830e4dfce1p-28, -0x1.65f59322ddf56p-55, -0x1.24e8da0f96246p-31, 0x1.2daf0a8add2abp-32,
    -0x1.33ada96417614p-34, 0x1.ddc4a629af677p-56, 0x1.379df6a52f424p-37, -0x1.35d870109f334p-38,
    -0x1.5629b3187b744p-11, 0x1.b8239c670e690p-11, -0x1.cb967b4446107p-12, -0x1.762676b30cfd6p-21,
    0x1.5d1157082916dp-13, -0x1.0c16fcea7ddb2p-13, 0x1.84637d3f583cdp-15, 0x1.3937992ec9b02p-28,
    -0x1.6384af9ac219dp-17, 0x1.c738f198ab550p-18, -0x1.1adec9530a7adp-19, -0x1.2ed3c124b7492p-36,
    0x1.952f970ac9b03p-22, -0x1.d599e3b2187a2p-23, 0x1.0b282393d4893p-24, 0x1.7c54ec550bd4bp-51,
    -0x1.4985ee872fc56p-27, 0x1.663fd6d84752ep-28, -0x1.80990f0dfb26ap-30, 0x1.36412c0552a81p-51,
    0x1.ac79309fc7363p-33, -0x1.bd671f048b194p-34, 0x1.cac1ee5de78aap-36, -0x1.779b4a6572e09p-58,
    -0x1.38dff1cc96982p-11, -0x1.2e31f9b7913eap-14, 0x1.63969bb825829p-11, -0x1.4f9f2582dd0a5p-11,
    0x1.22fb20c28e8a0p-12, 0x1.86c71c8cebf16p-23, -0x1.63a803aebc9b7p-14, 0x1.00120036172b0p-14,
    -0x1.618fcc48d37bcp-16, -0x1.e7018e8be3330p-31, 0x1.2fe63d892e1a9p-18, -0x1.7d8d3a891d8bap-19,
    0x1.d3850f27b27e8p-21, 0x1.03901807110d2p-38, -0x1.49865a9b6fd04p-23, 0x1.7ca3da4d350cep-24,
    -0x1.b0abf9d310d85p-26, -0x1.706d644652279p-47, 0x1.0bcbd16605be3p-28, -0x1.244bad2fffd4fp-29,
    0x1.3b6549adcccb6p-31, -0x1.bdbb7a0bc6b54p-63, -0x1.63f0cfd72ae16p-34, 0x1.74cd688c73fedp-35,
    0x1.5d4ae684527bfp-10, -0x1.f5dbcaf756cdep-10, 0x1.22b37f1b46951p-10, 0x1.0a9ef61e90004p-20,
    -0x1.0aba998a532bfp-11, 0x1.c01c0b52c3345p-12, -0x1.618e482f9d229p-13, -0x1.1759e6f571329p-27,
    0x1.7bdf837b4e130p-15, -0x1.0650f761692a2p-15, 0x1.5ea3af60786b1p-17, 0x1.aa0a6ef89a12ap-35,
    -0x1.205588c7220b7p-19, 0x1.64d9971a80133p-20, -0x1.b0abf52fc4d58p-22, -0x1.8b97eb7553f43p-43,
    0x1.2d454a640f7f8p-24, -0x1.5b19dcac0a663p-25, 0x1.8a3e9b486f0dbp-27, 0x1.24830817ba66fp-58,
    -0x1.e96b1d57d29c3p-30, 0x1.0bf3a2f6afa8ap-30, -0x1.22546bbf739c6p-32, 0x1.ab9618d3701bep-58,
};

// For each k, the number of coefficients in TEMME that are used: the omitted terms are below 2^-59 for a >= 20.
static const int TEMME_COUNTS[11] = {19, 17, 17, 15, 14, 13, 11, 9, 7, 7, 5};
#define TEMME_ORDER 11
#define TEMME_LENGTH 24

// B_2k / (2k)! for k = 1, …, 12, for the Euler-Maclaurin formula. B_2k is a Bernoulli number.
static const double BERNOULLI[12] = {
    0x1.5555555555555p-4, -0x1.6c16c16c16c17p-10, 0x1.1566abc011567p-15, -0x1.bbd779334ef0bp-21,
    0x1.66a8f2bf70ebep-26, -0x1.22805d644267fp-31, 0x1.d6db2c4e09162p-37, -0x1.7da4e1f79955cp-42,
    0x1.355871d652e9ep-47, -0x1.f57d968caacf1p-53, 0x1.967e1f09c376fp-58, -0x1.497d9033a2b5cp-63,
};

// The weights (-1)^k (1 - d_k / d_24) of (k + 1)^-s in Borwein's sum for the alternating zeta function, k = 0, …, 23.
// d_k is the sum of 24 (23 + j)! 4^j / ((24 - j)! (2j)!) over j = 0, …, k.
static const double BORWEIN[24] = {
    0x1.0000000000000p+0, -0x1.ffffffffffff7p-1, 0x1.ffffffffff963p-1, -0x1.ffffffffe03a5p-1,
    0x1.fffffffaea315p-1, -0x1.ffffff7f706d1p-1, 0x1.fffff771c51cbp-1, -0x1.ffff97dd9babdp-1,
    0x1.fffc505d96156p-1, -0x1.ffe65dc028bcep-1, 0x1.ff7401cf3fd4cp-1, -0x1.fd9cb57249ab7p-1,
    0x1.f78aca5d77182p-1, -0x1.e767c22c6928bp-1, 0x1.c4a7d51ad13eap-1, -0x1.87f1865d2ed1fp-1,
    0x1.3204255f3d950p-1, -0x1.9ffa31aa13f28p-2, 0x1.dab2e04b6bcf7p-3, -0x1.b524f339d70b7p-4,
    0x1.357f2b69095a1p-5, -0x1.3a60df6031e0bp-7, 0x1.962749ed2bc48p-10, -0x1.f3e1961035de2p-14,
};

// log(k + 1) for k = 0, …, 23.
static const double LOG_OF_INTEGER[24] = {
    0x0.0p+0, 0x1.62e42fefa39efp-1, 0x1.193ea7aad030bp+0, 0x1.62e42fefa39efp+0,
    0x1.9c041f7ed8d33p+0, 0x1.cab0bfa2a2002p+0, 0x1.f2272ae325a57p+0, 0x1.0a2b23f3bab73p+1,
    0x1.193ea7aad030bp+1, 0x1.26bb1bbb55516p+1, 0x1.32ee3b77f374cp+1, 0x1.3e116bcd39e7dp+1,
    0x1.485042b318c51p+1, 0x1.51cca16d7bba7p+1, 0x1.5aa16394d481fp+1, 0x1.62e42fefa39efp+1,
    0x1.6aa6bc1fa7f7ap+1, 0x1.71f7b3a6b9186p+1, 0x1.78e360604b32cp+1, 0x1.7f7427b73e391p+1,
    0x1.85b2e946faeb1p+1, 0x1.8ba74773dc5c8p+1, 0x1.9157dfdd1b3f0p+1, 0x1.96ca77c922cf9p+1,
};

#pragma clang diagnostic pop

#endif
