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

void synann_panel_product(synann_scalar_type scalar, long rows, long inner, long columns, const void *a, long a_stride,
                          const void *packed, int adds, void *c, long c_stride) {
    DISPATCH_REAL(panel_product, scalar, rows, inner, columns, a, a_stride, packed, adds, c, c_stride)
}

void synann_strided_product(synann_scalar_type scalar, long rows, long inner, long columns, const void *a,
                            long a_row_stride, long a_inner_stride, const void *b, long b_inner_stride,
                            long b_column_stride, int adds, void *c, long c_stride) {
    DISPATCH_REAL(strided_product, scalar, rows, inner, columns, a, a_row_stride, a_inner_stride, b, b_inner_stride,
                  b_column_stride, adds, c, c_stride)
}
