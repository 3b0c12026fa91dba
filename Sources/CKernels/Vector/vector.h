// The names with which kernels are written, for an instruction set and an element type:
//
//   REAL          the element type                      LANES      the number of elements in a vector
//   vreal         a vector of LANES elements            vint       a vector of integers of the same width
//   NAME(f)       f with the suffix of this instruction set and type
//   load, store   read or write all lanes; the address need not be aligned
//   load_some, store_some   read or write the first `count` lanes, and all lanes if `count` ≥ LANES; load_some sets
//                           the other lanes to 0
//   FOR_EACH_VECTOR(i, length, count, { … })   runs the statement for i = 0, LANES, 2 LANES, … < count; `length` is
//                                              LANES, or less if fewer elements remain in the last step
//   broadcast(a)  a in every lane                       choose(m, a, b)   m ? a : b in each lane
//   lanes_before(count)   a mask of the lanes whose number is below `count`
//
// There is no include guard: every instantiation includes this file.

#include <stdint.h>
#include <string.h>

#undef NAME_JOIN
#undef NAME_EXPAND
#undef NAME
#undef LANES
#undef vreal
#undef vint
#undef load
#undef store
#undef load_some
#undef store_some
#undef broadcast
#undef choose
#undef lanes_before

#define NAME_JOIN(name, set, type) name##_##set##_##type
#define NAME_EXPAND(name, set, type) NAME_JOIN(name, set, type)
#define NAME(name) NAME_EXPAND(name, INSTRUCTION_SET, TYPE)

#define LANES ((long)(VECTOR_BYTES / sizeof(REAL)))
#define INLINE static inline __attribute__((always_inline, unused))

#define vreal NAME(vreal)
#define vint NAME(vint)
typedef REAL vreal __attribute__((vector_size(VECTOR_BYTES)));
typedef INTEGER vint __attribute__((vector_size(VECTOR_BYTES)));

#define load NAME(load)
INLINE vreal load(const REAL *from) {
    vreal value;
    memcpy(&value, from, sizeof value);
    return value;
}

#define store NAME(store)
INLINE void store(REAL *to, vreal value) {
    memcpy(to, &value, sizeof value);
}

#define lanes_before NAME(lanes_before)
INLINE vint lanes_before(long count) {
    vint numbers;
    for (int lane = 0; lane < LANES; lane++)
        numbers[lane] = (INTEGER)lane;
    return (vint)(numbers < (INTEGER)count);
}

// A memcpy whose length is not a constant is a function call. The masked moves of AVX-512 and the masked loads of AVX2
// avoid this call. Masked stores of AVX2 are slow on AMD's processors, so the code stores a half, a quarter, … instead.
#undef MASKED
#undef LANES_BEFORE
#if defined(HAS_AVX512) && defined(IS_FLOAT)
#define MASKED(operation) _mm512_##operation##u_ps
#define LANES_BEFORE(count) (__mmask16)((1u << (count)) - 1)
#elif defined(HAS_AVX512) && defined(IS_DOUBLE)
#define MASKED(operation) _mm512_##operation##u_pd
#define LANES_BEFORE(count) (__mmask8)((1u << (count)) - 1)
#endif

INLINE vreal NAME(load_part)(const REAL *from, long count) {
#ifdef MASKED
    return (vreal)MASKED(maskz_load)(LANES_BEFORE(count), from);
#elif defined(HAS_AVX2) && defined(IS_FLOAT)
    return (vreal)_mm256_maskload_ps(from, (__m256i)lanes_before(count));
#elif defined(HAS_AVX2) && defined(IS_DOUBLE)
    return (vreal)_mm256_maskload_pd(from, (__m256i)lanes_before(count));
#else
    vreal value = {0};
    memcpy(&value, from, (size_t)count * sizeof(REAL));
    return value;
#endif
}

INLINE void NAME(store_part)(REAL *to, vreal value, long count) {
#ifdef MASKED
    MASKED(mask_store)(to, LANES_BEFORE(count), value);
#else
    const char *source = (const char *)&value;
    char *target = (char *)to;
    const long bytes = count * (long)sizeof(REAL);
    for (long part = VECTOR_BYTES / 2; part >= (long)sizeof(REAL); part /= 2)
        if (bytes & part) {
            memcpy(target, source, (size_t)part);
            target += part, source += part;
        }
#endif
}

#define load_some NAME(load_some)
INLINE vreal load_some(const REAL *from, long count) {
    return count >= LANES ? load(from) : NAME(load_part)(from, count);
}

#define store_some NAME(store_some)
INLINE void store_some(REAL *to, vreal value, long count) {
    if (count >= LANES)
        store(to, value);
    else
        NAME(store_part)(to, value, count);
}

// FOR_EACH_VECTOR compiles the statement twice. In the first copy `length` is the constant LANES, so that the frequent
// loop has no branch.
#undef FOR_EACH_VECTOR
#define FOR_EACH_VECTOR(i, length, count, ...)                                         \
    {                                                                                  \
        long i = 0;                                                                    \
        for (; i + LANES <= (count); i += LANES) {                                     \
            const long length = LANES;                                                 \
            __VA_ARGS__                                                                \
        }                                                                              \
        if (i < (count)) {                                                             \
            const long length = (count) - i;                                           \
            __VA_ARGS__                                                                \
        }                                                                              \
    }

#define broadcast NAME(broadcast)
INLINE vreal broadcast(REAL a) {
    return a - (vreal){0};
}

#define choose NAME(choose)
INLINE vreal choose(vint mask, vreal a, vreal b) {
    return (vreal)(((vint)a & mask) | ((vint)b & ~mask));
}
