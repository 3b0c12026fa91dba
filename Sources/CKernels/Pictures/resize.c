#include "resize.h"

#include <string.h>

#include "../Dispatch/instruction_set.h"

// Without this line, the instruction sets with a fused multiply-add would round differently from the others.
#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))

typedef uint8_t bytes4 __attribute__((ext_vector_type(4)));
typedef uint8_t bytes16 __attribute__((ext_vector_type(16)));
typedef int32_t integers4 __attribute__((ext_vector_type(4)));
typedef float floats4 __attribute__((ext_vector_type(4)));
typedef float floats16 __attribute__((ext_vector_type(16)));

/// Writes the weighted sum of rows to `line`. `x` is the first row.
INLINE void blend_rows(const uint8_t *x, long pitch, long length, const float *weights, long taps,
                       float *line) {
    long i = 0;
    for (; i + 16 <= length; i += 16) {
        floats16 sum = 0;
        for (long k = 0; k < taps; k++) {
            bytes16 samples;
            memcpy(&samples, x + k * pitch + i, sizeof samples);
            sum += weights[k] * __builtin_convertvector(samples, floats16);
        }
        memcpy(line + i, &sum, sizeof sum);
    }
    for (; i < length; i++) {
        float sum = 0;
        for (long k = 0; k < taps; k++) sum += weights[k] * (float)x[k * pitch + i];
        line[i] = sum;
    }
}

INLINE floats4 load4(const float *x) {
    floats4 values;
    memcpy(&values, x, sizeof values);
    return values;
}

INLINE void blend_gray_columns(const float *line, const synann_resize_axis *columns, uint8_t *target) {
    for (long i = 0; i < columns->count; i++) {
        const float *x = line + columns->first[i], *weights = columns->weights + i * columns->stride;
        floats4 sum = 0;
        for (long k = 0; k < columns->taps[i]; k += 4) sum += load4(weights + k) * load4(x + k);
        target[i] = (uint8_t)((sum[0] + sum[1]) + (sum[2] + sum[3]) + 0.5f);
    }
}

// The fourth lane of each vector is a sample of the next pixel, which the next store overwrites.
INLINE void blend_rgb_columns(const float *line, const synann_resize_axis *columns, uint8_t *target) {
    for (long i = 0; i < columns->count; i++) {
        const float *x = line + 3 * (long)columns->first[i], *weights = columns->weights + i * columns->stride;
        floats4 sum = 0;
        for (long k = 0; k < columns->taps[i]; k++) sum += weights[k] * load4(x + 3 * k);
        bytes4 samples = __builtin_convertvector(__builtin_convertvector(sum + 0.5f, integers4), bytes4);
        memcpy(target + 3 * i, &samples, i + 1 < columns->count ? 4 : 3);
    }
}

#define PARAMETERS                                                                                                     \
    long channels, long width, long pitch, const uint8_t *source, const synann_resize_axis *columns,                   \
        const synann_resize_axis *rows, float *line, uint8_t *target

INLINE void resize(PARAMETERS) {
    long length = width * channels;
    for (long i = 0; i < rows->count; i++, target += columns->count * channels) {
        const uint8_t *first = source + rows->first[i] * pitch;
        blend_rows(first, pitch, length, rows->weights + i * rows->stride, rows->taps[i], line);
        if (channels == 1) blend_gray_columns(line, columns, target);
        else blend_rgb_columns(line, columns, target);
    }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void resize_avx2(PARAMETERS) {
    resize(channels, width, pitch, source, columns, rows, line, target);
}
#endif

void synann_resize_picture(PARAMETERS) {
#if defined(__x86_64__)
    if (synann_current_instruction_set() != SYNANN_PORTABLE) {
        resize_avx2(channels, width, pitch, source, columns, rows, line, target);
        return;
    }
#endif
    resize(channels, width, pitch, source, columns, rows, line, target);
}

void synann_separate_channels(long count, const uint8_t *pixels, uint8_t *planes, long stride) {
    for (long i = 0; i < count; i++) {
        planes[i] = pixels[3 * i];
        planes[stride + i] = pixels[3 * i + 1];
        planes[2 * stride + i] = pixels[3 * i + 2];
    }
}
