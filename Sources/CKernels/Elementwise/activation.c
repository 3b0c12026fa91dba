#include "activation.h"

#define KERNEL_SOURCE "../Elementwise/activation_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_activate(synann_scalar_type scalar, synann_activation activation, double parameter, long count,
                     const void *x, void *y) {
    DISPATCH_REAL(activate, scalar, activation, parameter, count, x, y)
}

void synann_activate_gradient(synann_scalar_type scalar, synann_activation activation, double parameter, long count,
                              const void *g, const void *x, void *out) {
    DISPATCH_REAL(activate_gradient, scalar, activation, parameter, count, g, x, out)
}
