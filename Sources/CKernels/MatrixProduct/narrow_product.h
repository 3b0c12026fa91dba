#ifndef SYNANN_NARROW_PRODUCT_H
#define SYNANN_NARROW_PRODUCT_H

#include "../Dispatch/scalar_type.h"

/// The operands of a product of a few vectors and a matrix: c = x·m, or c = c + x·m if `adds` is not 0. `x` is
/// [rows, inner], `m` is [inner, columns] and `c` is [rows, columns]. The strides count elements.
///
/// Either `m_inner_stride` or `m_column_stride` is 1. If `m_inner_stride` is 1, `x_inner_stride` must be 1.
typedef struct {
    long rows, inner, columns;
    const void *x;
    long x_row_stride, x_inner_stride;
    const void *m;
    long m_inner_stride, m_column_stride;
    int adds;
    void *c;
    long c_row_stride, c_column_stride;
} synann_narrow_product_operands;

/// Computes the product. The kernel reads the matrix once for all rows, without packing it.
///
/// The order in which the terms of an element are added depends on `inner` and on the strides of `m`, and not on the
/// number or the position of the columns. The result of a column is therefore the same in a product of fewer columns.
void synann_narrow_product(synann_scalar_type scalar, const synann_narrow_product_operands *operands);

#endif
