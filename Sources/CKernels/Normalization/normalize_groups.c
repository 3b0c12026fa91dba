#include "normalize_groups.h"

#define KERNEL_SOURCE "../Normalization/normalize_groups_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_normalize_groups(synann_scalar_type scalar, const synann_group_normalization *operands, long first,
                             long end, void *mean, void *variance, void *out) {
    DISPATCH_REAL(normalize_groups, scalar, operands, first, end, mean, variance, out)
}

void synann_normalize_groups_gradient(synann_scalar_type scalar, const synann_group_normalization *operands,
                                      long first, long end, const synann_group_normalization_gradient *gradient) {
    DISPATCH_REAL(normalize_groups_gradient, scalar, operands, first, end, gradient)
}
