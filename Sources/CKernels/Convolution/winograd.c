#include "winograd.h"

#define KERNEL_SOURCE "../Convolution/winograd_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_winograd_workspace(synann_scalar_type scalar, const synann_tiles *tiles) {
    long elements = 0;
    DISPATCH_REAL(winograd_workspace, scalar, tiles, &elements)
    return elements;
}

void synann_winograd_windows(synann_scalar_type scalar, long side, long first, long end, long count, const void *w,
                             void *transformed) {
    DISPATCH_REAL(winograd_windows, scalar, side, first, end, count, w, transformed)
}

void synann_winograd_windows_gradient(synann_scalar_type scalar, long side, long first, long end, long count,
                                      const void *transformed, void *w) {
    DISPATCH_REAL(winograd_windows_gradient, scalar, side, first, end, count, transformed, w)
}

void synann_winograd_pixels(synann_scalar_type scalar, const synann_tiles *tiles, const void *images, void *workspace,
                            void *transformed, long stride) {
    DISPATCH_REAL(winograd_pixels, scalar, tiles, images, workspace, transformed, stride)
}

void synann_winograd_pixels_gradient(synann_scalar_type scalar, const synann_tiles *tiles, const void *transformed,
                                     long stride, void *workspace, int adds, void *images) {
    DISPATCH_REAL(winograd_pixels_gradient, scalar, tiles, transformed, stride, workspace, adds, images)
}

void synann_winograd_results(synann_scalar_type scalar, const synann_tiles *tiles, const void *transformed, long stride,
                             const void *bias, void *workspace, void *images) {
    DISPATCH_REAL(winograd_results, scalar, tiles, transformed, stride, bias, workspace, images)
}

void synann_winograd_results_gradient(synann_scalar_type scalar, const synann_tiles *tiles, const void *images,
                                      void *workspace, void *transformed, long stride) {
    DISPATCH_REAL(winograd_results_gradient, scalar, tiles, images, workspace, transformed, stride)
}
