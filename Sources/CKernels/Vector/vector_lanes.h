// Questions about the lanes of a mask. Each lane of a mask is 0 or −1, as a comparison of vectors returns it.

// LANE_BITS(found) is a number whose bit i tells whether lane i of `found` is not 0.
#undef LANE_BITS
#if defined(IS_FLOAT) && defined(HAS_AVX512)
#define LANE_BITS(found) (uint32_t)_mm512_movepi32_mask((__m512i)(found))
#elif defined(IS_DOUBLE) && defined(HAS_AVX512)
#define LANE_BITS(found) (uint32_t)_mm512_movepi64_mask((__m512i)(found))
#elif defined(IS_FLOAT) && defined(HAS_AVX2)
#define LANE_BITS(found) (uint32_t)_mm256_movemask_ps((__m256)(found))
#elif defined(IS_DOUBLE) && defined(HAS_AVX2)
#define LANE_BITS(found) (uint32_t)_mm256_movemask_pd((__m256d)(found))
#endif

// Returns whether a lane of `found` is not 0.
INLINE int NAME(any_lane)(vint found) {
#ifdef LANE_BITS
    return LANE_BITS(found) != 0;
#else
    INTEGER any = 0;
    for (long lane = 0; lane < LANES; lane++)
        any |= found[lane];
    return any != 0;
#endif
}
