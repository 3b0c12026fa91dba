#ifndef SYNANN_PACKED_PRODUCT_H
#define SYNANN_PACKED_PRODUCT_H

#include "../Dispatch/scalar_type.h"

// Products of two matrices that several threads compute together. The threads first pack both matrices, then compute
// the tiles of the result. BLAS, in contrast, packs its operands again in every call, so a product that is cut into
// many calls packs the same elements many times.

/// The numbers of rows and of columns of a tile of the result. Both operands are packed in multiples of these numbers.
typedef struct {
    long rows, columns;
} synann_product_tile;

/// Returns the tile for a scalar type and the instruction set in use.
synann_product_tile synann_product_tile_of(synann_scalar_type scalar);

/// Packs the rows of the matrix `a` [rows, inner], whose element (r, k) is a[r · row_stride + k · inner_stride], in
/// strips of a tile's rows: element (r, k) of a strip is at packed[k · tile.rows + r]. The last strip is padded with 0.
/// `packed` has space for `inner` times the number of rows, rounded up to whole tiles.
void synann_product_pack_rows(synann_scalar_type scalar, long rows, long inner, const void *a, long row_stride,
                              long inner_stride, void *packed);

/// Operands and result of a product. The strides count elements.
typedef struct {
    long rows, inner, columns;
    /// The matrix a: [rows, inner], packed by synann_product_pack_rows if a_row_stride is 0. Otherwise the element
    /// (r, k) is a[r · a_row_stride + k · a_inner_stride].
    const void *a;
    long a_row_stride, a_inner_stride;
    /// The matrix b: [inner, columns], packed by synann_panel_pack.
    const void *packed;
    /// Whether the product is added to c (0 means no).
    int adds;
    /// The matrix c: [rows, columns]; c_stride is the distance between its rows.
    void *c;
    long c_stride;
} synann_packed_product_operands;

/// Computes c ← a · b, or c ← c + a · b if `adds` is not 0. The terms of every element are added in ascending order of
/// the inner index, in blocks whose length depends on `inner` alone. The result therefore does not depend on how the
/// caller divides the rows and columns among calls. `inner` must be positive.
void synann_packed_product(synann_scalar_type scalar, const synann_packed_product_operands *operands);

#endif
