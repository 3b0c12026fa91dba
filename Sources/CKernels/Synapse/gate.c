#include "gate.h"

#define KERNEL_SOURCE "../Synapse/gate_kernel.h"
#include "../Dispatch/instantiate.h"

void synann_gate_probability(synann_scalar_type scalar, long count, const void *z, void *x) {
    DISPATCH_REAL(gate_probability, scalar, count, z, x)
}

void synann_gate_bound(synann_scalar_type scalar, double bound, long count, const void *beta, void *out) {
    DISPATCH_REAL(gate_bound, scalar, bound, count, beta, out)
}

void synann_gate_bound_gradient(synann_scalar_type scalar, double bound, long count, const void *beta, void *gradient) {
    DISPATCH_REAL(gate_bound_gradient, scalar, bound, count, beta, gradient)
}

void synann_gate_output(synann_scalar_type scalar, const synann_gate *gate, long first, long end, void *y) {
    DISPATCH_REAL(gate_output, scalar, gate, first, end, y)
}

void synann_gate_logarithm_gradient(synann_scalar_type scalar, const synann_gate_derivative *derivative, long first,
                                    long end, void *h) {
    DISPATCH_REAL(gate_logarithm_gradient, scalar, derivative, first, end, h)
}

void synann_gate_product_gradient(synann_scalar_type scalar, const synann_gate_derivative *derivative, long first,
                                  long end, void *gradient) {
    DISPATCH_REAL(gate_product_gradient, scalar, derivative, first, end, gradient)
}

void synann_gate_input_gradient(synann_scalar_type scalar, const synann_gate_derivative *derivative, long first,
                                long end, void *gradient) {
    DISPATCH_REAL(gate_input_gradient, scalar, derivative, first, end, gradient)
}
