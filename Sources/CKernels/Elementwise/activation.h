#ifndef SYNANN_ACTIVATION_H
#define SYNANN_ACTIVATION_H

#include "../Dispatch/scalar_type.h"

/// Activation functions of a real argument x, some of them with a parameter p. A function without a parameter ignores
/// p. NaN gives NaN, for the function and for its derivative. unary.h declares other activation functions.
typedef enum {
    /// GELU in its approximation by tanh: x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2. The result is −0 at −∞.
    SYNANN_GELU_TANH,
    /// x tanh(log(1 + eˣ)). The result is −0 at −∞.
    SYNANN_MISH,
    /// x min(max(x + 3, 0), 6) / 6. The result is −0 for x ≤ −3, also at −∞. The derivative is 0 at −3 and 1 at 3.
    SYNANN_HARDSWISH,
    /// min(max(x + 3, 0), 6) / 6. The derivative is 0 at −3 and at 3.
    SYNANN_HARDSIGMOID,
    /// x for x > 0, and p x otherwise. The derivative is p at 0.
    SYNANN_LEAKY_RELU,
    /// x for x > 0, and p (eˣ − 1) otherwise. The derivative is p at 0.
    SYNANN_ELU,
} synann_activation;

/// Computes y[i] = activation(x[i]) for i < count. x and y may be the same array.
void synann_activate(synann_scalar_type scalar, synann_activation activation, double parameter, long count,
                     const void *x, void *y);

/// Computes out[i] = g[i] · activation′(x[i]) for i < count. Where the derivative is 0, the result is 0 even if g[i] is
/// infinite or NaN. `out` may be the same array as g or x.
void synann_activate_gradient(synann_scalar_type scalar, synann_activation activation, double parameter, long count,
                              const void *g, const void *x, void *out);

#endif
