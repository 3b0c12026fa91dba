#ifndef SYNANN_PANEL_H
#define SYNANN_PANEL_H

#include "../Dispatch/scalar_type.h"

// Products with one matrix that serves many of them: it is packed once into panels of columns, in the order in which
// the inner loop reads it. BLAS packs it anew in every product, which for a few rows costs as much as the product.

/// The elements that a matrix [inner, columns] takes when it is packed.
long synann_panel_elements(synann_scalar_type scalar, long inner, long columns);

/// Packs the matrix whose element (k, n) is b[k · row_stride + n · column_stride].
void synann_panel_pack(synann_scalar_type scalar, long inner, long columns, const void *b, long row_stride,
                       long column_stride, void *packed);

/// c ← a · b, or c ← c + a · b where `adds` is not 0: a is [rows, inner], c [rows, columns], both row-major with a
/// stride. An element is summed in the order of k, so that it does not depend on how the rows are cut into calls.
void synann_panel_product(synann_scalar_type scalar, long rows, long inner, long columns, const void *a, long a_stride,
                          const void *packed, int adds, void *c, long c_stride);

/// c ← a · b, or c ← c + a · b where `adds` is not 0, of matrices that lie in memory in any way: the element (r, k) of a is
/// a[r · a_row_stride + k · a_inner_stride], (k, n) of b is b[k · b_inner_stride + n · b_column_stride], the rows of c are
/// dense. Only b is packed, and panel by panel, so that it suits products too small to pay for more. Summed in the order of
/// k, in blocks, however the rows are cut into calls.
void synann_strided_product(synann_scalar_type scalar, long rows, long inner, long columns, const void *a,
                            long a_row_stride, long a_inner_stride, const void *b, long b_inner_stride,
                            long b_column_stride, int adds, void *c, long c_stride);

#endif
