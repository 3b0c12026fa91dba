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

// Returns whether a bit of `found` is set.
INLINE int NAME(any_lane)(vint found) {
#if defined(HAS_AVX512)
    return _mm512_test_epi64_mask((__m512i)found, (__m512i)found) != 0;
#elif defined(HAS_AVX2)
    return !_mm256_testz_si256((__m256i)found, (__m256i)found);
#else
    int64_t halves[VECTOR_BYTES / 8], any = 0;
    memcpy(halves, &found, sizeof halves);
    for (int i = 0; i < VECTOR_BYTES / 8; i++)
        any |= halves[i];
    return any != 0;
#endif
}
