#include "normalize.h"

#define KERNEL_SOURCE "../Normalization/normalize_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_normalize(synann_scalar_type scalar, const synann_normalization *operands, const void *center, void *out) {
    DISPATCH_REAL(normalize, scalar, operands, center, out)
}

void synann_normalize_batch(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                            void *mean, void *variance, void *out) {
    DISPATCH_REAL(normalize_batch, scalar, operands, first, end, mean, variance, out)
}

void synann_normalize_batch_gradient(synann_scalar_type scalar, const synann_normalization *operands, long first,
                                     long end, const synann_normalization_gradient *gradient) {
    DISPATCH_REAL(normalize_batch_gradient, scalar, operands, first, end, gradient)
}
