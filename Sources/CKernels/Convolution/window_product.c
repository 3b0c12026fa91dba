#include "window_product.h"
#include "../MatrixProduct/panel.h"

#define KERNEL_SOURCE "../Convolution/window_product_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_window_product_workspace(synann_scalar_type scalar, const synann_window *window, long rows) {
    long elements = 0;
    DISPATCH_REAL(window_product_workspace, scalar, window, rows, &elements)
    return elements;
}

void synann_window_product(synann_scalar_type scalar, const synann_window_product_operands *operands) {
    DISPATCH_REAL(window_product, scalar, operands)
}
