#include "integer_product.h"

#define KERNEL_FOR_INTEGERS
#define KERNEL_SOURCE "../MatrixProduct/integer_product_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_integer_product(synann_scalar_type scalar, long rows, long inner, long columns, const void *a, const void *b,
                            void *c) {
    DISPATCH_ANY(integer_product, scalar, rows, inner, columns, a, b, c)
}
