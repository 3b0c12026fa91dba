#ifndef SYNANN_WINDOW_H
#define SYNANN_WINDOW_H

#include "../Dispatch/scalar_type.h"

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

#endif
