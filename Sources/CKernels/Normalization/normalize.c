#include "normalize.h"

#define KERNEL_SOURCE "../Normalization/normalize_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_normalize(synann_scalar_type scalar, long batch, long channels, long inner, const void *x,
                      const void *center, const void *scale, const void *shift, int rectifies, void *out) {
    DISPATCH_REAL(normalize, scalar, batch, channels, inner, x, center, scale, shift, rectifies, out)
}

void synann_normalize_batch(synann_scalar_type scalar, long batch, long channels, long inner, long first, long end,
                            const void *x, double epsilon, const void *scale, const void *shift, int rectifies,
                            void *mean, void *variance, void *out) {
    DISPATCH_REAL(normalize_batch, scalar, batch, channels, inner, first, end, x, epsilon, scale, shift, rectifies, mean,
                  variance, out)
}

void synann_normalize_batch_gradient(synann_scalar_type scalar, long batch, long channels, long inner, long first,
                                     long end, const void *g, const void *x, double epsilon, const void *scale,
                                     const void *shift, int rectifies, const void *mean, const void *variance,
                                     void *by_scale, void *by_shift, void *by_x) {
    DISPATCH_REAL(normalize_batch_gradient, scalar, batch, channels, inner, first, end, g, x, epsilon, scale, shift,
                  rectifies, mean, variance, by_scale, by_shift, by_x)
}
