#ifndef SYNANN_GATE_H
#define SYNANN_GATE_H

#include "../Dispatch/scalar_type.h"

// The elementwise part of a gated synapse. For sample b and channel i, the output is y[b][i] = max(0, z[b][i]) · gate,
// where the gate is min(α[i] · P[b][i], limit). P is the inhibitory product of the open probabilities x = 1 − exp(−max(0,
// z)), which synapse.h computes. All matrices have the shape [batch, channels]. They are row-major and dense.

/// Computes x[k] = 1 − exp(−max(0, z[k])) for k < count. NaN gives NaN.
void synann_gate_probability(synann_scalar_type scalar, long count, const void *z, void *x);

/// Computes out[k] = min(beta[k], bound) for k < count. NaN gives NaN.
void synann_gate_bound(synann_scalar_type scalar, double bound, long count, const void *beta, void *out);

/// Replaces gradient[k] by 0 where beta[k] is above the bound, for k < count.
void synann_gate_bound_gradient(synann_scalar_type scalar, double bound, long count, const void *beta, void *gradient);

/// The operands of a gate.
typedef struct {
    long channels;
    /// [batch, channels]: the inputs z.
    const void *z;
    /// [batch, channels]: the inhibitory products P.
    const void *product;
    /// [channels]: the factors α.
    const void *alpha;
    /// The greatest value of a gate.
    double limit;
} synann_gate;

/// Computes the outputs y of the samples first ..< end.
void synann_gate_output(synann_scalar_type scalar, const synann_gate *gate, long first, long end, void *y);

/// Operands and results of the derivatives of a gate.
typedef struct {
    synann_gate gate;
    /// [batch, channels]: the gradient of the loss with respect to y.
    const void *cotangent;
    /// [batch, channels]: the open probabilities x. Only `synann_gate_input_gradient` reads them.
    const void *x;
} synann_gate_derivative;

/// Computes h[b][i], the gradient of the loss with respect to log(α[i] · P[b][i]), of the samples first ..< end. The
/// gradient is cotangent · y, and 0 where α · P is above the limit.
void synann_gate_logarithm_gradient(synann_scalar_type scalar, const synann_gate_derivative *derivative, long first,
                                    long end, void *h);

/// Computes the gradient of the loss with respect to P[b][i] of the samples first ..< end, which is cotangent · max(0,
/// z) · α, and 0 where α · P is above the limit.
void synann_gate_product_gradient(synann_scalar_type scalar, const synann_gate_derivative *derivative, long first,
                                  long end, void *gradient);

/// Replaces the gradient with respect to x by the gradient with respect to z, for the samples first ..< end: cotangent ·
/// gate + gradient · (1 − x) where z is positive, and 0 elsewhere. NaN in z gives NaN.
void synann_gate_input_gradient(synann_scalar_type scalar, const synann_gate_derivative *derivative, long first,
                                long end, void *gradient);

#endif
