#ifndef SYNANN_POOL_H
#define SYNANN_POOL_H

#include <stdint.h>

#include "window.h"

/// The greatest pixel under each window, NaN where one is, and its position y · width + x in the plane (the first of
/// several). Padding does not take part.
void synann_max_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out,
                     int32_t *positions);

/// image[p] = Σ g[i] over the windows i with positions[i] = p, in each plane.
void synann_max_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g,
                              const int32_t *positions, void *image);

/// The mean over each window, the padding counted as zeros.
void synann_average_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out);

/// Adds g / (window size) to every pixel under each window.
void synann_average_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g, void *image);

#endif
