#ifndef SYNANN_WINDOW_H
#define SYNANN_WINDOW_H

#include "../Dispatch/scalar_type.h"

/// A window of kernel_height × kernel_width positions that slides over images [channels, height, width], as in
/// convolution and pooling. There are output_height × output_width windows for each channel. The padding is added on
/// each of the two sides of an axis. `stride` is the distance between neighbouring windows, and `dilation` the distance
/// between neighbouring positions of a window. Stride, padding and dilation count pixels.
typedef struct {
    long channels, height, width;
    long kernel_height, kernel_width;
    long stride_height, stride_width;
    long padding_height, padding_width;
    long dilation_height, dilation_width;
    long output_height, output_width;
} synann_window;

/// Writes the matrix of the windows (im2col) for the rows first_row ..< first_row + rows of windows. `image` has shape
/// [channels, height, width], and `columns` has shape [channels · kernel_height · kernel_width, rows · output_width].
/// columns[(c · kernel_height + ky) · kernel_width + kx][(row − first_row) · output_width + column] is the pixel of
/// channel c under the position (ky, kx) of the window at (row, column), or 0 if this position is outside of the image.
void synann_image_to_columns(synann_scalar_type scalar, const synann_window *window, const void *image, long first_row,
                             long rows, void *columns);

/// Computes the transpose of synann_image_to_columns: adds every element of `columns` to the pixel of `image` from
/// which synann_image_to_columns copies it. The shapes are the same as in synann_image_to_columns. Elements that belong
/// to positions outside of the image are ignored.
void synann_columns_to_image(synann_scalar_type scalar, const synann_window *window, const void *columns,
                             long first_row, long rows, void *image);

#endif
