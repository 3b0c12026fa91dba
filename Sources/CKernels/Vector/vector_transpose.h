// Transposes a matrix of LANES vectors. In step s = 1, 2, 4, … each pair of vectors i and i + s exchanges blocks of s
// lanes.
//
// Two headers of a kernel may include this file. The guard ends with the instantiation: instantiate_type.h undefines it.

#ifndef VECTOR_TRANSPOSE
#define VECTOR_TRANSPOSE

#undef LANE_COUNT
#ifdef IS_DOUBLE
#define LANE_COUNT (VECTOR_BYTES / 8)
#else
#define LANE_COUNT (VECTOR_BYTES / 4)
#endif

#ifndef SYNANN_TRANSPOSE_SHUFFLES
#define SYNANN_TRANSPOSE_SHUFFLES
#define LOW(l, s) ((l) & (s) ? LANE_COUNT + (l) - (s) : (l))
#define HIGH(l, s) ((l) & (s) ? LANE_COUNT + (l) : (l) + (s))
#define INDICES_2(f, l, s) f(l, s), f(l + 1, s)
#define INDICES_4(f, l, s) INDICES_2(f, l, s), INDICES_2(f, l + 2, s)
#define INDICES_8(f, l, s) INDICES_4(f, l, s), INDICES_4(f, l + 4, s)
#define INDICES_16(f, l, s) INDICES_8(f, l, s), INDICES_8(f, l + 8, s)
#endif

#undef INDICES
#if (defined(IS_DOUBLE) && VECTOR_BYTES == 16)
#define INDICES(f, s) INDICES_2(f, 0, s)
#elif (defined(IS_DOUBLE) && VECTOR_BYTES == 32) || (defined(IS_FLOAT) && VECTOR_BYTES == 16)
#define INDICES(f, s) INDICES_4(f, 0, s)
#elif (defined(IS_DOUBLE) && VECTOR_BYTES == 64) || (defined(IS_FLOAT) && VECTOR_BYTES == 32)
#define INDICES(f, s) INDICES_8(f, 0, s)
#else
#define INDICES(f, s) INDICES_16(f, 0, s)
#endif

#undef EXCHANGE_BLOCKS
#define EXCHANGE_BLOCKS(v, s)                                                          \
    for (long i = 0; i < LANE_COUNT; i++)                                              \
        if (!(i & (s))) {                                                              \
            vreal low = __builtin_shufflevector(v[i], v[i + (s)], INDICES(LOW, s));    \
            v[i + (s)] = __builtin_shufflevector(v[i], v[i + (s)], INDICES(HIGH, s));  \
            v[i] = low;                                                                \
        }

#define transpose_lanes NAME(transpose_lanes)

INLINE void transpose_lanes(vreal v[LANE_COUNT]) {
    EXCHANGE_BLOCKS(v, 1)
#if LANE_COUNT >= 4
    EXCHANGE_BLOCKS(v, 2)
#endif
#if LANE_COUNT >= 8
    EXCHANGE_BLOCKS(v, 4)
#endif
#if LANE_COUNT >= 16
    EXCHANGE_BLOCKS(v, 8)
#endif
}

#endif
