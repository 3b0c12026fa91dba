#ifndef SYNANN_DEPTHWISE_H
#define SYNANN_DEPTHWISE_H

#include "window.h"

// Depthwise convolution: each channel of an image has `filters` filters of its own, and each filter gives a plane of
// the result.
//
// `workspace` is scratch memory of synann_depthwise_workspace bytes, aligned to 64 bytes.

/// Returns the number of bytes of the workspace for windows `window` and `filters` filters.
long synann_depthwise_workspace(synann_scalar_type scalar, const synann_window *window, long filters);

/// Operands and result of a depthwise convolution.
typedef struct {
    synann_window window;
    long filters;
    /// [batch, channels, height, width].
    const void *images;
    /// [channels, filters, kernel_height, kernel_width].
    const void *weights;
    /// [channels, filters]. A null pointer means no bias.
    const void *bias;
    void *workspace;
    /// [batch, channels, filters, output_height, output_width].
    void *out;
} synann_depthwise_operands;

/// Computes out[n, c, f, y, x] = bias[c, f] + Σ_{i, j} weights[c, f, i, j] · images[n, c, y·s + i·d − p, x·s + j·d − p]
/// for the planes (n, c) with the positions first ..< end, with the stride s, the dilation d and the padding p of
/// `window`. Pixels outside of the images are 0.
void synann_depthwise(synann_scalar_type scalar, const synann_depthwise_operands *operands, long first, long end);

/// Operands and results of the derivatives of synann_depthwise, for the same channel of several images. The distances
/// between the images count elements. The function does not read `channels` of the window.
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

/// Computes the derivatives of synann_depthwise with respect to a channel of the images, and its filters.
void synann_depthwise_gradient(synann_scalar_type scalar, const synann_depthwise_gradient_operands *operands);

#endif
