#include "pool.h"

#define KERNEL_SOURCE "../Convolution/pool_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_max_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out,
                     int32_t *positions) {
    DISPATCH_REAL(max_pool, scalar, window, image, out, positions)
}

void synann_max_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g,
                              const int32_t *positions, void *image) {
    DISPATCH_REAL(max_pool_gradient, scalar, window, g, positions, image)
}

void synann_average_pool(synann_scalar_type scalar, const synann_window *window, const void *image, void *out) {
    DISPATCH_REAL(average_pool, scalar, window, image, out)
}

void synann_average_pool_gradient(synann_scalar_type scalar, const synann_window *window, const void *g, void *image) {
    DISPATCH_REAL(average_pool_gradient, scalar, window, g, image)
}
