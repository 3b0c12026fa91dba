#ifndef SYNANN_SYNAPSE_H
#define SYNANN_SYNAPSE_H

#include "scalar_type.h"

// The inhibitory product of a fully connected synapse, P[b][i] = ∏_j (1 − β[i][j] · x[b][j]), for x [batch, inputs] and
// β [outputs, inputs]. Factors and products are carried in double with an exponent of their own, so that nothing
// underflows or overflows on the way: the result is rounded once.

/// product[b][i] = P[b][i] for b in first ..< end (rows are counted from the arrays' beginning).
void synann_synapse_product(synann_scalar_type scalar, long first, long end, long inputs, long outputs, const void *x,
                            const void *beta, void *product);

/// logarithm[b][i] = log P[b][i]: −∞ where a factor is 0, NaN where the product is negative.
void synann_synapse_log_product(synann_scalar_type scalar, long first, long end, long inputs, long outputs,
                                const void *x, const void *beta, void *logarithm);

/// The derivatives, for the outputs first ..< end, of a loss whose derivative by log P[b][i] is h[b][i]:
///
///     beta_gradient[i][j] = −Σ_b h[b][i] x[b][j] / (1 − β[i][j] x[b][j])
///     x_gradient[b][j]   += −Σ_i h[b][i] β[i][j] / (1 − β[i][j] x[b][j])
///
/// Where a factor is exactly 0, and `slope`, the loss's derivative by P, is given, the derivative is taken from the
/// product of the other factors; the sum above would divide by 0. x_gradient starts with 0 and may be null.
/// `scratch` holds `inputs` doubles.
void synann_synapse_gradient(synann_scalar_type scalar, long batch, long inputs, long outputs, long first, long end,
                             const void *x, const void *beta, const void *h, const void *slope, void *beta_gradient,
                             void *x_gradient, double *scratch);

#endif
