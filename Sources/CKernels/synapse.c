#include "synapse.h"

#include <math.h>

#define KERNEL_SOURCE "synapse_kernel.h"
#include "instantiate.h"

void synann_synapse_product(synann_scalar_type scalar, long first, long end, long inputs, long outputs, const void *x,
                            const void *beta, void *product) {
    DISPATCH_REAL(synapse_product, scalar, first, end, inputs, outputs, x, beta, product, 0)
}

void synann_synapse_log_product(synann_scalar_type scalar, long first, long end, long inputs, long outputs,
                                const void *x, const void *beta, void *logarithm) {
    DISPATCH_REAL(synapse_product, scalar, first, end, inputs, outputs, x, beta, logarithm, 1)
}

void synann_synapse_gradient(synann_scalar_type scalar, long batch, long inputs, long outputs, long first, long end,
                             const void *x, const void *beta, const void *h, const void *slope, void *beta_gradient,
                             void *x_gradient, double *scratch) {
    DISPATCH_REAL(synapse_gradient, scalar, batch, inputs, outputs, first, end, x, beta, h, slope, beta_gradient,
                  x_gradient, scratch)
}
