#include "window.h"

#define KERNEL_SOURCE "../Convolution/window_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_image_to_columns(synann_scalar_type scalar, const synann_window *window, const void *image, long first_row,
                             long rows, void *columns) {
    DISPATCH_REAL(image_to_columns, scalar, window, image, first_row, rows, columns)
}

void synann_columns_to_image(synann_scalar_type scalar, const synann_window *window, const void *columns,
                             long first_row, long rows, void *image) {
    DISPATCH_REAL(columns_to_image, scalar, window, columns, first_row, rows, image)
}
