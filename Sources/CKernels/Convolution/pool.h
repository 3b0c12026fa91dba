#ifndef SYNANN_POOL_H
#define SYNANN_POOL_H

#include <stdint.h>

#include "window.h"

/// Computes max pooling. `image` has shape [channels, height, width]; `out` and `positions` have shape [channels,
/// output_height, output_width]. `out` receives the greatest pixel under each window, or NaN if a pixel is NaN.
/// `positions` receives the position y · width + x of this pixel in its plane, or of the first such pixel if several
/// pixels are equal. Padding is ignored. A window without pixels gives −∞ and the position −1.
void synann_max_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out,
                     int32_t *positions);

/// Computes the gradient of max pooling with respect to the image. In each plane, image[p] = Σ g[i] over the windows i
/// with positions[i] = p. `g` is the cotangent, [channels, output_height, output_width]. Every position must be the
/// position of a pixel, so a window without pixels is not allowed. The function overwrites the image.
void synann_max_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g,
                              const int32_t *positions, void *image);

/// Computes average pooling: `out` receives the sum over each window divided by kernel_height · kernel_width. Padding
/// counts as zeros. `image` has shape [channels, height, width], and `out` has shape [channels, output_height,
/// output_width].
void synann_average_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out);

/// Computes the gradient of average pooling: adds g / (kernel_height · kernel_width) to every pixel under each window.
/// `g` is the cotangent, [channels, output_height, output_width]. The caller sets the image to 0 first.
void synann_average_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g, void *image);

#endif
