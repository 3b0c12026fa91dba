#include "adaptive_pool.h"

static long window_start(long window, long length, long count) {
    return window * length / count;
}

static long window_end(long window, long length, long count) {
    return ((window + 1) * length + count - 1) / count;
}

// A row of sums or of greatest pixels, and a row of their positions, each followed by a vector of arbitrary numbers.
static long row_elements(const synann_adaptive_windows *w) {
    return w->width + 64 / (long)sizeof(float);
}

#define KERNEL_SOURCE "../Convolution/adaptive_pool_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_adaptive_pool_workspace(synann_scalar_type scalar, const synann_adaptive_windows *windows) {
    const long element = scalar == SYNANN_DOUBLE ? (long)sizeof(double) : (long)sizeof(float);
    return 2 * row_elements(windows) * element + 2 * windows->output_width * (long)sizeof(long);
}

void synann_adaptive_average_pool(synann_scalar_type scalar, const synann_adaptive_windows *windows,
                                  const void *images, void *workspace, void *out) {
    DISPATCH_REAL(adaptive_average_pool, scalar, windows, images, workspace, out)
}

void synann_adaptive_average_pool_gradient(synann_scalar_type scalar, const synann_adaptive_windows *windows,
                                           const void *g, void *workspace, void *images) {
    DISPATCH_REAL(adaptive_average_pool_gradient, scalar, windows, g, workspace, images)
}

void synann_adaptive_max_pool(synann_scalar_type scalar, const synann_adaptive_windows *windows, const void *images,
                              void *workspace, void *out, int32_t *positions) {
    DISPATCH_REAL(adaptive_max_pool, scalar, windows, images, workspace, out, positions)
}

void synann_adaptive_max_pool_gradient(synann_scalar_type scalar, const synann_adaptive_windows *windows,
                                       const void *g, const int32_t *positions, void *images) {
    DISPATCH_REAL(adaptive_max_pool_gradient, scalar, windows, g, positions, images)
}
