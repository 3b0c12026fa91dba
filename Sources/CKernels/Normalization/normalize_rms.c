#include "normalize_rms.h"

#define KERNEL_SOURCE "../Normalization/normalize_rms_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_normalize_rms(synann_scalar_type scalar, const synann_rms_normalization *operands, long first, long end,
                          void *inverse, void *out) {
    DISPATCH_REAL(normalize_rms, scalar, operands, first, end, inverse, out)
}

void synann_normalize_rms_gradient(synann_scalar_type scalar, const synann_rms_normalization *operands, long first,
                                   long end, const synann_rms_normalization_gradient *gradient) {
    DISPATCH_REAL(normalize_rms_gradient, scalar, operands, first, end, gradient)
}
