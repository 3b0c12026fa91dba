#ifndef SYNANN_PANEL_H
#define SYNANN_PANEL_H

#include "../Dispatch/scalar_type.h"

// Products a · b of several matrices `a` with the same matrix `b`. The caller packs `b` once into panels of columns, in
// the order in which the inner loop reads them. BLAS, in contrast, packs `b` in every product. If the matrix `a` has
// few rows, this packing costs as much as the product.

/// Returns the number of elements of a packed matrix [inner, columns]. The columns are padded to whole panels.
long synann_panel_elements(synann_scalar_type scalar, long inner, long columns);

/// Packs the matrix b [inner, columns], whose element (k, n) is b[k · row_stride + n · column_stride]. The strides
/// count elements. `packed` has space for synann_panel_elements elements.
void synann_panel_pack(synann_scalar_type scalar, long inner, long columns, const void *b, long row_stride,
                       long column_stride, void *packed);

/// Operands and result of a product with a packed matrix. The matrices `a` and `c` are row-major. The strides of `a`
/// and `c` are the distances between rows, in elements.
typedef struct {
    long rows, inner, columns;
    /// The matrix a: [rows, inner].
    const void *a;
    long a_stride;
    /// The matrix b: [inner, columns], packed by synann_panel_pack.
    const void *packed;
    /// Whether the product is added to c (0 means no).
    int adds;
    /// The matrix c: [rows, columns].
    void *c;
    long c_stride;
} synann_panel_product_operands;

/// Computes c ← a · b, or c ← c + a · b if `adds` is not 0. The terms of every element are added in ascending order of
/// the inner index. The result therefore does not depend on how the caller divides the rows among calls.
void synann_panel_product(synann_scalar_type scalar, const synann_panel_product_operands *operands);

/// Operands and result of a product of matrices with any strides, in elements.
typedef struct {
    long rows, inner, columns;
    /// The element (r, k) of the matrix `a` is a[r · a_row_stride + k · a_inner_stride].
    const void *a;
    long a_row_stride, a_inner_stride;
    /// The element (k, n) of b is b[k · b_inner_stride + n · b_column_stride].
    const void *b;
    long b_inner_stride, b_column_stride;
    /// Whether the product is added to c (0 means no).
    int adds;
    /// The element (r, n) of the matrix `c` is c[r · c_stride + n].
    void *c;
    long c_stride;
} synann_strided_product_operands;

/// Computes c ← a · b, or c ← c + a · b if `adds` is not 0. The function packs only b, one panel at a time. This is
/// fast for products that are too small for the packing of BLAS. The terms of every element are added in ascending
/// order of the inner index, in blocks. The result therefore does not depend on how the caller divides the rows among
/// calls.
void synann_strided_product(synann_scalar_type scalar, const synann_strided_product_operands *operands);

#endif
