#include "convert.h"

#include <stdint.h>

#define CONVERT(From, To)                                                              \
    for (long i = 0; i < count; i++)                                                   \
        ((To *)to)[i] = (To)((const From *)from)[i];                                   \
    return;

#define CONVERT_TO(From)                                                               \
    switch (to_type) {                                                                 \
    case SYNANN_FLOAT: CONVERT(From, float)                                            \
    case SYNANN_DOUBLE: CONVERT(From, double)                                          \
    case SYNANN_INT8: CONVERT(From, int8_t)                                            \
    case SYNANN_INT16: CONVERT(From, int16_t)                                          \
    case SYNANN_INT32: CONVERT(From, int32_t)                                          \
    case SYNANN_INT64: CONVERT(From, int64_t)                                          \
    case SYNANN_UINT8: CONVERT(From, uint8_t)                                          \
    case SYNANN_UINT16: CONVERT(From, uint16_t)                                        \
    case SYNANN_UINT32: CONVERT(From, uint32_t)                                        \
    case SYNANN_UINT64: CONVERT(From, uint64_t)                                        \
    }                                                                                  \
    return;

// Writes bounds for the conversion to an integer type: a real number strictly between `low` and `high`, truncated
// towards zero, is a value of this type. Returns 1, or 0 if the type is not an integer type.
static int find_bounds(synann_scalar_type integer, double *low, double *high) {
    switch (integer) {
    case SYNANN_INT8: *low = -0x1p7 - 1, *high = 0x1p7; return 1;
    case SYNANN_INT16: *low = -0x1p15 - 1, *high = 0x1p15; return 1;
    case SYNANN_INT32: *low = -0x1p31 - 1, *high = 0x1p31; return 1;
    // −2⁶³ is a value of int64_t, so the lower bound is the next double below −2⁶³.
    case SYNANN_INT64: *low = -0x1p63 - 0x1p11, *high = 0x1p63; return 1;
    case SYNANN_UINT8: *low = -1, *high = 0x1p8; return 1;
    case SYNANN_UINT16: *low = -1, *high = 0x1p16; return 1;
    case SYNANN_UINT32: *low = -1, *high = 0x1p32; return 1;
    case SYNANN_UINT64: *low = -1, *high = 0x1p64; return 1;
    default: return 0;
    }
}

#define FIND_OUTSIDE(From)                                                             \
    {                                                                                  \
        const From *x = from;                                                          \
        int is_inside = 1;                                                             \
        for (long i = 0; i < count; i++)                                               \
            is_inside &= (double)x[i] > low && (double)x[i] < high;                    \
        for (long i = 0; !is_inside && i < count; i++)                                 \
            if (!((double)x[i] > low && (double)x[i] < high))                          \
                return i;                                                              \
        return -1;                                                                     \
    }

long synann_find_inconvertible(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from) {
    double low, high;
    if (!find_bounds(to_type, &low, &high))
        return -1;
    switch (from_type) {
    case SYNANN_FLOAT: FIND_OUTSIDE(float)
    case SYNANN_DOUBLE: FIND_OUTSIDE(double)
    default: return -1;
    }
}

#undef FIND_OUTSIDE

void synann_convert(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from, void *to) {
    switch (from_type) {
    case SYNANN_FLOAT: CONVERT_TO(float)
    case SYNANN_DOUBLE: CONVERT_TO(double)
    case SYNANN_INT8: CONVERT_TO(int8_t)
    case SYNANN_INT16: CONVERT_TO(int16_t)
    case SYNANN_INT32: CONVERT_TO(int32_t)
    case SYNANN_INT64: CONVERT_TO(int64_t)
    case SYNANN_UINT8: CONVERT_TO(uint8_t)
    case SYNANN_UINT16: CONVERT_TO(uint16_t)
    case SYNANN_UINT32: CONVERT_TO(uint32_t)
    case SYNANN_UINT64: CONVERT_TO(uint64_t)
    }
}
