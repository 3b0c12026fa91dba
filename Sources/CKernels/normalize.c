#include "normalize.h"

#define KERNEL_SOURCE "normalize_kernel.h"
#include "instantiate.h"

void synann_normalize(synann_scalar_type scalar, long batch, long channels, long inner, const void *x,
                      const void *center, const void *scale, const void *shift, void *out) {
    DISPATCH_REAL(normalize, scalar, batch, channels, inner, x, center, scale, shift, out)
}

void synann_normalize_gradient(synann_scalar_type scalar, long batch, long channels, long inner, const void *g,
                               const void *x, const void *center, const void *a, const void *b, const void *d,
                               void *out) {
    DISPATCH_REAL(normalize_gradient, scalar, batch, channels, inner, g, x, center, a, b, d, out)
}

void synann_normalize_sums(synann_scalar_type scalar, long batch, long channels, long inner, long first, long end,
                           const void *g, const void *x, const void *center, void *sums, void *products) {
    DISPATCH_REAL(normalize_sums, scalar, batch, channels, inner, first, end, g, x, center, sums, products)
}
