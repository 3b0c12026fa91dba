#include "packed_product.h"

#define KERNEL_SOURCE "../MatrixProduct/packed_product_kernel.h"
#include "../Dispatch/instantiate.h"

synann_product_tile synann_product_tile_of(synann_scalar_type scalar) {
    synann_product_tile tile;
    DISPATCH_REAL(product_tile, scalar, &tile)
    return tile;
}

void synann_product_pack_rows(synann_scalar_type scalar, long rows, long inner, const void *a, long row_stride,
                              long inner_stride, void *packed) {
    DISPATCH_REAL(pack_product_rows, scalar, rows, inner, a, row_stride, inner_stride, packed)
}

void synann_packed_product(synann_scalar_type scalar, const synann_packed_product_operands *operands) {
    DISPATCH_REAL(packed_product, scalar, operands)
}
