#include "narrow_product.h"

#define KERNEL_SOURCE "../MatrixProduct/narrow_product_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_narrow_product(synann_scalar_type scalar, const synann_narrow_product_operands *operands) {
    DISPATCH_REAL(narrow_product, scalar, operands)
}
