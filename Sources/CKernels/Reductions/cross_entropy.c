#include "cross_entropy.h"
#include "softmax.h"

#define KERNEL_SOURCE "../Reductions/cross_entropy_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_cross_entropy(synann_scalar_type scalar, const synann_cross_entropy_operands *operands, long first,
                          long end, void *losses) {
    DISPATCH_REAL(cross_entropy, scalar, operands, first, end, losses)
}

void synann_cross_entropy_gradient(synann_scalar_type scalar, const synann_cross_entropy_operands *operands, long first,
                                   long end, const void *cotangent, void *out) {
    DISPATCH_REAL(cross_entropy_gradient, scalar, operands, first, end, cotangent, out)
}
