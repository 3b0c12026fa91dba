#ifndef SYNANN_ADAPTIVE_POOL_H
#define SYNANN_ADAPTIVE_POOL_H

#include <stdint.h>

#include "../Dispatch/scalar_type.h"

/// The planes of an adaptive pooling. A plane of height × width pixels is divided into output_height × output_width
/// windows. Window i of an axis reads the positions ⌊i · n / m⌋ ..< ⌈(i + 1) · n / m⌉, where n is the length of the
/// axis and m the number of windows. Windows overlap unless m divides n. All lengths are at least 1.
typedef struct {
    long planes, height, width, output_height, output_width;
} synann_adaptive_windows;

/// Returns the number of bytes of the scratch memory `workspace` of the functions below.
long synann_adaptive_pool_workspace(synann_scalar_type scalar, const synann_adaptive_windows *windows);

/// Writes the mean of each window of `images`, [planes, height, width], to `out`, [planes, output_height,
/// output_width].
void synann_adaptive_average_pool(synann_scalar_type scalar, const synann_adaptive_windows *windows,
                                  const void *images, void *workspace, void *out);

/// Computes the gradient of synann_adaptive_average_pool: each pixel becomes the sum over the windows that contain it
/// of the cotangent g of the window, divided by the number of pixels of the window.
void synann_adaptive_average_pool_gradient(synann_scalar_type scalar, const synann_adaptive_windows *windows,
                                           const void *g, void *workspace, void *images);

/// Writes the greatest pixel of each window to `out`, or NaN if a pixel of the window is NaN. `positions`, [planes,
/// output_height, output_width], receives the position y · width + x of this pixel in its plane: the first of several
/// equal pixels, and the first NaN.
void synann_adaptive_max_pool(synann_scalar_type scalar, const synann_adaptive_windows *windows, const void *images,
                              void *workspace, void *out, int32_t *positions);

/// Computes the gradient of synann_adaptive_max_pool: each pixel becomes the sum of the cotangents g of the windows
/// whose position is that of the pixel.
void synann_adaptive_max_pool_gradient(synann_scalar_type scalar, const synann_adaptive_windows *windows,
                                       const void *g, const int32_t *positions, void *images);

#endif
