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

void synann_part_statistics(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                            double *mean, double *variance) {
    DISPATCH_REAL(part_statistics, scalar, operands, first, end, mean, variance)
}

void synann_normalize_part(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                           const void *mean, const void *variance, void *out) {
    DISPATCH_REAL(normalize_part, scalar, operands, first, end, mean, variance, out)
}

void synann_part_gradient_sums(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                               const synann_normalization_gradient *gradient, double *sum, double *product) {
    DISPATCH_REAL(part_gradient_sums, scalar, operands, first, end, gradient, sum, product)
}

void synann_part_gradient(synann_scalar_type scalar, const synann_normalization *operands, long first, long end,
                          const synann_normalization_gradient *gradient, double count, const double *sum,
                          const double *product) {
    DISPATCH_REAL(part_gradient, scalar, operands, first, end, gradient, count, sum, product)
}
