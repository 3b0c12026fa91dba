#ifndef SYNANN_DEPTHWISE_H
#define SYNANN_DEPTHWISE_H

#include "window.h"

// Depthwise convolution: each channel of an image has `filters` filters of its own, and each filter gives a plane of
// the result. A function computes one channel. The functions do not read `channels` of the window.
//
// `workspace` is scratch memory of synann_depthwise_workspace bytes, aligned to 64 bytes.

/// Returns the number of bytes of the workspace for windows `window` and `filters` filters.
long synann_depthwise_workspace(synann_scalar_type scalar, const synann_window *window, long filters);

/// Computes out[f, y, x] = bias[f] + Σ_{i, j} weights[f, i, j] · plane[y·s + i·d − p, x·s + j·d − p] for one channel of
/// an image, with the stride s, the dilation d and the padding p of `window`. Pixels outside of the plane are 0.
/// `plane` has shape [height, width], `weights` [filters, kernel_height, kernel_width], `bias` [filters], and `out`
/// [filters, output_height, output_width]. A null pointer `bias` means no bias.
void synann_depthwise(synann_scalar_type scalar, const synann_window *window, long filters, const void *plane,
                      const void *weights, const void *bias, void *workspace, void *out);

/// Operands and results of the derivatives of synann_depthwise, for the same channel of several images. The distances
/// between images count elements.
typedef struct {
    synann_window window;
    long filters, images;
    /// [height, width] for each image.
    const void *planes;
    long plane_distance;
    /// [filters, output_height, output_width] for each image: the gradient of the loss with respect to the result.
    const void *cotangent;
    long cotangent_distance;
    /// [filters, kernel_height, kernel_width]. The pointer may be null if by_planes is null.
    const void *weights;
    void *workspace;
    /// The array to which the function writes the gradients with respect to the planes, at the distance plane_distance.
    /// The pointer is null if these gradients are not needed.
    void *by_planes;
    /// [filters, kernel_height · kernel_width + 1]: the array to which the function writes the gradients with respect
    /// to the weights of each filter, followed by the gradient with respect to the bias, summed over the images. The
    /// pointer is null if these gradients are not needed.
    void *by_weights;
} synann_depthwise_gradient_operands;

/// Computes the derivatives of synann_depthwise.
void synann_depthwise_gradient(synann_scalar_type scalar, const synann_depthwise_gradient_operands *operands);

#endif
