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
    case SYNANN_INT32: CONVERT(From, int32_t)                                          \
    case SYNANN_INT64: CONVERT(From, int64_t)                                          \
    case SYNANN_UINT8: CONVERT(From, uint8_t)                                          \
    }                                                                                  \
    return;

void synann_convert(synann_scalar_type from_type, synann_scalar_type to_type, long count, const void *from, void *to) {
    switch (from_type) {
    case SYNANN_FLOAT: CONVERT_TO(float)
    case SYNANN_DOUBLE: CONVERT_TO(double)
    case SYNANN_INT32: CONVERT_TO(int32_t)
    case SYNANN_INT64: CONVERT_TO(int64_t)
    case SYNANN_UINT8: CONVERT_TO(uint8_t)
    }
}
