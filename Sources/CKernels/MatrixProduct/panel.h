#ifndef SYNANN_PANEL_H
#define SYNANN_PANEL_H

#include "../Dispatch/scalar_type.h"

// Many products with the same matrix. The matrix is packed once into panels of columns, in the order in which the
// inner loop reads it. BLAS packs the matrix in every product. For a few rows, packing costs as much as the product.

/// The number of elements of a packed matrix [inner, columns].
long synann_panel_elements(synann_scalar_type scalar, long inner, long columns);

/// Packs the matrix [inner, columns] whose element (k, n) is b[k · row_stride + n · column_stride]. `packed` has
/// synann_panel_elements elements.
void synann_panel_pack(synann_scalar_type scalar, long inner, long columns, const void *b, long row_stride,
                       long column_stride, void *packed);

/// Operands and result of a product with a packed matrix. a and c are row-major; their strides are the distances
/// between rows.
typedef struct {
    long rows, inner, columns;
    /// [rows, inner].
    const void *a;
    long a_stride;
    /// [inner, columns], from synann_panel_pack.
    const void *packed;
    /// Whether the product is added to c.
    int adds;
    /// [rows, columns].
    void *c;
    long c_stride;
} synann_panel_product_operands;

/// c ← a · b, or c ← c + a · b if `adds`. Every element is summed in the order of `inner`, so the result does not
/// depend on how the rows are divided among calls.
void synann_panel_product(synann_scalar_type scalar, const synann_panel_product_operands *operands);

/// Operands and result of a product of matrices with any strides.
typedef struct {
    long rows, inner, columns;
    /// The element (r, k) of a is a[r · a_row_stride + k · a_inner_stride].
    const void *a;
    long a_row_stride, a_inner_stride;
    /// The element (k, n) of b is b[k · b_inner_stride + n · b_column_stride].
    const void *b;
    long b_inner_stride, b_column_stride;
    /// Whether the product is added to c.
    int adds;
    /// The element (r, n) of c is c[r · c_stride + n].
    void *c;
    long c_stride;
} synann_strided_product_operands;

/// c ← a · b, or c ← c + a · b if `adds`. Only b is packed, one panel at a time. This is fast for products that are
/// too small for the packing of BLAS. Every element is summed in the order of `inner`, in blocks, so the result does
/// not depend on how the rows are divided among calls.
void synann_strided_product(synann_scalar_type scalar, const synann_strided_product_operands *operands);

#endif
