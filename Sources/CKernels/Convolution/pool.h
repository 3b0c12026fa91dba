#ifndef SYNANN_POOL_H
#define SYNANN_POOL_H

#include <stdint.h>

#include "window.h"

/// Max pooling. `out` receives the greatest pixel under each window, or NaN if one is NaN. `positions` receives the
/// pixel's position y · width + x in its plane, the first if there are several. Padding is ignored. `image` is
/// [channels, height, width]; `out` and `positions` are [channels, output_height, output_width]. A window without
/// pixels gives −∞ and −1.
void synann_max_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out,
                     int32_t *positions);

/// The gradient of max pooling with respect to the image: image[p] = Σ g[i] over the windows i with positions[i] = p,
/// in each plane. `g` is the cotangent. Every position must be a pixel.
void synann_max_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g,
                              const int32_t *positions, void *image);

/// Average pooling: the sum over each window divided by kernel_height · kernel_width. Padding counts as zeros.
void synann_average_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out);

/// The derivative of average pooling: adds g / (kernel_height · kernel_width) to every pixel under each window. The
/// caller sets the image to 0 first.
void synann_average_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g, void *image);

#endif
