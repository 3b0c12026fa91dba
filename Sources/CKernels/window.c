#include "window.h"

#define KERNEL_SOURCE "window_kernel.h"
#include "instantiate.h"

void synann_image_to_columns(synann_scalar_type scalar, const synann_window *window, const void *image, long first_row,
                             long rows, void *columns) {
    DISPATCH_REAL(image_to_columns, scalar, window, image, first_row, rows, columns)
}

void synann_columns_to_image(synann_scalar_type scalar, const synann_window *window, const void *columns,
                             long first_row, long rows, void *image) {
    DISPATCH_REAL(columns_to_image, scalar, window, columns, first_row, rows, image)
}

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
