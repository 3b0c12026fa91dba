#ifndef SYNANN_WINDOW_H
#define SYNANN_WINDOW_H

#include <stdint.h>

#include "scalar_type.h"

/// A window that slides over images [channels, height, width], as in convolution and pooling.
typedef struct {
    long channels, height, width;
    long kernel_height, kernel_width;
    long stride_height, stride_width;
    long padding_height, padding_width;
    long dilation_height, dilation_width;
    long output_height, output_width;
} synann_window;

/// columns[(c · kernel_height + ky) · kernel_width + kx][(row − first_row) · output_width + column] = the pixel of
/// channel c under position (ky, kx) of the window at (row, column), 0 outside of the image, for `rows` rows of windows.
void synann_image_to_columns(synann_scalar_type scalar, const synann_window *window, const void *image, long first_row,
                             long rows, void *columns);

/// The transpose: adds every column element to the pixel that it was copied from.
void synann_columns_to_image(synann_scalar_type scalar, const synann_window *window, const void *columns,
                             long first_row, long rows, void *image);

/// The greatest pixel under each window, NaN where one is, and its position y · width + x in the plane (the first of
/// several). Padding does not take part.
void synann_max_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out,
                     int32_t *positions);

/// image[positions[i]] += g[i] in each plane.
void synann_max_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g,
                              const int32_t *positions, void *image);

/// The mean over each window, the padding counted as zeros.
void synann_average_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out);

/// Adds g / (window size) to every pixel under each window.
void synann_average_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g, void *image);

#endif
