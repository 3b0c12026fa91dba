#ifndef SYNANN_WINDOW_PRODUCT_H
#define SYNANN_WINDOW_PRODUCT_H

#include "window.h"

/// Operands and result of the product of weights with the matrix of the windows (im2col).
typedef struct {
    synann_window window;
    /// The image: [window.channels, window.height, window.width].
    const void *image;
    /// The rows of windows first_row ..< first_row + rows.
    long first_row, rows;
    /// The weights [outputs, n], or [outputs, n + 1] with the bias in the last column if `has_bias` is not 0. n is
    /// window.channels · window.kernel_height · window.kernel_width.
    long outputs;
    int has_bias;
    const void *weights;
    /// Scratch memory of synann_window_product_workspace elements.
    void *workspace;
    /// The element (o, i) of the result is result[o · result_stride + i].
    void *result;
    long result_stride;
} synann_window_product_operands;

/// Returns the number of elements of the workspace for `rows` rows of windows.
long synann_window_product_workspace(synann_scalar_type scalar, const synann_window *window, long rows);

/// Computes weights · columns. `columns` is the matrix that synann_image_to_columns writes for the same rows, with
/// an additional row of ones if `has_bias` is not 0. The result has the same bits as synann_strided_product with this
/// matrix. The function does not write the matrix to memory, but packs each panel of it from the image.
void synann_window_product(synann_scalar_type scalar, const synann_window_product_operands *operands);

#endif
