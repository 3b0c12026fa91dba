#include "normalize_layer.h"

#define KERNEL_SOURCE "../Normalization/normalize_layer_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_normalize_layer(synann_scalar_type scalar, const synann_layer_normalization *operands, long first,
                            long end, void *mean, void *inverse, void *out) {
    DISPATCH_REAL(normalize_layer, scalar, operands, first, end, mean, inverse, out)
}

void synann_normalize_layer_gradient(synann_scalar_type scalar, const synann_layer_normalization *operands, long first,
                                     long end, const synann_layer_normalization_gradient *gradient) {
    DISPATCH_REAL(normalize_layer_gradient, scalar, operands, first, end, gradient)
}
