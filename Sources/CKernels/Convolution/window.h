#ifndef SYNANN_WINDOW_H
#define SYNANN_WINDOW_H

#include "../Dispatch/scalar_type.h"

/// A window that slides over images [channels, height, width], as in convolution and pooling. The result has shape
/// [output_height, output_width] for each channel. The padding is added on each of the two sides of an axis. Stride,
/// padding and dilation count pixels.
typedef struct {
    long channels, height, width;
    long kernel_height, kernel_width;
    long stride_height, stride_width;
    long padding_height, padding_width;
    long dilation_height, dilation_width;
    long output_height, output_width;
} synann_window;

/// Writes the matrix of the windows (im2col) for the rows first_row ..< first_row + rows of windows. columns[(c ·
/// kernel_height + ky) · kernel_width + kx][(row − first_row) · output_width + column] is the pixel of channel c under
/// the position (ky, kx) of the window at (row, column), or 0 if this position is outside of the image.
void synann_image_to_columns(synann_scalar_type scalar, const synann_window *window, const void *image, long first_row,
                             long rows, void *columns);

/// Computes the transpose of synann_image_to_columns: adds every element of `columns` to the pixel from which it was
/// copied. Elements that were outside of the image are ignored.
void synann_columns_to_image(synann_scalar_type scalar, const synann_window *window, const void *columns,
                             long first_row, long rows, void *image);

#endif
