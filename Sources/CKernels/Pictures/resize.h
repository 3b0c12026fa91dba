#ifndef SYNANN_RESIZE_H
#define SYNANN_RESIZE_H

#include <stdint.h>

/// The weights of one axis of a resizing. Sample i of the result is the sum of weights[i · stride + k] · x[first[i] + k]
/// over the `taps[i]` values of k. The weights after the first `taps[i]` are 0, and `stride` is a multiple of 4.
typedef struct {
    long count, stride;
    const int32_t *first, *taps;
    const float *weights;
} synann_resize_axis;

/// Resizes a picture of `channels` (1 or 3) interleaved samples. A row has `width` pixels, and the next row begins
/// `pitch` bytes after its start. `columns` and `rows` are the weights of the axes; `columns->count` and `rows->count`
/// are the size of the result.
///
/// `line` is scratch memory for `(width + 4) · channels + 16` floats. It must contain zeros. The intermediate sums are
/// floats, and the result is rounded to nearest once, halves up. All instruction sets compute the same samples.
void synann_resize_picture(long channels, long width, long pitch, const uint8_t *source,
                           const synann_resize_axis *columns, const synann_resize_axis *rows, float *line,
                           uint8_t *target);

/// Copies `count` pixels of 3 samples to three planes. Plane i begins at `planes + i · stride`.
void synann_separate_channels(long count, const uint8_t *pixels, uint8_t *planes, long stride);

#endif
