#include "panel.h"

#define KERNEL_SOURCE "../MatrixProduct/panel_kernel.h"
#include "../Dispatch/instantiate.h"

long synann_panel_elements(synann_scalar_type scalar, long inner, long columns) {
    long elements = 0;
    DISPATCH_REAL(panel_elements, scalar, inner, columns, &elements)
    return elements;
}

void synann_panel_pack(synann_scalar_type scalar, long inner, long columns, const void *b, long row_stride,
                       long column_stride, void *packed) {
    DISPATCH_REAL(panel_pack, scalar, inner, columns, b, row_stride, column_stride, packed)
}

void synann_panel_product(synann_scalar_type scalar, const synann_panel_product_operands *operands) {
    DISPATCH_REAL(panel_product, scalar, operands)
}

void synann_strided_product(synann_scalar_type scalar, const synann_strided_product_operands *operands) {
    DISPATCH_REAL(strided_product, scalar, operands)
}
