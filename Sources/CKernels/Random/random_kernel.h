#include "../Vector/vector_math.h"

#undef PER_BLOCK
#if defined(IS_FLOAT)
#define PER_BLOCK 4
#else
#define PER_BLOCK 2
#endif

// Writes uniform numbers in [0, 1), computed from GROUP blocks. numbers[n * GROUP + i] is number n of block i.
static void NAME(uniform_group)(uint64_t seed, uint64_t block, REAL *numbers) {
    uint32_t words[4][GROUP];
    PHILOX_GROUP(words, seed, block, 0, GROUP)
#if defined(IS_FLOAT)
    for (int n = 0; n < 4; n++)
        for (int i = 0; i < GROUP; i++)
            numbers[n * GROUP + i] = (REAL)(int32_t)(words[n][i] >> 8) * 0x1p-24f;
#else
    for (int n = 0; n < 2; n++)
        for (int i = 0; i < GROUP; i++) {
            uint64_t bits = (uint64_t)words[2 * n][i] | (uint64_t)words[2 * n + 1][i] << 32;
            numbers[n * GROUP + i] = (REAL)(int64_t)(bits >> 11) * 0x1p-53;
        }
#endif
}

// Transforms pairs of uniform numbers, which are half a group apart, to pairs of independent normal numbers, in place.
static void NAME(normal_group)(REAL *numbers) {
    const long half = PER_BLOCK * GROUP / 2;
    for (long i = 0; i < half; i += LANES) {
        // For u in [0, 1), the number 1 − u is in (0, 1], where the logarithm is finite.
        vreal radius = NAME(vsqrt)(NAME(vlog)(broadcast(1) - load(numbers + i)) * broadcast(-2));
        vreal angle = load(numbers + half + i) * (REAL)6.283185307179586476925;
        store(numbers + i, radius * NAME(vcos)(angle));
        store(numbers + half + i, radius * NAME(vsin)(angle));
    }
}

// Writes numbers in [−½, ½] without 0, computed from GROUP blocks. numbers[n * GROUP + i] is number n of block i. The
// addition of ½ to the signed integer excludes 0 and makes the distribution symmetric.
static void NAME(signed_group)(uint64_t seed, uint64_t block, REAL *numbers) {
    uint32_t words[4][GROUP];
    PHILOX_GROUP(words, seed, block, 0, GROUP)
#if defined(IS_FLOAT)
    for (int n = 0; n < 4; n++)
        for (int i = 0; i < GROUP; i++)
            numbers[n * GROUP + i] = ((REAL)(int32_t)words[n][i] + 0.5f) * 0x1p-32f;
#else
    for (int n = 0; n < 2; n++)
        for (int i = 0; i < GROUP; i++) {
            uint64_t bits = (uint64_t)words[2 * n][i] | (uint64_t)words[2 * n + 1][i] << 32;
            numbers[n * GROUP + i] = ((REAL)((int64_t)bits >> 11) + 0.5) * 0x1p-53;
        }
#endif
}

// Returns the quantile function of the distribution at u = s mod 1, or at 1 − u for SYNANN_EXPONENTIAL. Let t = |s| ≤
// ½. If s > 0, u is t; otherwise u is 1 − t. In both cases log t and log1p(−t) are log u and log(1 − u), in this order
// or exchanged, without cancellation.
INLINE vreal NAME(quantile_of)(synann_distribution distribution, vreal s) {
    vreal t = NAME(vabs)(s), small = NAME(vlog)(t), large = NAME(vlog1p)(-t);
    vint is_low = (vint)(s > 0);
    switch (distribution) {
    case SYNANN_EXPONENTIAL: return -choose(is_low, small, large);
    case SYNANN_GUMBEL: return -NAME(vlog)(-choose(is_low, small, large));
    case SYNANN_LAPLACE: return choose(is_low, small + LN2, -small - LN2);
    default: return choose(is_low, small - large, large - small);
    }
}

static void NAME(quantile_group)(synann_distribution distribution, REAL *numbers) {
    for (long i = 0; i < PER_BLOCK * GROUP; i += LANES)
        store(numbers + i, NAME(quantile_of)(distribution, load(numbers + i)));
}

static void NAME(random)(const synann_random_numbers *settings, uint64_t block, long count, REAL *out) {
    const REAL scale = (REAL)settings->scale, shift = (REAL)settings->shift;
    REAL numbers[PER_BLOCK * GROUP];
    for (long start = 0; start < count; start += PER_BLOCK * GROUP, block += GROUP) {
        if (settings->distribution <= SYNANN_NORMAL)
            NAME(uniform_group)(settings->seed, block, numbers);
        else
            NAME(signed_group)(settings->seed, block, numbers);
        if (settings->distribution == SYNANN_NORMAL)
            NAME(normal_group)(numbers);
        else if (settings->distribution != SYNANN_UNIFORM)
            NAME(quantile_group)(settings->distribution, numbers);
        long length = count - start < PER_BLOCK * GROUP ? count - start : PER_BLOCK * GROUP;
        for (long i = 0; i < length; i++)
            out[start + i] = shift + scale * numbers[i];
    }
}
